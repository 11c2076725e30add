/**
 * The picture of figure 8.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { multiple } from "../../src/rendering/numbers.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const closed = rows.filter((r) => r.neuronsPerFeature === null);
  const budgets = unique(rows.flatMap((r) => r.neuronsPerFeature ?? []));
  const series = unique(rows.map((r) => r.series)).filter((name) =>
    name !== "drop"
  );
  const { color, shape, strokeDash } = seriesEncoding("series", series, null);
  const floor = 0.025;
  const dense = (r: Row) => ({ ...r, density: 1 - r.sparsity });
  const x = {
    field: "density",
    type: "quantitative" as const,
    title: "density 1 − S (log, sparser to the right)",
    scale: {
      type: "log" as const,
      reverse: true,
      nice: false,
      domain: [0.0085, 1.15],
    },
    axis: { values: [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01] },
  };
  const y = (first: boolean) => ({
    field: "median",
    type: "quantitative" as const,
    title: first ? "fvu (fraction of variance unexplained)" : null,
    scale: { type: "log" as const, domain: [floor, 1.6], nice: false },
    axis: { values: [0.03, 0.1, 0.3, 1] },
  });
  return {
    hconcat: budgets.map((budget, i) => {
      const inside = rows.filter((r) =>
        r.neuronsPerFeature === budget && r.median >= floor
      ).map(dense);
      const rules = closed.filter((r) =>
        series.includes(r.series) && r.median >= floor && r.median <= 1.6
      ).map(dense);
      return {
        title: `N = ${multiple(budget)} neurons`,
        width: 260,
        height: 320,
        layer: [
          {
            data: { values: [...rules, ...inside] },
            mark: { type: "line" as const },
            encoding: { x, y: y(i === 0), color, strokeDash },
          },
          {
            data: { values: inside },
            mark: { type: "rule" as const, strokeWidth: 2 },
            encoding: {
              x,
              y: { ...y(i === 0), field: "low" },
              y2: { field: "high" },
              color,
            },
          },
          {
            data: { values: inside },
            mark: { type: "point" as const, size: 45 },
            encoding: { x, y: y(i === 0), color, shape },
          },
        ],
      };
    }),
  };
}
