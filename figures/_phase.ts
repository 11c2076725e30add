/**
 * The cells of figure 9: each a comparison of the best linear with the best nonlinear encoder.
 *
 * @module
 */
import { z } from "zod";
import { countParameters } from "../src/networks/network.ts";
import superpositionMlp from "../src/schemes/superposition-mlp.ts";
import { bootstrapInterval } from "../src/statistics/bootstrap.ts";
import { quantile } from "../src/statistics/quantile.ts";
import { losses } from "./_dense.ts";
import type { Claim, FigureContext } from "./_figure.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  sparseProblem,
  sparseSize,
  type TunedCell,
  tunedCell,
} from "./_sparse.ts";

/** The shape of one row. */
export const row = z.strictObject({
  /** What is equal on both sides. */
  matched: z.enum(["neurons", "parameters"]),
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  /** Of the nonlinear encoder's side. */
  neuronsPerFeature: z.number(),
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
  seeds: z.int(),
  /** Median loss of the linear encoder's over that of the nonlinear one's, with the 95 % bootstrap interval. */
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
});
/** One row: a cell of one of the two maps. */
export type Row = z.infer<typeof row>;

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
  const [one, other] = [a, b].map((values) =>
    middle(Float64Array.from(values).sort())
  );
  return {
    matched,
    features,
    hidden,
    sparsity,
    neuronsPerFeature,
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

/** The verdict on `degenerate-case`. */
export function degenerateCase(rows: readonly Row[]): Claim {
  const equal = rows.filter((r) => r.matched === "neurons");
  const wins = (of: readonly Row[]) => ({
    linear: of.filter((r) => r.high < 1).length,
    nonlinear: of.filter((r) => r.low > 1).length,
    of: of.length,
  });
  const dense = wins(equal.filter((r) => r.sparsity === 0));
  const sparse = wins(equal.filter((r) => r.sparsity > 0));
  const parameters = wins(
    rows.filter((r) => r.matched === "parameters" && r.sparsity > 0),
  );
  const share = (w: ReturnType<typeof wins>) => w.linear / w.of;
  const verdict = share(sparse) <= share(dense)
    ? "refuted"
    : sparse.nonlinear === 0
    ? "supported"
    : "qualified";
  const budgets = [...new Set(equal.map((r) => r.neuronsPerFeature))].sort((
    a,
    b,
  ) => a - b);
  const boundary = budgets.map((budget) => {
    const won = equal.filter((r) => r.neuronsPerFeature === budget && r.low > 1)
      .map((r) => r.sparsity);
    return `${budget} per feature: ${
      won.length === 0 ? "nowhere" : `at S = ${won.join(", ")}`
    }`;
  });
  const { features, hidden } = rows[0];
  return {
    claim: "degenerate-case",
    verdict,
    sentence:
      `With ${features} features in ${hidden} dimensions at equal neurons, a linear encoder loses less in ${sparse.linear} of ${sparse.of} sparse cells and ${dense.linear} of ${dense.of} dense ones, a nonlinear encoder in ${sparse.nonlinear} and ${dense.nonlinear} (intervals apart from 1). The nonlinear encoder wins, by neurons, ${
        boundary.join("; ")
      }. At equal parameters the linear encoder wins ${parameters.linear} and the nonlinear one ${parameters.nonlinear} of ${parameters.of} sparse cells.`,
  };
}
