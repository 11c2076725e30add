/**
 * Figure 5: what training passes through on its way.
 *
 * @module
 */
import { z } from "zod";
import { featureVariance } from "../../src/features/mod.ts";
import { quantizedError } from "../../src/constructions/levels.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import { best, data, sizeOf, tuned } from "../../src/protocol/dense.ts";
import type { Figure } from "../../src/protocol/figure.ts";

const curveRow = z.strictObject({
  kind: z.literal("curve"),
  neurons: z.int(),
  seed: z.int(),
  /** Optimiser steps done. */
  step: z.int(),
  /** Training loss, mean since the point before, fvu. */
  fvu: z.number(),
});
const levelRow = z.strictObject({
  kind: z.literal("level"),
  segments: z.int(),
  fvu: z.number(),
});
const row = z.discriminatedUnion("kind", [curveRow, levelRow]);
type Row = z.infer<typeof row>;

const budgets = [6, 12, 36, 72];
const levels = [1, 2, 3, 4];

/** Whether a point of the curve is kept: on a logarithmic axis all would crowd at the end. */
function kept(index: number, count: number): boolean {
  return index === count - 1 ||
    [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 37, 50, 67]
      .includes(index + 1);
}

const figure: Figure<Row> = {
  id: "learning-curves",
  title: "Learning curves against the levels of the quantized code",
  order: 5,
  row,
  async rows(context) {
    const possible = budgets.filter((n) => sizeOf(context).budgets.includes(n));
    const variance = featureVariance(data.sparsity);
    const runs = await Promise.all(
      possible.map((neurons) => tuned(context, best, neurons)),
    );
    const curves = runs.flatMap(({ neurons, results }) =>
      results.flatMap(({ seed, curve }) =>
        curve.filter((_, i) => kept(i, curve.length)).map(([step, mse]) => ({
          kind: "curve" as const,
          neurons,
          seed,
          step,
          fvu: mse / variance,
        }))
      )
    );
    // Half of the features is quantized and the other one kept, hence half of its error.
    const rules = levels.map((segments) => ({
      kind: "level" as const,
      segments,
      fvu: quantizedError(segments, data.sparsity, "centred") / 2 / variance,
    }));
    return [...rules, ...curves];
  },
  caption(rows) {
    const curves = rows.filter((r) => r.kind === "curve");
    const seeds = new Set(curves.map(({ seed }) => seed)).size;
    const largest = Math.max(...curves.map(({ neurons }) => neurons));
    const end = Math.max(...curves.map(({ step }) => step));
    const ends = curves.filter((r) => r.neurons === largest && r.step === end);
    const below = (segments: number) => {
      const { fvu } = rows.find((r) =>
        r.kind === "level" && r.segments === segments
      )!;
      return ends.filter((r) => r.fvu < fvu).length;
    };
    return `Training loss (fvu; mean squared error per feature × 12, mean since the point before) of the best recipe against optimiser steps of 64 samples, all ${seeds} report seeds, at four budgets of ReLU neurons. Rules: the losses of the centred quantized code with Z = ${
      levels.join(", ")
    }; Z = 1 is the best linear code. The learning rate falls over the second half. With ${largest} neurons ${
      below(2)
    } of ${ends.length} seeds end below the level of Z = 2 and ${
      below(3)
    } below that of Z = 3.`;
  },
  spec(rows) {
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
              color: styleOf(best.name).color,
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
  },
  claims: () => [],
};
export default figure;
