/**
 * The picture of figure 10: which way it scales.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { logAxis, titledIf } from "../../src/rendering/axes.ts";
import { key, seriesKey } from "../../src/rendering/key.ts";
import { intervals, line, points, rule } from "../../src/rendering/marks.ts";
import {
  multiple,
  withInterval,
  withMinus,
} from "../../src/rendering/numbers.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { column, panel, row } from "../../src/rendering/panels.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** Where the axis of ratios may have ticks: evenly spaced to the eye. */
const ticks = [0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 7, 10];
const grey = "#666666";
/** How lines are dashed, from the shortest to the longest training. */
const dashes = [[2, 2], [1, 0], [7, 3]];

/**
 * One row a budget, one panel a sparsity: the ratio of losses against the size, a line for each
 * training length.
 */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const all = ofKind(rows, "ratio").map((r) => ({
    ...r,
    winner: r.ratio > 1 ? "nonlinear" : r.linear,
    length: `${r.stretch} ×`,
  }));
  const winners = [...unique(all.map((r) => r.linear)).sort(), "nonlinear"];
  const { color, shape } = seriesEncoding("winner", winners);
  const hiddens = ascending(all.map((r) => r.hidden));
  const x = logAxis("hidden", "hidden dimensions m", {
    domain: [0.9, 1.1 * hiddens.at(-1)!],
    values: hiddens,
    format: "d",
  });
  const shown = all.flatMap(({ stretch, ratio, low, high }) =>
    stretch === 1 ? [low, high] : [ratio]
  );
  const least = Math.min(0.9, ...shown) / 1.03;
  const most = Math.max(1.1, ...shown) * 1.03;
  const y = logAxis("ratio", "loss ratio, linear / nonlinear encoder", {
    domain: [least, most],
    values: ticks.filter((tick) => least <= tick && tick <= most),
  });
  const lengths = ascending(all.map((r) => r.stretch)).map((s) => `${s} ×`);
  const strokeDash = {
    field: "length",
    type: "nominal" as const,
    legend: null,
    scale: { domain: lengths, range: dashes },
  };
  const panelOf = (sparsity: number, budget: number, first: boolean) => {
    const same = (r: { sparsity: number; neuronsPerFeature: number }) =>
      r.sparsity === sparsity && r.neuronsPerFeature === budget;
    const own = all.filter(same);
    const once = own.filter((r) => r.stretch === 1);
    const fit = ofKind(rows, "trend").find((r) => same(r) && r.stretch === 1)!;
    const decided = once.filter((r) => r.low > 1 || r.high < 1);
    const undecided = once.filter((r) => !decided.includes(r));
    const place = { x, y: titledIf(first, y) };
    const marks = (values: typeof once, filled: boolean) =>
      values.length === 0
        ? []
        : [points(values, { ...place, color, shape }, { size: 55, filled })];
    const slope = withMinus(withInterval(fit.slope, fit.low, fit.high));
    return panel(
      {
        title: `S = ${sparsity}, N = ${multiple(budget)}`,
        subtitle: `slope ${slope}`,
      },
      [230, 230],
      [
        rule([{ ratio: 1 }], { y: place.y }),
        line(own, { ...place, strokeDash }, { color: grey }),
        intervals(once, { ...place, color }),
        ...marks(decided, true),
        ...marks(undecided, false),
      ],
    );
  };
  const sparsities = unique(all.map((r) => r.sparsity));
  const keys = column([
    key(
      lengths.map((label, i) => ({
        label,
        color: grey,
        dash: dashes[i],
        shape: null,
      })),
      "steps",
    ),
    seriesKey(winners, { lines: [], title: "who loses less" }),
  ], { spacing: 12 });
  return column(
    unique(all.map((r) => r.neuronsPerFeature)).map((budget, i) =>
      row([
        ...sparsities.map((s, j) => panelOf(s, budget, j === 0)),
        ...(i === 0 ? [keys] : []),
      ])
    ),
  );
}
