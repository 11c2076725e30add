/**
 * The cells of figure 9: each a comparison of the best linear with the best nonlinear encoder.
 *
 * @module
 */
import { z } from "zod";
import { closedCandidates } from "../../src/protocol/closed.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { ratioOf, ratioShape } from "../../src/protocol/ratio.ts";
import { sideOf, sideShape } from "../../src/protocol/row.ts";
import {
  chosen,
  linearEncoders,
  nonlinearEncoder,
  type SparseCell,
  sparseCell,
  sparseProblem,
  sparseSize,
} from "../../src/protocol/sparse_case.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";

/** The shape of one row. */
export const row = z.strictObject({
  /** What is equal on both sides. */
  matched: z.enum(["neurons", "parameters"]),
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  /** Of the nonlinear encoder's side. */
  neuronsPerFeature: z.number(),
  /** Loss (fvu) of the best linear code, which has no neurons: exact. */
  linearCode: z.number(),
  /** The best scheme with a linear encoder. */
  ...sideShape("linear"),
  /** The scheme with a nonlinear encoder. */
  ...sideShape("nonlinear"),
  steps: z.int(),
  seeds: z.int(),
  /** Of the linear encoder's loss over that of the nonlinear one. */
  ...ratioShape,
});
/** One row: a cell of one of the two maps. */
export type Row = z.infer<typeof row>;

/** The neurons of a linear encoder's decoder that has at most so many parameters, at least 1. */
function neuronsWithin(
  context: FigureContext,
  sparsity: number,
  parameters: number,
): number {
  const problem = sparseProblem(context, sparsity);
  const rest = { split: [1, 1] as const, segments: [], epsilon: [] };
  const fits = (neurons: number) =>
    superpositionMlp.candidates(problem, { ...rest, neurons: [neurons] })[0]
      .parameters <= parameters;
  let neurons = 1;
  while (fits(neurons + 1)) neurons++;
  return neurons;
}

/** One cell, at equal neurons and at equal parameters. */
async function cellRows(
  context: FigureContext,
  sparsity: number,
  neuronsPerFeature: number,
): Promise<Row[]> {
  const problem = sparseProblem(context, sparsity);
  const { data: { features }, hidden } = problem;
  const neurons = neuronsPerFeature * features;
  const cell = (scheme: Scheme, budget: number) =>
    sparseCell(context, scheme, sparsity, budget);
  const [other, ...linearCells] = await Promise.all(
    [nonlinearEncoder, ...linearEncoders].map((s) => cell(s, neurons)),
  );
  const nonlinear = other!.measured;
  const within = neuronsWithin(
    context,
    sparsity,
    nonlinear.built.parameters,
  );
  const fitting = await cell(superpositionMlp, within);
  const [code] = closedCandidates(linear, problem);
  const rowOf = (matched: Row["matched"], { measured }: SparseCell): Row => ({
    matched,
    features,
    hidden,
    sparsity,
    neuronsPerFeature,
    linearCode: code.loss.fvu,
    ...sideOf("linear", measured),
    ...sideOf("nonlinear", nonlinear),
    steps: nonlinear.config!.schedule.steps,
    seeds: nonlinear.results.length,
    ...ratioOf(
      measured,
      nonlinear,
      `phase/${matched}/${sparsity}/${neuronsPerFeature}`,
    ),
  });
  return [
    // Chosen, like everything else, by selection seeds.
    rowOf("neurons", chosen(linearCells)),
    rowOf("parameters", fitting!),
  ];
}

/** All rows. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const { sparsities, neuronsPerFeature } = sparseSize(context);
  const cells = await Promise.all(
    sparsities.flatMap((sparsity) =>
      neuronsPerFeature.map((budget) => cellRows(context, sparsity, budget))
    ),
  );
  return cells.flat();
}
