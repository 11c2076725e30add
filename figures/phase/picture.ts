/**
 * The picture of figure 9: who wins over sparsity and neurons.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { categoryAxis } from "../../src/rendering/axes.ts";
import { cells, text } from "../../src/rendering/marks.ts";
import { show } from "../../src/rendering/numbers.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

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

/** Whether one side beats the other: the interval of the ratio does not hold 1. */
export const decided = (r: Row): boolean => r.low > 1 || r.high < 1;

/** Two maps of the ratio of losses: at equal neurons, and at equal parameters. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const sparsities = unique(rows.map((r) => r.sparsity));
  const budgets = ascending(rows.map((r) => r.neuronsPerFeature)).reverse();
  const place = {
    x: categoryAxis("sparsity", "sparsity S", sparsities),
    y: categoryAxis(
      "neuronsPerFeature",
      "neurons per feature, N/n",
      budgets,
    ),
  };
  const color = {
    field: "ratio",
    type: "quantitative" as const,
    title: ["loss ratio,", "linear encoder /", "nonlinear encoder"],
    scale: { type: "threshold" as const, domain: bounds, range: colors },
    legend: { format: ".2f" },
  };
  const grey = {
    field: "verdict",
    type: "nominal" as const,
    title: null,
    scale: { range: [undecided] },
    legend: {
      symbolStrokeColor: "#92928e",
      symbolStrokeWidth: 0.5,
      symbolSize: 120,
    },
  };
  const size = [54 * sparsities.length, 46 * budgets.length] as const;
  const white = { stroke: "#ffffff" };
  const map = (matched: Row["matched"], title: string) => {
    const values = rows.filter((r) => r.matched === matched)
      .map((r) => ({ ...r, label: show(r.ratio, 3) }));
    const open = values.filter((r) => !decided(r))
      .map((r) => ({ ...r, verdict: "interval holds 1" }));
    const dark = values.filter((r) =>
      decided(r) && (r.ratio < bounds[0] || r.ratio > bounds.at(-1)!)
    );
    const light = values.filter((r) => !dark.includes(r));
    return panel({ title }, size, [
      cells(values, { ...place, color }, white),
      ...(open.length > 0
        ? [cells(open, { ...place, fill: grey }, white)]
        : []),
      ...(light.length > 0 ? [text(light, place, "label")] : []),
      ...(dark.length > 0
        ? [text(dark, place, "label", { color: "#ffffff" })]
        : []),
    ]);
  };
  return row([
    map("neurons", "At equal neurons"),
    map("parameters", "At equal parameters"),
  ]);
}
