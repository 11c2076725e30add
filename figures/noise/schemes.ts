/**
 * What figure 11 trains and computes: every scheme over a hidden state of unit power with Gaussian noise, and the limit of all.
 *
 * @module
 */
import {
  type FeatureDistribution,
  featureVariance,
} from "../../src/features/mod.ts";
import {
  evaluationSamples,
  evaluationSet,
} from "../../src/losses/evaluation_set.ts";
import { noisyLimit } from "../../src/bounds/rate_distortion/limit.ts";
import {
  type Code,
  codeLoss,
  type EstimatedLoss,
} from "../../src/losses/code_loss.ts";
import { networkCode } from "../../src/losses/evaluation_loss.ts";
import { countNeurons, countParameters } from "../../src/networks/network.ts";
import linear from "../../src/schemes/linear.ts";
import {
  piecewiseLinear,
  piecewiseLinearVariants,
} from "../../src/schemes/piecewise-linear.ts";
import { margins, quantizedCode } from "../../src/schemes/quantized.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import type { Problem } from "../../src/constructions/problem.ts";
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

/** Every Z from 1 on. */
const upTo = (levels: number) =>
  Array.from({ length: levels }, (_, i) => i + 1);

/** Ramp widths tried; what noise blurs anyway may as well be wide. */
const epsilons = [0.001, 0.01, 0.03, 0.1, 0.2];
/** Enough to choose by. */
const selectionSamples = evaluationSamples / 8;

function quantizedCodes(problem: Problem, levels: number): [Built, Code][] {
  return upTo(levels).flatMap((z) =>
    margins.map((margin): [Built, Code] => [{
      // Reconstructions are fitted, so that floor levels would be the same.
      series: "quantized centred",
      neurons: 0,
      parameters: 2,
      variant: `margin ${margin}`,
      encoder: 0,
      decoder: 0,
      segments: z,
      epsilon: null,
    }, quantizedCode(problem, z, margin)])
  );
}

function constructions(
  { data, hidden }: Problem,
  { neurons: most, levels }: Case,
): [Built, Code][] {
  if (data.features !== 2 || hidden !== 1) return [];
  return upTo(levels).flatMap((z) =>
    epsilons.filter((e) => e * z <= 1).flatMap((epsilon) =>
      piecewiseLinearVariants.flatMap((variant): [Built, Code][] => {
        const network = piecewiseLinear(variant, z, epsilon);
        if (network === null) return [];
        const { total, encoder, decoder } = countNeurons(network.architecture);
        if (total > most) return [];
        return [[{
          series: "best construction",
          neurons: total,
          parameters: countParameters(network.architecture),
          variant,
          encoder,
          decoder,
          segments: z,
          epsilon,
        }, networkCode(network)]];
      })
    )
  );
}

/** The code that loses least on samples of its own, and its loss on those of all. */
function bestRow(
  of: Case,
  noise: number,
  codes: readonly [Built, Code][],
): SchemeRow[] {
  if (codes.length === 0) return [];
  const { data } = problemOf(of, noise);
  const loss = (code: Code, set: Float64Array): EstimatedLoss =>
    codeLoss(code, data, set, { noise, units: "own" });
  const few = evaluationSet(data, selectionSamples, "selection");
  const scores = codes.map(([, code]) => loss(code, few).loss.mse);
  const [built, code] = codes[scores.indexOf(Math.min(...scores))];
  const { loss: { fvu }, standardError } = loss(code, evaluationSet(data));
  return [{
    ...untrained(of, noise, built, fvu),
    ...sampled(data, fvu, standardError),
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
export function limitRowOf(of: Case, noise: number): LimitRow {
  const { features, hidden, sparsity } = of;
  const { data } = problemOf(of, noise);
  const { lower, upper } = noisyLimit(data, hidden, noise);
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
  const trained = await Promise.all(
    [...linearEncoders, nonlinearEncoder].map((scheme) =>
      trainedRow(context, scheme, of, noise)
    ),
  );
  const problem = problemOf(of, noise);
  return [
    ...linearRow(of, noise),
    ...bestRow(of, noise, quantizedCodes(problem, of.levels)),
    ...bestRow(of, noise, constructions(problem, of)),
    ...trained.flat(),
  ];
}
