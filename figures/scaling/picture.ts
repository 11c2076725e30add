/**
 * The picture of figure 10.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { multiple, show } from "../../src/rendering/numbers.ts";
import { colorScale } from "../../src/rendering/palette.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import type { RatioRow, Row } from "./rows.ts";

/** Where the axis of ratios may have ticks: evenly spaced to the eye. */
const ticks = [0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 7, 10];

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const all = ofKind(rows, "ratio");
  const each = (key: "hidden" | "sparsity" | "neuronsPerFeature") =>
    unique(all.map((r) => r[key]));
  const hiddens = each("hidden");
  const x = {
    field: "hidden",
    type: "quantitative" as const,
    title: "hidden dimensions m",
    scale: {
      type: "log" as const,
      domain: [0.9, 1.1 * Math.max(...hiddens)],
      nice: false,
    },
    axis: { values: hiddens, format: "d" },
  };
  const shown = all.flatMap(({ stretch, ratio, low, high }) =>
    stretch === 1 ? [low, high] : [ratio]
  );
  const least = Math.min(0.9, ...shown) / 1.03;
  const most = Math.max(1.1, ...shown) * 1.03;
  const y = (title: string | null) => ({
    field: "ratio",
    type: "quantitative" as const,
    title,
    scale: { type: "log" as const, domain: [least, most], nice: false },
    axis: { values: ticks.filter((tick) => least <= tick && tick <= most) },
  });
  const side = (r: RatioRow) => r.ratio > 1 ? "nonlinear" : r.linear;
  const winners = ["superposition", "superposition-mlp", "nonlinear"];
  const sparsities = each("sparsity");
  const panels = each("neuronsPerFeature").flatMap((budget) =>
    sparsities.map((sparsity, column) => ({ sparsity, budget, column }))
  );
  return {
    columns: sparsities.length,
    concat: panels.map(({ sparsity, budget, column }) => {
      const values = all.filter((r) =>
        r.sparsity === sparsity && r.neuronsPerFeature === budget
      ).map((r) => ({ ...r, winner: side(r), length: `${r.stretch} ×` }));
      const fit = ofKind(rows, "trend").find((r) =>
        r.sparsity === sparsity && r.neuronsPerFeature === budget &&
        r.stretch === 1
      )!;
      const title = column === 0
        ? "loss ratio, linear / nonlinear encoder"
        : null;
      return {
        title: {
          text: `S = ${sparsity}, N = ${multiple(budget)}`,
          subtitle: `slope ${show(fit.slope)} [${show(fit.low)}, ${
            show(fit.high)
          }]`,
        },
        width: 230,
        height: 230,
        data: { values },
        layer: [
          {
            data: { values: [{ ratio: 1 }] },
            mark: { type: "rule" as const },
            encoding: { y: y(title) },
          },
          {
            mark: { type: "line" as const, color: "#666666" },
            encoding: {
              x,
              y: y(title),
              strokeDash: {
                field: "length",
                type: "nominal" as const,
                title: "steps",
                scale: {
                  domain: unique(all.map((r) => r.stretch)).map((s) =>
                    `${s} ×`
                  ),
                  range: [[2, 2], [1, 0], [7, 3]],
                },
                legend: { symbolStrokeWidth: 2, symbolSize: 500 },
              },
            },
          },
          {
            transform: [{ filter: "datum.stretch === 1" }],
            mark: { type: "rule" as const, strokeWidth: 2 },
            encoding: {
              x,
              y: { ...y(title), field: "low" },
              y2: { field: "high" },
              color: {
                field: "winner",
                type: "nominal" as const,
                title: "who loses less",
                scale: colorScale(winners),
              },
            },
          },
          {
            transform: [{ filter: "datum.stretch === 1" }],
            mark: { type: "point" as const, size: 55 },
            encoding: {
              x,
              y: y(title),
              color: { field: "winner", type: "nominal" as const },
            },
          },
        ],
      };
    }),
  };
}
