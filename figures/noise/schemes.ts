/**
 * What figure 11 trains and computes: every scheme over a hidden state of unit power with Gaussian
 * noise, and the limit of all.
 *
 * @module
 */
import {
  type FeatureDistribution,
  featureVariance,
} from "../../src/features/mod.ts";
import { noisyCodeJob, type NoisyCodeSpec } from "../../src/jobs/noisy-code.ts";
import { noisyLimitJob } from "../../src/jobs/noisy-limit.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superposition from "../../src/schemes/superposition.ts";
import { exactSummary } from "../../src/statistics/summary.ts";
import { losses, summarizeSeeds } from "../../src/protocol/dense.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { type Case, type LimitRow, problemOf, type SchemeRow } from "./rows.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  tunedCell,
} from "../../src/protocol/sparse.ts";
import { summaryColumns } from "../../src/protocol/summary_columns.ts";

async function trainedRow(
  context: FigureContext,
  scheme: Scheme,
  of: Case,
  noise: number,
): Promise<SchemeRow[]> {
  const problem = problemOf(of, noise);
  // Its neurons are its features.
  const neurons = scheme === superposition ? of.features : of.neurons;
  const cell = await tunedCell(
    context,
    scheme,
    problem,
    neurons,
    "tuned",
    of.stretch,
  );
  if (cell === null) return [];
  const { candidate, learningRate, steps, results } = cell;
  const name = `noise/${scheme.id}/${of.features}/${noise}`;
  return [{
    kind: "scheme",
    series: scheme.id,
    features: of.features,
    hidden: of.hidden,
    sparsity: of.sparsity,
    noise,
    neurons: candidate.neurons.total,
    parameters: candidate.parameters,
    variant: candidate.variant,
    encoder: candidate.neurons.encoder,
    decoder: candidate.neurons.decoder,
    segments: null,
    epsilon: null,
    learningRate,
    steps,
    seeds: results.length,
    ...summaryColumns(summarizeSeeds(name, losses(results)), of.sparsity),
    standardError: Math.max(...results.map((r) => r.standardError ?? 0)),
    deadUnits: summarizeSeeds(name, results.map((r) => r.deadUnits ?? 0))
      .median,
  }];
}

/** What a code that is not trained is, besides its loss. */
type Built = Pick<
  SchemeRow,
  | "series"
  | "neurons"
  | "parameters"
  | "variant"
  | "encoder"
  | "decoder"
  | "segments"
  | "epsilon"
>;

/** Ramp widths tried; what noise blurs anyway may as well be wide. */
const epsilons = [0.001, 0.01, 0.03, 0.1, 0.2];

/** The families of codes, by the series that shows the best of one. */
const families: Readonly<Record<string, NoisyCodeSpec["family"]>> = {
  // Reconstructions are fitted, so that floor levels would be the same.
  "quantized centred": "quantized",
  "best construction": "piecewise-linear",
};

/** The best code of a family; none where it has none for the problem. */
async function bestRow(
  context: FigureContext,
  of: Case,
  noise: number,
  series: string,
): Promise<SchemeRow[]> {
  const problem = problemOf(of, noise);
  const family = families[series];
  const best = await context.get(noisyCodeJob({
    problem,
    family,
    levels: of.levels,
    // What has no share in a family's codes is not in its key.
    neurons: family === "quantized" ? 0 : of.neurons,
    epsilons: family === "quantized" ? [] : epsilons,
  }));
  if (best === null) return [];
  const { loss: { fvu }, standardError, ...built } = best;
  return [{
    ...untrained(of, noise, { series, ...built }, fvu),
    ...sampled(problem.data, fvu, standardError),
  }];
}

/** 95 % of what the samples leave open. */
function sampled(
  { sparsity }: FeatureDistribution,
  fvu: number,
  standardError: number,
) {
  const half = 1.96 * standardError / featureVariance(sparsity);
  return { low: fvu - half, high: fvu + half, standardError };
}

function untrained(
  { features, hidden, sparsity }: Case,
  noise: number,
  built: Built,
  fvu: number,
): SchemeRow {
  return {
    kind: "scheme",
    features,
    hidden,
    sparsity,
    noise,
    ...built,
    learningRate: null,
    steps: 0,
    seeds: 0,
    ...summaryColumns(exactSummary(fvu), sparsity),
    standardError: null,
    deadUnits: null,
  };
}

function linearRow(of: Case, noise: number): SchemeRow[] {
  const options = {
    neurons: [],
    split: [1, 1] as const,
    segments: [],
    epsilon: [],
  };
  return linear.candidates(problemOf(of, noise), options).flatMap((candidate) =>
    candidate.kind !== "closed" ? [] : [untrained(of, noise, {
      series: linear.id,
      neurons: candidate.neurons.total,
      parameters: candidate.parameters,
      variant: candidate.variant,
      encoder: 0,
      decoder: 0,
      segments: null,
      epsilon: null,
    }, candidate.loss.fvu)]
  );
}

/** What no scheme can pass. */
export async function limitRowOf(
  context: FigureContext,
  of: Case,
  noise: number,
): Promise<LimitRow> {
  const { features, hidden, sparsity } = of;
  const { lower, upper } = await context.get(
    noisyLimitJob(problemOf(of, noise)),
  );
  return {
    kind: "limit",
    features,
    hidden,
    sparsity,
    noise,
    lower: lower.fvu,
    upper: upper.fvu,
  };
}

/** All schemes of a case at one σ. */
export async function schemeRows(
  context: FigureContext,
  of: Case,
  noise: number,
): Promise<SchemeRow[]> {
  const made = await Promise.all([
    ...Object.keys(families)
      .map((series) => bestRow(context, of, noise, series)),
    ...[...linearEncoders, nonlinearEncoder]
      .map((scheme) => trainedRow(context, scheme, of, noise)),
  ]);
  return [...linearRow(of, noise), ...made.flat()];
}
