/**
 * The picture of figure 9.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { show } from "../../src/rendering/numbers.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import type { Row } from "./rows.ts";

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
  styleOf("nonlinear").color,
];
const undecided = "#eeeeee";

/** Whether one side beats the other: the interval of the ratio does not hold 1. */
export const decided = (r: Row): boolean => r.low > 1 || r.high < 1;

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
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
}
