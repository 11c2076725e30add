/**
 * The rows of figure 8: every scheme at every sparsity and budget.
 *
 * @module
 */
import { z } from "zod";
import { closedCandidates } from "../../src/protocol/closed.ts";
import {
  closedConvergence,
  type Convergence,
  convergenceOf,
} from "../../src/protocol/convergence.ts";
import {
  convergenceRow,
  convergenceShape,
} from "../../src/protocol/convergence_row.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { measureClosed } from "../../src/protocol/measured.ts";
import { measuredRow, measuredShape } from "../../src/protocol/row.ts";
import {
  sparseLadder,
  sparseProblem,
  sparseSize,
  trainedSchemes,
} from "../../src/protocol/sparse_case.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import quantized from "../../src/schemes/quantized.ts";

/** The shape of one row. */
export const row = z.strictObject({
  ...measuredShape,
  ...convergenceShape,
  /** Steps of Adam that cost what the training does; 0 for what is not trained. */
  compute: z.int(),
  /**
   * Total neurons for each feature; null for a code without neurons, which is drawn at every
   * budget.
   */
  neuronsPerFeature: z.number().nullable(),
});
/** One row of the figure. */
export type Row = z.infer<typeof row>;

/** Levels of the quantized code: what it would be with so little precision. */
const quantizedSegments = 4;

/** Neurons for each feature; the phase diagram has more. */
const shownBudgets = [1, 2, 4];

const rowOf = (
  of: Convergence,
  compute: number,
  neuronsPerFeature: number | null,
): Row => ({
  ...measuredRow(of.measured),
  ...convergenceRow(of),
  compute,
  neuronsPerFeature,
});

async function trainedRows(
  context: FigureContext,
  scheme: Scheme,
  sparsity: number,
  neuronsPerFeature: number,
): Promise<Row[]> {
  const { features, steps } = sparseSize(context);
  const neurons = neuronsPerFeature * features;
  const rungs = await sparseLadder(context, [scheme], sparsity, neurons);
  return rungs.length === 0
    ? []
    : [rowOf(convergenceOf(rungs), steps, neuronsPerFeature)];
}

function closedRows(context: FigureContext, sparsity: number): Row[] {
  const problem = sparseProblem(context, sparsity);
  return [drop, linear, quantized].flatMap((scheme) =>
    closedCandidates(scheme, problem, { segments: [quantizedSegments] })
      .map((candidate) => {
        const { variant } = candidate;
        const series = variant === null ? scheme.id : `${scheme.id} ${variant}`;
        const measured = measureClosed(series, problem, candidate);
        return rowOf(closedConvergence(measured), 0, null);
      })
  );
}

/** All rows: codes without neurons, then what was trained. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const { sparsities, neuronsPerFeature } = sparseSize(context);
  const budgets = neuronsPerFeature.filter((n) => shownBudgets.includes(n));
  const trained = await Promise.all(
    trainedSchemes.flatMap((scheme) =>
      sparsities.flatMap((sparsity) =>
        budgets.map((budget) => trainedRows(context, scheme, sparsity, budget))
      )
    ),
  );
  return [
    ...sparsities.flatMap((sparsity) => closedRows(context, sparsity)),
    ...trained.flat(),
  ];
}
