/**
 * The one row in which figures and `compare` keep what was measured.
 *
 * @module
 */
import { z } from "zod";
import {
  type FeatureDistribution,
  featureVariances,
  importances,
} from "../features/mod.ts";
import { kindName } from "../features/kinds/names.ts";
import type { Measured } from "./measured.ts";

/** The columns of a measured code. Losses are fvu unless they say otherwise. */
export const measuredShape = {
  /** The scheme, or how else the figure calls it. */
  series: z.string(),
  variant: z.string().nullable(),
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  /** What the features are, as `--data` of `compare` names it. */
  data: z.string(),
  /** Deviation of the noise on a hidden state of unit power; 0 for neither. */
  noise: z.number(),
  /** ReLU units in all. */
  neurons: z.int(),
  encoder: z.int(),
  decoder: z.int(),
  output: z.int(),
  parameters: z.int(),
  /** Z, or null for a code without levels. */
  segments: z.int().nullable(),
  /** Ramp width, or null for a code without ramps. */
  epsilon: z.number().nullable(),
  /** The kind; null for what is not trained. */
  optimiser: z.string().nullable(),
  /** The peak; null for what is not trained. */
  learningRate: z.number().nullable(),
  /** Samples a step; 0 for what is not trained. */
  batch: z.int(),
  /** Optimiser steps; 0 for what is not trained. */
  steps: z.int(),
  /** Seeds reported; 0 for what is not trained. */
  seeds: z.int(),
  /** The best of the seeds. A closed form has all losses equal. */
  best: z.number(),
  median: z.number(),
  /** The interquartile mean. */
  iqm: z.number(),
  /**
   * 95 % interval: of the median over seeds by bootstrap, or of a closed code's loss by its
   * standard error.
   */
  low: z.number(),
  high: z.number(),
  /** The median as mean squared error per feature. */
  mse: z.number(),
  /** The largest standard error of a mse; null where losses are exact. */
  standardError: z.number().nullable(),
  /** Median over seeds of the share of ReLUs that never fire; null where nobody looked. */
  deadUnits: z.number().nullable(),
};
const measured = z.strictObject(measuredShape);
/** A measured code as a row. */
export type MeasuredRow = z.infer<typeof measured>;

/** What was measured, as a row. */
export function measuredRow(of: Measured): MeasuredRow {
  const { problem: { data, hidden, noise }, built, config, fvu } = of;
  const { best, median, iqm } = fvu;
  const [low, high] = fvu.ci95 ?? sampled(of);
  return {
    series: of.series,
    variant: built.variant,
    features: data.features,
    hidden,
    sparsity: data.sparsity,
    data: kindName(data),
    noise,
    neurons: built.neurons.total,
    encoder: built.neurons.encoder,
    decoder: built.neurons.decoder,
    output: built.neurons.output,
    parameters: built.parameters,
    segments: built.segments,
    epsilon: built.epsilon,
    optimiser: config?.optimiser.kind ?? null,
    learningRate: config?.schedule.learningRate ?? null,
    batch: config?.schedule.batch ?? 0,
    steps: config?.schedule.steps ?? 0,
    seeds: of.results.length,
    best,
    median,
    iqm,
    low,
    high,
    mse: median * weightedVariance(data),
    standardError: of.standardError,
    deadUnits: of.deadUnits,
  };
}

/** What samples leave open of a loss, 95 %; nothing where it is exact. */
function sampled(of: Measured): [low: number, high: number] {
  const { median } = of.fvu;
  if (of.standardError === null) return [median, median];
  const half = 1.96 * of.standardError / weightedVariance(of.problem.data);
  return [median - half, median + half];
}

/** What a mse is the fvu times of: the mean over features of the variance times the importance. */
function weightedVariance(data: FeatureDistribution): number {
  const variances = featureVariances(data);
  const all = importances(data).map((weight, i) => weight * variances[i]);
  // A mean of equal numbers need not be that number to the last bit.
  if (all.every((value) => value === all[0])) return all[0];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

/**
 * The columns of one of two sides, what both share left out, and how they are called behind the
 * side's name.
 */
const sideSuffixes = {
  variant: "Variant",
  neurons: "Neurons",
  encoder: "Encoder",
  decoder: "Decoder",
  output: "Output",
  parameters: "Parameters",
  optimiser: "Optimiser",
  learningRate: "LearningRate",
  batch: "Batch",
  steps: "Steps",
  best: "Best",
  median: "Median",
  iqm: "Iqm",
  low: "Low",
  high: "High",
  mse: "Mse",
  standardError: "StandardError",
  deadUnits: "Dead",
} as const;
type Suffixes = typeof sideSuffixes;

/**
 * A measured code as one side of a row that compares two, e.g. `linear`, `linearNeurons`,
 * `linearMedian`.
 */
export type Side<Name extends string> =
  & { [Key in Name]: string }
  & {
    [Key in keyof Suffixes as `${Name}${Suffixes[Key]}`]: MeasuredRow[Key];
  };

/** The shape of {@link Side}. */
export function sideShape<Name extends string>(
  name: Name,
): { [Key in keyof Side<Name>]: z.ZodType<Side<Name>[Key]> } {
  const columns = Object.entries(sideSuffixes).map(([key, suffix]) => [
    `${name}${suffix}`,
    measuredShape[key as keyof Suffixes],
  ]);
  return { [name]: z.string(), ...Object.fromEntries(columns) };
}

/** What was measured, as one side of a row. */
export function sideOf<Name extends string>(
  name: Name,
  of: Measured,
): Side<Name> {
  const row = measuredRow(of);
  const columns = Object.entries(sideSuffixes).map(([key, suffix]) => [
    `${name}${suffix}`,
    row[key as keyof Suffixes],
  ]);
  return { [name]: row.series, ...Object.fromEntries(columns) };
}
