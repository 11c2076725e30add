/**
 * Figure 10: which way it scales.
 *
 * @module
 */
import { colorScale } from "../../src/rendering/palette.ts";
import { show } from "../../src/protocol/dense.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import {
  compared,
  featuresPerDimension,
  multiple,
  neuronsPerFeature,
  type RatioRow,
  ratios,
  type Row,
  row,
  scaling,
  sizes,
  stretches,
  trend,
  trends,
} from "./rows.ts";
import { linearEncoders, nonlinearEncoder } from "../../src/protocol/sparse.ts";

/** Where the axis of ratios may have ticks: evenly spaced to the eye. */
const ticks = [0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 7, 10];

const figure: Figure<Row> = {
  id: "scaling",
  title: "Which way it scales: the ratio of losses as the dimensions grow",
  order: 10,
  full: true,
  row,
  async rows(context) {
    const { hiddens, sparsities } = sizes[context.profile];
    const groups = await Promise.all(
      sparsities.flatMap((sparsity) =>
        neuronsPerFeature.map(async (perFeature) => {
          const cells = await Promise.all(
            hiddens.map((hidden) => {
              const features = featuresPerDimension * hidden;
              const data = { features, sparsity, importance: null };
              return compared(context, { data, hidden, noise: 0 }, perFeature);
            }),
          );
          return cells.flat();
        })
      ),
    );
    return groups.flatMap((group) => [
      ...group.map(({ row }) => row),
      ...stretches.map((stretch) =>
        trend(group.filter(({ row }) => row.stretch === stretch))
      ),
    ]);
  },
  caption(rows) {
    const [{ seeds, steps, stretch }] = ratios(rows);
    const dead = (key: "linearDead" | "nonlinearDead") =>
      show(100 * Math.max(...ratios(rows).map((r) => r[key])));
    return `n = ${featuresPerDimension}m features in m dimensions: the median loss of the better scheme with a linear encoder (superposition, or superposition with a ReLU decoder) divided by that of the scheme with a nonlinear encoder, at equal neurons, over ${seeds} report seeds with 95 % bootstrap intervals. Above 1 the nonlinear encoder loses less. Learning rates were tuned for every size on other seeds at ${
      Math.round(steps / stretch)
    } steps of 128 samples; both halves of the nonlinear scheme get half of the neurons. Lines: half, once and twice as many steps. Slope: that of ln ratio over ln m by least squares, once as many steps, with its 95 % bootstrap interval over seeds. The median share of ReLUs that never fire is at most ${
      dead("linearDead")
    } % on the linear and ${dead("nonlinearDead")} % on the nonlinear side.`;
  },
  spec(rows) {
    const all = ratios(rows);
    const each = (key: "hidden" | "sparsity" | "neuronsPerFeature") => [
      ...new Set(all.map((r) => r[key])),
    ];
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
    const side = (r: RatioRow) => r.ratio > 1 ? nonlinearEncoder.id : r.linear;
    const winners = [
      ...linearEncoders.map(({ id }) => id),
      nonlinearEncoder.id,
    ];
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
        const fit = trends(rows).find((r) =>
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
                    domain: stretches.map((s) => `${s} ×`),
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
  },
  claims: (rows) => [scaling(rows)],
};
export default figure;
