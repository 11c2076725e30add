/**
 * Figure 8: every scheme against sparsity, at three budgets.
 *
 * @module
 */
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import quantized from "../../src/schemes/quantized.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import { exactSummary } from "../../src/statistics/summary.ts";
import { losses, summarizeSeeds } from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import { type Row, row } from "./rows.ts";
import type { Figure, FigureContext } from "../../src/protocol/figure.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  sparseProblem,
  sparseSize,
  tunedCell,
} from "../../src/protocol/sparse.ts";
import { summaryColumns } from "../../src/protocol/summary_columns.ts";

/** Levels of the quantized code: what it would be with so little precision. */
const quantizedSegments = 4;

/** Neurons for each feature; the phase diagram has more. */
const shownBudgets = [1, 2, 4];

async function trainedRow(
  context: FigureContext,
  scheme: Scheme,
  sparsity: number,
  neuronsPerFeature: number,
): Promise<Row[]> {
  const problem = sparseProblem(context, sparsity);
  const { features } = problem.data;
  const cell = await tunedCell(
    context,
    scheme,
    problem,
    neuronsPerFeature * features,
  );
  if (cell === null) return [];
  const { candidate, learningRate, steps, results } = cell;
  const name = `${scheme.id}/${sparsity}/${neuronsPerFeature}`;
  const errors = results.map((r) => r.standardError ?? 0);
  const dead = results.map((r) => r.deadUnits ?? 0);
  return [{
    series: scheme.id,
    features,
    hidden: problem.hidden,
    sparsity,
    neuronsPerFeature,
    neurons: candidate.neurons.total,
    parameters: candidate.parameters,
    variant: candidate.variant,
    encoder: candidate.neurons.encoder,
    decoder: candidate.neurons.decoder,
    segments: null,
    learningRate,
    steps,
    seeds: results.length,
    ...summaryColumns(summarizeSeeds(name, losses(results)), sparsity),
    standardError: Math.max(...errors),
    deadUnits: summarizeSeeds(name, dead).median,
  }];
}

function closedRows(context: FigureContext, sparsity: number): Row[] {
  const problem = sparseProblem(context, sparsity);
  const options = {
    neurons: [],
    split: [1, 1] as const,
    segments: [quantizedSegments],
    epsilon: [],
  };
  return [drop, linear, quantized].flatMap((scheme) =>
    scheme.candidates(problem, options).flatMap((candidate) =>
      candidate.kind !== "closed" ? [] : [{
        series: candidate.variant === null
          ? scheme.id
          : `${scheme.id} ${candidate.variant}`,
        features: problem.data.features,
        hidden: problem.hidden,
        sparsity,
        neuronsPerFeature: null,
        neurons: candidate.neurons.total,
        parameters: candidate.parameters,
        variant: candidate.variant,
        encoder: candidate.neurons.encoder,
        decoder: candidate.neurons.decoder,
        segments: candidate.segments,
        learningRate: null,
        steps: 0,
        seeds: 0,
        ...summaryColumns(exactSummary(candidate.loss.fvu), sparsity),
        standardError: null,
        deadUnits: null,
      }]
    )
  );
}

const figure: Figure<Row> = {
  id: "sparsity",
  title: "Sparse features: every scheme against sparsity at three budgets",
  order: 8,
  row,
  async rows(context) {
    const { sparsities, neuronsPerFeature } = sparseSize(context);
    const budgets = neuronsPerFeature.filter((n) => shownBudgets.includes(n));
    const trained = await Promise.all(
      [...linearEncoders, nonlinearEncoder].flatMap((scheme) =>
        sparsities.flatMap((sparsity) =>
          budgets.map((budget) => trainedRow(context, scheme, sparsity, budget))
        )
      ),
    );
    return [
      ...sparsities.flatMap((sparsity) => closedRows(context, sparsity)),
      ...trained.flat(),
    ];
  },
  caption(rows) {
    const { features, hidden } = rows[0];
    const trained = rows.filter((r) => r.seeds > 0);
    const { seeds, steps } = trained[0];
    const dead = Math.max(...trained.map((r) => r.deadUnits ?? 0));
    const error = Math.max(
      ...trained.map((r) => (r.standardError ?? 0) / r.mse),
    );
    return `${features} independent features in ${hidden} hidden dimensions: loss (fvu, the mean squared error over the variance of a feature) against the density 1 − S, the share of samples in which a feature is active, at N neurons for ${features} features. Medians over ${seeds} report seeds with 95 % bootstrap intervals; learning rate, split and a ReLU on the output were tuned for every point on other seeds, all runs with ${steps} steps of 128 samples. Superposition has its ${features} output ReLUs and no more to spend. Losses are means over 16,384 samples that all schemes share, with standard errors of at most ${
      (100 * error).toPrecision(2)
    } % of the loss. The median share of ReLUs that never fire is at most ${
      (100 * dead).toPrecision(2)
    } % at any point. Lines without points: the best linear code, which ties with dropping features, and the quantized code with Z = ${quantizedSegments}, whose floor is no ReLU network.`;
  },
  spec: picture,
  claims: () => [],
};
export default figure;
