/**
 * One look for every series, the same in all figures.
 *
 * Eight hues, found by a search for the largest smallest distance in OKLab under normal sight, protanopia and deuteranopia, with a
 * contrast on white of at least 3 : 1 (the WCAG 2.1 bound for graphics). Relatives share a hue and differ in dash and in shape.
 *
 * @module
 */

/** How one series looks. */
export interface Style {
  /** `#rrggbb`. */
  readonly color: string;
  /** SVG dash array in pixels; `[1, 0]` is solid. */
  readonly dash: readonly number[];
  /** A symbol of Vega. */
  readonly shape: string;
}

const hue = {
  black: "#000000",
  grey: "#92928e",
  orange: "#c77f16",
  blue: "#0b4fc7",
  sky: "#1888d6",
  magenta: "#af3579",
  purple: "#61176b",
  green: "#0c5f2b",
} as const;

const solid = [1, 0], dashed = [6, 3], dotted = [2, 2], mixed = [8, 3, 2, 3];

/** The style of every series, by the name under which it stands in the rows. */
export const palette: Readonly<Record<string, Style>> = {
  "linear": { color: hue.black, dash: solid, shape: "circle" },
  "drop": { color: hue.grey, dash: dotted, shape: "triangle-down" },
  "average": { color: hue.grey, dash: dashed, shape: "triangle-up" },
  "quantized floor": { color: hue.orange, dash: dashed, shape: "square" },
  "quantized centred": { color: hue.orange, dash: solid, shape: "diamond" },
  "two-per-segment": { color: hue.blue, dash: solid, shape: "square" },
  "shared-hinges": { color: hue.sky, dash: solid, shape: "circle" },
  "smallest construction found": {
    color: hue.sky,
    dash: mixed,
    shape: "triangle-up",
  },
  "best construction": { color: hue.sky, dash: dashed, shape: "diamond" },
  "nonlinear": { color: hue.magenta, dash: solid, shape: "circle" },
  "nonlinear, best recipe": {
    color: hue.purple,
    dash: solid,
    shape: "diamond",
  },
  "best polyline": { color: hue.green, dash: dotted, shape: "cross" },
  "limit of polylines": {
    color: hue.green,
    dash: mixed,
    shape: "triangle-down",
  },
  "superposition": { color: hue.green, dash: solid, shape: "square" },
  "superposition-mlp": {
    color: hue.green,
    dash: dashed,
    shape: "triangle-up",
  },
};

/**
 * The style of one series.
 *
 * @throws {RangeError} for a name that has none
 */
export function styleOf(name: string): Style {
  if (Object.hasOwn(palette, name)) return palette[name];
  throw new RangeError(
    `series "${name}" has no style: use one of ${
      Object.keys(palette).join(", ")
    }, or add it to src/rendering/palette.ts`,
  );
}

/** A Vega-Lite scale for `color`, over the given names in their order. */
export function colorScale(
  names: readonly string[],
): { domain: string[]; range: string[] } {
  return {
    domain: [...names],
    range: names.map((name) => styleOf(name).color),
  };
}

/**
 * Encodings that give every series its look and one legend of colours and shapes. A line takes `color` and `strokeDash`, a point `color`
 * and `shape`.
 *
 * @param field the column that holds the series' names
 * @param names the series that occur, in the order of the legend
 */
export function seriesEncoding(
  field: string,
  names: readonly string[],
  title: string | null,
) {
  const base = { field, type: "nominal" as const, title };
  const domain = [...names];
  const styles = names.map(styleOf);
  return {
    color: { ...base, scale: colorScale(names) },
    shape: { ...base, scale: { domain, range: styles.map((s) => s.shape) } },
    strokeDash: {
      ...base,
      scale: { domain, range: styles.map((s) => [...s.dash]) },
    },
  };
}
