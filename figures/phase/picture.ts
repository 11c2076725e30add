/**
 * The picture of figure 9: who wins over sparsity and neurons.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { categoryAxis } from "../../src/rendering/axes.ts";
import { cells, points, text } from "../../src/rendering/marks.ts";
import { show } from "../../src/rendering/numbers.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import { type Heading, panel, row } from "../../src/rendering/panels.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { CellRow, ComparedRow, Row } from "./rows.ts";

/**
 * Bounds of the colours, symmetric about 1 as ratios are: every cell that is decided has the colour
 * of its winner.
 */
const bounds = [1 / 1.5, 1 / 1.1, 1, 1.1, 1.5];
/**
 * From a linear encoder that loses far less to a nonlinear one that does. With the grey of a cell
 * that is not decided, found by a search for the largest smallest distance in OKLab under normal
 * sight, protanopia and deuteranopia.
 */
const colors = [
  styleOf("superposition").color,
  ...["#4d9c2a", "#7dcd60", "#e0a9d0", "#b482a6"],
  styleOf("nonlinear").color,
];
const undecided = "#eeeeee";
const ink = "#222222";

/** A cell as one map shows it. */
interface Shown {
  readonly sparsity: number;
  readonly neuronsPerFeature: number;
  /** What colours it. */
  readonly ratio: number;
  /** What it says. */
  readonly label: string;
  /** What it is called if it is grey; null if it is not. */
  readonly grey: string | null;
  /** What the symbol in its corner says; null if it has none. */
  readonly note: string | null;
}

/** Whether one side beats the other: the interval of the ratio does not hold 1. */
export const decided = (r: Pick<ComparedRow, "low" | "high">): boolean =>
  r.low > 1 || r.high < 1;

/** A measured ratio. */
const shownRatio = (ratio: number) => ({ ratio, label: show(ratio, 3) });

/**
 * The ratio that a decided cell goes to: the end of its interval that is next to 1, as many a
 * fitted limit is anything beyond. Of others the reason.
 */
function shownLimit(r: CellRow): Pick<Shown, "ratio" | "label"> {
  if (r.settled === null) return { ratio: 1, label: r.unsettled! };
  const linear = r.settled === "first";
  const end = linear ? r.limitRatioHigh! : r.limitRatioLow;
  return {
    // The colours end far below.
    ratio: end ?? 1000,
    label: end === null ? "∞" : `${linear ? "≤" : "≥"} ${show(end, 2)}`,
  };
}

/** One map of a ratio of losses. */
function map(
  shown: readonly Shown[],
  heading: Heading,
  [width, height]: readonly [number, number],
  first: boolean,
) {
  const sparsities = unique(shown.map((r) => r.sparsity));
  const budgets = ascending(shown.map((r) => r.neuronsPerFeature)).reverse();
  const place = {
    x: categoryAxis("sparsity", "sparsity S", sparsities),
    y: categoryAxis(
      "neuronsPerFeature",
      first ? "neurons per feature, N/n" : null,
      budgets,
      { labels: first },
    ),
  };
  const color = {
    field: "ratio",
    type: "quantitative" as const,
    title: ["loss ratio,", "linear encoder /", "nonlinear encoder"],
    scale: { type: "threshold" as const, domain: bounds, range: colors },
    legend: { format: ".2f" },
  };
  const fill = {
    field: "grey",
    type: "nominal" as const,
    title: null,
    scale: { range: [undecided] },
    legend: {
      symbolStrokeColor: "#92928e",
      symbolStrokeWidth: 0.5,
      symbolSize: 120,
    },
  };
  const shape = {
    field: "note",
    type: "nominal" as const,
    title: null,
    scale: { range: ["diamond"] },
    legend: { symbolFillColor: ink, symbolSize: 40 },
  };
  const white = { stroke: "#ffffff" };
  const isDark = (r: Shown) =>
    r.grey === null && (r.ratio < bounds[0] || r.ratio > bounds.at(-1)!);
  const layers = [false, true].flatMap((dark) => {
    const own = shown.filter((r) => isDark(r) === dark);
    const noted = own.filter((r) => r.note !== null);
    const look = dark ? { color: "#ffffff" } : { color: ink };
    return [
      ...(own.length > 0 ? [text(own, place, "label", look)] : []),
      ...(noted.length > 0
        ? [points(noted, { ...place, shape }, {
          ...look,
          size: 30,
          xOffset: width / sparsities.length / 2 - 6,
          yOffset: 7 - height / budgets.length / 2,
        })]
        : []),
    ];
  });
  const open = shown.filter((r) => r.grey !== null);
  return panel(heading, [width, height], [
    cells(shown, { ...place, color }, white),
    ...(open.length > 0 ? [cells(open, { ...place, fill }, white)] : []),
    ...layers,
  ]);
}

/** Two maps of the ratio of losses: at equal neurons, and at equal parameters. */
function twoMaps(rows: readonly ComparedRow[]): TopLevelSpec {
  const shown = (matched: ComparedRow["matched"]) =>
    rows.filter((r) => r.matched === matched).map((r): Shown => ({
      ...r,
      ...shownRatio(r.ratio),
      grey: decided(r) ? null : "interval holds 1",
      note: decided(r) && r.settled === null ? "may still change" : null,
    }));
  const size = sizeOf(rows, [54, 46]);
  return row([
    map(shown("neurons"), { title: "At equal neurons" }, size, true),
    map(shown("parameters"), { title: "At equal parameters" }, size, false),
  ]);
}

/** Three maps: as long as the profile `paper` trains, longest, and extrapolated. */
function threeMaps(all: readonly Row[]): TopLevelSpec {
  const rows = ofKind(all, "cell"), trained = ofKind(all, "side");
  const shown = (of: (r: CellRow) => Pick<Shown, "ratio" | "label" | "grey">) =>
    rows.map((r): Shown => ({
      sparsity: r.sparsity,
      neuronsPerFeature: r.neuronsPerFeature,
      ...of(r),
      note: r.flips ? "winner changes" : null,
    }));
  const grey = (known: boolean) => known ? null : "not decided";
  const size = sizeOf(rows, [44, 42]);
  const longest = unique(trained.map((r) => r.family)).map((family) => {
    const lengths = trained.filter((r) => r.family === family)
      .map((r) => r.length);
    return `${Math.max(...lengths)} with ${family}`;
  }).join(", ");
  return row([
    map(
      shown(({ paperRatio: ratio, paperLow: low, paperHigh: high }) => ({
        ...shownRatio(ratio),
        grey: grey(decided({ low, high })),
      })),
      { title: "As long as elsewhere", subtitle: "compute 1" },
      size,
      true,
    ),
    map(
      shown((r) => ({ ...shownRatio(r.ratio), grey: grey(decided(r)) })),
      { title: "Longest", subtitle: `compute ${longest}` },
      size,
      false,
    ),
    map(
      shown((r) => ({
        ...shownLimit(r),
        grey: grey(r.settled !== null),
      })),
      { title: "In the limit", subtitle: "extrapolated" },
      size,
      false,
    ),
  ], { spacing: 16 });
}

/** The size of a map whose cells have one. */
function sizeOf(
  rows: readonly { sparsity: number; neuronsPerFeature: number }[],
  [width, height]: readonly [number, number],
): [number, number] {
  return [
    width * unique(rows.map((r) => r.sparsity)).length,
    height * unique(rows.map((r) => r.neuronsPerFeature)).length,
  ];
}

/** Maps of the ratio of losses. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const compared = ofKind(rows, "compared");
  return compared.length > 0 ? twoMaps(compared) : threeMaps(rows);
}
