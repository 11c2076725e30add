/**
 * The rows of figure 9 in the profile `paper`: every cell is a comparison of the best linear with
 * the best nonlinear encoder.
 *
 * @module
 */
import { closedCandidates } from "../../src/protocol/closed.ts";
import {
  compareConvergence,
  type Convergence,
  convergenceOf,
} from "../../src/protocol/convergence.ts";
import {
  convergenceSide,
  settledBy,
} from "../../src/protocol/convergence_row.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { ratioOf } from "../../src/protocol/ratio.ts";
import { sideOf } from "../../src/protocol/row.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  sparseCase,
  sparseLadder,
  sparseProblem,
  sparseSize,
} from "../../src/protocol/sparse_case.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import type { ComparedRow } from "./rows.ts";

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
): Promise<ComparedRow[]> {
  const problem = sparseProblem(context, sparsity);
  const { data: { features }, hidden } = problem;
  const neurons = neuronsPerFeature * features;
  /** The best of some schemes, chosen like everything else by selection seeds. */
  const side = async (schemes: readonly Scheme[], budget: number) =>
    convergenceOf(await sparseLadder(context, schemes, sparsity, budget));
  const [nonlinear, equal] = await Promise.all([
    side([nonlinearEncoder], neurons),
    side(linearEncoders, neurons),
  ]);
  const { parameters } = nonlinear.measured.built;
  const within = neuronsWithin(context, sparsity, parameters);
  const fitting = await side([superpositionMlp], within);
  const [code] = closedCandidates(linear, problem);
  const rowOf = (
    matched: ComparedRow["matched"],
    other: Convergence,
  ): ComparedRow => {
    const stream = `phase/${matched}/${sparsity}/${neuronsPerFeature}`;
    const comparison = compareConvergence(other, nonlinear, stream);
    return {
      kind: "compared",
      matched,
      features,
      hidden,
      sparsity,
      neuronsPerFeature,
      linearCode: code.loss.fvu,
      ...sideOf("linear", other.measured),
      ...convergenceSide("linear", other),
      ...sideOf("nonlinear", nonlinear.measured),
      ...convergenceSide("nonlinear", nonlinear),
      steps: sparseCase(context, problem).steps,
      seeds: nonlinear.measured.results.length,
      ...ratioOf(other.measured, nonlinear.measured, stream),
      ...settledBy(comparison),
    };
  };
  return [rowOf("neurons", equal), rowOf("parameters", fitting)];
}

/** All rows of the profile `paper`. */
export async function mapRows(context: FigureContext): Promise<ComparedRow[]> {
  const { sparsities, neuronsPerFeature } = sparseSize(context);
  const cells = await Promise.all(
    sparsities.flatMap((sparsity) =>
      neuronsPerFeature.map((budget) => cellRows(context, sparsity, budget))
    ),
  );
  return cells.flat();
}
