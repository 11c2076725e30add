/**
 * Figure 9: who wins over sparsity and neurons.
 *
 * @module
 */
import { styleOf } from "../../src/rendering/palette.ts";
import { show } from "../../src/protocol/dense.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { cellRows, decided, type Row, row } from "./rows.ts";
import { breakEvens, degenerateCase, moreCompact } from "./claims.ts";
import { nonlinearEncoder, sparseSize } from "../../src/protocol/sparse.ts";

/** Bounds of the colours, symmetric about 1 as ratios are: every cell that is decided has the colour of its winner. */
const bounds = [1 / 1.5, 1 / 1.1, 1, 1.1, 1.5];
/**
 * From a linear encoder that loses far less to a nonlinear one that does. With the grey of a cell that is not decided, found by a
 * search for the largest smallest distance in OKLab under normal sight, protanopia and deuteranopia.
 */
const colors = [
  styleOf("superposition").color,
  "#4d9c2a",
  "#7dcd60",
  "#e0a9d0",
  "#b482a6",
  styleOf(nonlinearEncoder.id).color,
];
const undecided = "#eeeeee";

const figure: Figure<Row> = {
  id: "phase",
  title: "Who wins over sparsity and neurons",
  order: 9,
  row,
  async rows(context) {
    const { sparsities, neuronsPerFeature } = sparseSize(context);
    const cells = await Promise.all(
      sparsities.flatMap((sparsity) =>
        neuronsPerFeature.map((budget) => cellRows(context, sparsity, budget))
      ),
    );
    return cells.flat();
  },
  caption(rows) {
    const { features, hidden, seeds } = rows[0];
    return `${features} features in ${hidden} hidden dimensions. Each cell: the median loss of the best scheme with a linear encoder (superposition, or superposition with a ReLU decoder) divided by that of the scheme with a nonlinear encoder, over ${seeds} report seeds each; above 1 (magenta) the nonlinear encoder loses less, below 1 (green) the linear one. In grey cells the 95 % bootstrap interval of the ratio holds 1: neither is known to lose less. Left: at equal total neurons; right: the linear encoder's decoder has as many neurons as fit into the nonlinear scheme's parameters. Learning rate, split, a ReLU on the output and the better linear scheme were chosen on other seeds.`;
  },
  spec(rows) {
    const sparsities = [...new Set(rows.map((r) => r.sparsity))];
    const budgets = [...new Set(rows.map((r) => r.neuronsPerFeature))].sort((
      a,
      b,
    ) => b - a);
    const panel = (matched: Row["matched"], title: string) => {
      const values = rows.filter((r) => r.matched === matched).map((r) => ({
        sparsity: r.sparsity,
        neuronsPerFeature: r.neuronsPerFeature,
        ratio: r.ratio,
        label: show(r.ratio, 3),
        decided: decided(r),
      }));
      const open = values.filter((cell) => !cell.decided)
        .map((cell) => ({ ...cell, verdict: "interval holds 1" }));
      const x = {
        field: "sparsity",
        type: "ordinal" as const,
        title: "sparsity S",
        sort: sparsities,
        axis: { labelAngle: 0 },
      };
      const y = {
        field: "neuronsPerFeature",
        type: "ordinal" as const,
        title: "neurons per feature, N/n",
        sort: budgets,
      };
      return {
        title,
        width: 54 * sparsities.length,
        height: 46 * budgets.length,
        layer: [
          {
            data: { values },
            mark: { type: "rect" as const, stroke: "#ffffff" },
            encoding: {
              x,
              y,
              color: {
                field: "ratio",
                type: "quantitative" as const,
                title: ["loss ratio,", "linear encoder /", "nonlinear encoder"],
                scale: {
                  type: "threshold" as const,
                  domain: bounds,
                  range: colors,
                },
                legend: { format: ".2f" },
              },
            },
          },
          ...(open.length === 0 ? [] : [{
            data: { values: open },
            mark: { type: "rect" as const, stroke: "#ffffff" },
            encoding: {
              x,
              y,
              fill: {
                field: "verdict",
                type: "nominal" as const,
                title: null,
                scale: { range: [undecided] },
                legend: { symbolStrokeColor: "#92928e", symbolSize: 120 },
              },
            },
          }]),
          {
            data: { values },
            mark: { type: "text" as const, fontSize: 11 },
            encoding: {
              x,
              y,
              text: { field: "label" },
              color: {
                condition: {
                  test: `datum.decided && (datum.ratio < ${
                    bounds[0]
                  } || datum.ratio > ${bounds[bounds.length - 1]})`,
                  value: "#ffffff",
                },
                value: "#222222",
              },
            },
          },
        ],
      };
    };
    return {
      hconcat: [
        panel("neurons", "At equal neurons"),
        panel("parameters", "At equal parameters"),
      ],
    };
  },
  claims: (rows) => [moreCompact(rows), breakEvens(rows), degenerateCase(rows)],
};
export default figure;
