/**
 * The rows of figure 5: points of every seed's learning curve, and the levels of the quantized
 * code.
 *
 * @module
 */
import { z } from "zod";
import { quantizedError } from "../../src/constructions/levels.ts";
import { featureVariance } from "../../src/features/mod.ts";
import {
  budgetsOf,
  denseCell,
  problem,
} from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { best } from "../../src/protocol/recipe.ts";

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
/** The shape of one row. */
export const row = z.discriminatedUnion("kind", [curveRow, levelRow]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;

const budgets = [6, 12, 36, 72];
const levels = [1, 2, 3, 4];

/**
 * Points of the curve that are kept, by their number, beside the last: on a logarithmic axis all
 * would crowd at the end.
 */
const keptPoints = [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 37, 50, 67];

/** All rows. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const { sparsity } = problem.data;
  const variance = featureVariance(sparsity);
  const possible = budgets.filter((n) => budgetsOf(context).includes(n));
  const cells = await Promise.all(
    possible.map((neurons) => denseCell(context, best, neurons)),
  );
  const curves = cells.flatMap(({ built, results }) =>
    results.flatMap(({ seed, curve }) =>
      curve.filter((_, i) =>
        i === curve.length - 1 || keptPoints.includes(i + 1)
      ).map(([step, mse]) => ({
        kind: "curve" as const,
        neurons: built.neurons.total,
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
    fvu: quantizedError(segments, sparsity, "centred") / 2 / variance,
  }));
  return [...rules, ...curves];
}
