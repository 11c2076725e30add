/**
 * The marks of which pictures are made: rows, what their columns mean, and a look. Each is a layer
 * of Vega-Lite; where a look is left out, the theme gives it.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { at, type CategoryAxis, type NumberAxis } from "./axes.ts";

/** One layer of a panel. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];
type Unit = Extract<Layer, { mark: unknown }>;
/** What columns mean: channels of Vega-Lite by their names. */
export type Encoding = NonNullable<Unit["encoding"]>;
/** A mark's own look, in Vega-Lite's words; lengths in pixels. */
export interface Look {
  /** `#rrggbb`, of line, symbol, area or text. */
  readonly color?: string;
  /** Of an outline alone. */
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly strokeDash?: number[];
  readonly strokeCap?: "butt" | "round";
  readonly opacity?: number;
  /** False for an outline. */
  readonly filled?: boolean;
  /** A symbol's area in square pixels. */
  readonly size?: number;
  readonly shape?: string;
  /** Whether what lies beyond the axes is cut off, for areas that go on there. */
  readonly clip?: boolean;
  readonly align?: "left" | "center" | "right";
  readonly baseline?: "top" | "middle" | "bottom";
  /** Of anything but a text, from its place. */
  readonly xOffset?: number;
  readonly yOffset?: number;
  readonly dx?: number;
  readonly dy?: number;
  readonly fontSize?: number;
}
/** Rows, by the names of their columns. */
export type Rows = readonly object[];

/** An encoding that has both positions by number or category. */
type Placed = Encoding & {
  readonly x: NumberAxis | CategoryAxis;
  readonly y: NumberAxis | CategoryAxis;
};

function mark(
  type: "line" | "area" | "point" | "rule" | "rect" | "text",
  values: Rows,
  encoding: Encoding,
  look: Look,
): Layer {
  return { data: { values: [...values] }, mark: { type, ...look }, encoding };
}

/** A line through the rows, by ascending x; `detail` or a look that differs gives one line each. */
export function line(values: Rows, encoding: Encoding, look: Look = {}): Layer {
  return mark("line", values, encoding, look);
}

/** A symbol at every row. */
export function points(
  values: Rows,
  encoding: Encoding,
  look: Look = {},
): Layer {
  return mark("point", values, encoding, look);
}

/**
 * An interval at every row: a thick rule from one column to another.
 *
 * @param along the axis on which both ends stand
 * @param ends the columns of the ends
 */
export function intervals(
  values: Rows,
  encoding: Placed,
  look: Look = {},
  along: "x" | "y" = "y",
  [low, high]: readonly [string, string] = ["low", "high"],
): Layer {
  const ends = {
    [along]: at(encoding[along], low),
    [`${along}2`]: { field: high },
  };
  return mark("rule", values, { ...encoding, ...ends }, {
    strokeWidth: 2,
    ...look,
  });
}

/** The area between two columns, by ascending x, light enough to see through. */
export function band(
  values: Rows,
  encoding: Placed,
  look: Look = {},
  [low, high]: readonly [string, string] = ["low", "high"],
): Layer {
  return mark(
    "area",
    values,
    { ...encoding, y: at(encoding.y, low), y2: { field: high } },
    { opacity: 0.2, ...look },
  );
}

/** A reference line at every row, all across the panel: give it `x` or `y` alone. */
export function rule(values: Rows, encoding: Encoding, look: Look = {}): Layer {
  return mark("rule", values, encoding, look);
}

/** A straight piece at every row, from `x`, `y` to `x2`, `y2`. */
export function segments(
  values: Rows,
  encoding: Placed,
  look: Look = {},
): Layer {
  return mark("rule", values, { ...encoding, ...corners(encoding) }, look);
}

/** A rectangle at every row, with the corners `x`, `y` and `x2`, `y2`. */
export function rects(values: Rows, encoding: Placed, look: Look = {}): Layer {
  return mark("rect", values, { ...encoding, ...corners(encoding) }, look);
}

/** A cell at every row whose places are categories. */
export function cells(values: Rows, encoding: Placed, look: Look = {}): Layer {
  return mark("rect", values, encoding, look);
}

function corners({ x, y }: Placed): Encoding {
  return { x2: { field: `${x.field}2` }, y2: { field: `${y.field}2` } };
}

/**
 * A text at every row.
 *
 * @param field the column that holds it
 */
export function text(
  values: Rows,
  encoding: Encoding,
  field: string,
  look: Look = {},
): Layer {
  return mark(
    "text",
    values,
    { ...encoding, text: { field } },
    { fontSize: 11, ...look },
  );
}

/** A text to the right of every row's place, clear of a symbol there. */
export function labelsRight(
  values: Rows,
  encoding: Encoding,
  field: string,
  look: Look = {},
): Layer {
  return text(values, encoding, field, {
    align: "left",
    baseline: "middle",
    dx: 7,
    ...look,
  });
}
