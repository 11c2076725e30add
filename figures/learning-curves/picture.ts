/**
 * The picture of figure 5.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { styleOf } from "../../src/rendering/palette.ts";
import type { Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const curves = rows.filter((r) => r.kind === "curve");
  const rules = rows.filter((r) => r.kind === "level").map((r) => ({
    ...r,
    label: `Z = ${r.segments}`,
    step: Math.min(...curves.map(({ step }) => step)),
  }));
  const shown = [...new Set(curves.map(({ neurons }) => neurons))];
  const last = Math.max(...curves.map(({ step }) => step));
  const x = {
    field: "step",
    type: "quantitative" as const,
    title: "steps",
    scale: {
      type: "log" as const,
      domain: [rules[0].step, last],
      nice: false,
    },
    axis: { values: [200, 1000, 5000, 20000], format: "~s" },
  };
  const y = {
    field: "fvu",
    type: "quantitative" as const,
    title: "training fvu (mse per feature × 12)",
    scale: { type: "log" as const, domain: [0.028, 1.6], nice: false },
    axis: { values: [0.03, 0.1, 0.3, 1] },
  };
  const inside = curves.filter(({ fvu }) => fvu <= 1.6 && fvu >= 0.028);
  return {
    hconcat: shown.map((neurons, i) => ({
      title: `${neurons} neurons`,
      width: 215,
      height: 300,
      layer: [
        {
          data: { values: rules },
          mark: {
            type: "rule" as const,
            color: styleOf("quantized centred").color,
          },
          encoding: { y },
        },
        {
          data: { values: inside.filter((r) => r.neurons === neurons) },
          mark: {
            type: "line" as const,
            strokeWidth: 0.8,
            opacity: 0.5,
            color: styleOf("nonlinear, best recipe").color,
          },
          encoding: {
            x,
            y: i === 0 ? y : { ...y, title: null },
            detail: { field: "seed" },
          },
        },
        {
          data: { values: rules },
          mark: {
            type: "text" as const,
            align: "left" as const,
            dx: 3,
            dy: 8,
            fontSize: 11,
          },
          encoding: { x, y, text: { field: "label" } },
        },
      ],
    })),
  };
}
