/**
 * Figure 5: what training passes through on its way.
 *
 * @module
 */
import { featureVariance } from "../../src/features/mod.ts";
import { quantizedError } from "../../src/constructions/levels.ts";
import { best, data, sizeOf, tuned } from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import { type Row, row } from "./rows.ts";
import type { Figure } from "../../src/protocol/figure.ts";

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
  spec: picture,
  claims: () => [],
};
export default figure;
