/**
 * The cells of figure 9: each a comparison of the best linear with the best nonlinear encoder.
 *
 * @module
 */
import { z } from "zod";
import { countParameters } from "../../src/networks/network.ts";
import linearScheme from "../../src/schemes/linear.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import { median, quantile } from "../../src/statistics/quantile.ts";
import { losses, summarizeSeeds } from "../../src/protocol/dense.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  sparseProblem,
  sparseSize,
  type TunedCell,
  tunedCell,
} from "../../src/protocol/sparse.ts";

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
  /** The best scheme with a linear encoder, its median fvu and what was tuned. */
  linear: z.string(),
  linearVariant: z.string().nullable(),
  linearNeurons: z.int(),
  linearParameters: z.int(),
  linearLearningRate: z.number(),
  linearMedian: z.number(),
  /** The same of the scheme with a nonlinear encoder. */
  nonlinear: z.string(),
  nonlinearVariant: z.string().nullable(),
  nonlinearNeurons: z.int(),
  nonlinearParameters: z.int(),
  nonlinearLearningRate: z.number(),
  nonlinearMedian: z.number(),
  /** The 95 % bootstrap interval of that median. */
  nonlinearLow: z.number(),
  nonlinearHigh: z.number(),
  seeds: z.int(),
  /** Median loss of the linear encoder's over that of the nonlinear one's, with the 95 % bootstrap interval. */
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
});
/** One row: a cell of one of the two maps. */
export type Row = z.infer<typeof row>;

/** What the best linear code loses. */
function linearCode(context: FigureContext, sparsity: number): number {
  const options = { neurons: [], segments: [], epsilon: [] };
  const [candidate] = linearScheme.candidates(
    sparseProblem(context, sparsity),
    { ...options, split: [1, 1] },
  );
  if (candidate.kind !== "closed") throw new Error("linear has a closed form");
  return candidate.loss.fvu;
}

const middle = (sorted: ArrayLike<number>) => quantile(sorted, 0.5);

function compare(
  matched: Row["matched"],
  context: FigureContext,
  sparsity: number,
  neuronsPerFeature: number,
  linear: TunedCell,
  nonlinear: TunedCell,
): Row {
  const { features, hidden } = sparseSize(context);
  const [a, b] = [linear, nonlinear].map(({ results }) => losses(results));
  const [low, high] = bootstrapInterval(
    [a, b],
    (x, y) => middle(x) / middle(y),
    { name: `phase/${matched}/${sparsity}/${neuronsPerFeature}` },
  );
  const one = median(a);
  // Named as in figure 8, so that the same losses have the same interval.
  const { median: other, ci95 } = summarizeSeeds(
    `${nonlinear.scheme}/${sparsity}/${neuronsPerFeature}`,
    b,
  );
  return {
    matched,
    features,
    hidden,
    sparsity,
    neuronsPerFeature,
    linearCode: linearCode(context, sparsity),
    linear: linear.scheme,
    linearVariant: linear.candidate.variant,
    linearNeurons: linear.candidate.neurons.total,
    linearParameters: linear.candidate.parameters,
    linearLearningRate: linear.learningRate,
    linearMedian: one,
    nonlinear: nonlinear.scheme,
    nonlinearVariant: nonlinear.candidate.variant,
    nonlinearNeurons: nonlinear.candidate.neurons.total,
    nonlinearParameters: nonlinear.candidate.parameters,
    nonlinearLearningRate: nonlinear.learningRate,
    nonlinearMedian: other,
    nonlinearLow: ci95![0],
    nonlinearHigh: ci95![1],
    seeds: a.length,
    ratio: one / other,
    low,
    high,
  };
}

/** The neurons of a linear encoder's decoder that has at most so many parameters, at least 1. */
function neuronsWithin(
  context: FigureContext,
  sparsity: number,
  parameters: number,
): number {
  const problem = sparseProblem(context, sparsity);
  const options = { split: [1, 1] as const, segments: [], epsilon: [] };
  let neurons = 1;
  while (true) {
    const [next] = superpositionMlp.candidates(problem, {
      ...options,
      neurons: [neurons + 1],
    });
    if (next.kind !== "trained") {
      throw new Error("superposition-mlp is trained");
    }
    if (countParameters(next.architecture) > parameters) return neurons;
    neurons++;
  }
}

/** One cell, at equal neurons and at equal parameters. */
export async function cellRows(
  context: FigureContext,
  sparsity: number,
  neuronsPerFeature: number,
): Promise<Row[]> {
  const problem = sparseProblem(context, sparsity);
  const neurons = neuronsPerFeature * problem.data.features;
  const tuned = (scheme: typeof nonlinearEncoder, budget: number) =>
    tunedCell(context, scheme, problem, budget);
  const [nonlinear, ...linear] = await Promise.all(
    [nonlinearEncoder, ...linearEncoders].map((s) => tuned(s, neurons)),
  );
  // Chosen, like everything else, by selection seeds.
  const best = linear.filter((cell) => cell !== null)
    .reduce((a, b) => (b.score < a.score ? b : a));
  const fitting = await tuned(
    superpositionMlp,
    neuronsWithin(context, sparsity, nonlinear!.candidate.parameters),
  );
  return [
    compare("neurons", context, sparsity, neuronsPerFeature, best, nonlinear!),
    compare(
      "parameters",
      context,
      sparsity,
      neuronsPerFeature,
      fitting!,
      nonlinear!,
    ),
  ];
}
