/**
 * Input distributions: sparse features on [0, 1), after *Toy Models of Superposition*. One file in
 * this folder is one distribution, its default export a {@link Distribution} whose `id` is the
 * file's name.
 *
 * They differ in which features are active together and how often. Everything else is shared: an
 * active feature is uniform on [0, 1), independent of all others, and an absent one is 0. So a
 * feature that is active with probability p_i has the mean p_i/2 and the variance p_i/3 − p_i²/4,
 * and two that are active together with probability p_ij have the covariance (p_ij − p_i·p_j)/4.
 *
 * @module
 */
import { z } from "zod";
import type { RandomSource } from "../numerics/random.ts";
import { createTable, type Named, type Table } from "../numerics/table.ts";

/** Features as plain data. A kind may add a parameter of its own, e.g. `group`. */
export interface FeatureDistribution {
  /** The id of its distribution. */
  readonly kind: string;
  /** n, at least 1. */
  readonly features: number;
  /**
   * S in [0, 1): the probability that a feature is 0, or its mean where features differ. 0 is the
   * dense case.
   */
  readonly sparsity: number;
  /** I_i ≥ 0, one per feature, the weight of its squared error; null means 1 for each. */
  readonly importance: readonly number[] | null;
}

/** Which features are active, in closed form. */
export interface Activity {
  /** p_i, the probability that feature i is active. */
  readonly density: readonly number[];
  /**
   * The probability of everything that one or two features can do.
   *
   * @param of one or two different features
   * @returns `[absent, active]`, or `[neither, only the first, only the second, both]`
   */
  patterns(of: readonly number[]): number[];
}

/** Draws one sample: fills all of `x[n]`, by the same number of draws of the source every time. */
export type Sampler<Vector> = (x: Vector, random: RandomSource) => void;

/** The samples in which at least one feature is active. */
export interface Conditional {
  /** The probability that none is, as {@link Distribution.sampler} draws them; below 1. */
  readonly nothing: number;
  /** Draws one given that something is active, as the other sampler does in all else. */
  readonly sampler: Sampler<Float32Array>;
}

/** The number that tells distributions of a kind apart. */
export interface Parameter {
  /** Its field in the data, e.g. `group`. */
  readonly name: string;
  /** What it is when not given. */
  readonly default: number;
  /** What it can be; its messages complete the sentence `correlated:1 …: give a whole number`. */
  readonly schema: z.ZodType<number>;
}

/** One kind of distribution. */
export interface Distribution<
  Data extends FeatureDistribution = FeatureDistribution,
> extends Named {
  /** The file's name without `.ts`. */
  readonly id: string;
  /** One line for listings. */
  readonly summary: string;
  /** Its own parameter, which `--data id:value` gives; null where it has none. */
  readonly parameter: Parameter | null;
  /**
   * Parses all of its data and takes nothing else. What it says of a field completes the sentence
   * `sparsity is 0.2: …` and names the remedy.
   */
  readonly schema: z.ZodType<Data>;
  /** Whether features are independent of each other. */
  readonly independent: boolean;
  /** Whether all features have the same law. */
  readonly identical: boolean;
  activity(data: Data): Activity;
  /** Samples for training, in float32 and by operations that IEEE 754 rounds correctly. */
  sampler(data: Data): Sampler<Float32Array>;
  /** What stratified batches are drawn from; a kind may go without, and has none then. */
  conditional?(data: Data): Conditional;
  /** Samples for evaluation sets, in float64, likewise. */
  fineSampler(data: Data): Sampler<Float64Array>;
  /**
   * Names the random stream of evaluation sets. Importance has no part in it: it only weights
   * losses.
   */
  streamName(data: Data): string;
}

const isFunction = (value: unknown) => typeof value === "function";

/** All distributions. */
export const distributions: Table<Distribution> = createTable({
  what: "distribution",
  folder: "src/features",
  shape: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    parameter: z.looseObject({ name: z.string().min(1) }).nullable(),
    schema: z.instanceof(z.ZodType),
    independent: z.boolean(),
    identical: z.boolean(),
    activity: z.custom(isFunction, "must be a function"),
    sampler: z.custom(isFunction, "must be a function"),
    conditional: z.custom(isFunction, "must be a function").optional(),
    fineSampler: z.custom(isFunction, "must be a function"),
    streamName: z.custom(isFunction, "must be a function"),
  }),
});

/** Independent features of one law, of importance 1 unless given. */
export function independent(
  features: number,
  sparsity: number,
  importance: readonly number[] | null = null,
): FeatureDistribution {
  return { kind: "independent", features, sparsity, importance };
}

/**
 * A loss in both units: `mse` is the mean over features, `fvu` the fraction of variance
 * unexplained.
 */
export interface Loss {
  readonly mse: number;
  readonly fvu: number;
}

/** Mean of one feature that is active with probability p = 1 − S: p/2. */
export function featureMean(sparsity: number): number {
  return (1 - sparsity) / 2;
}

/** Variance of one feature that is active with probability p = 1 − S: p/3 − p²/4. */
export function featureVariance(sparsity: number): number {
  return varianceAt(1 - sparsity);
}

const varianceAt = (p: number) => p / 3 - (p * p) / 4;

/** Which features are active, in closed form. */
export function activityOf(data: FeatureDistribution): Activity {
  return distributions.get(data.kind).activity(data);
}

/** The mean of every feature. */
export function featureMeans(data: FeatureDistribution): number[] {
  return activityOf(data).density.map((p) => p / 2);
}

/** The variance of every feature. */
export function featureVariances(data: FeatureDistribution): number[] {
  return activityOf(data).density.map(varianceAt);
}

/**
 * The covariance matrix of the features, n×n; off the diagonal exactly 0 where two are independent.
 */
export function covariance(data: FeatureDistribution): number[][] {
  const { density, patterns } = activityOf(data);
  const { independent } = distributions.get(data.kind);
  const matrix = density.map((p, i) =>
    density.map((_, j) => i === j ? varianceAt(p) : 0)
  );
  if (independent) return matrix;
  for (let i = 0; i < density.length; i++) {
    for (let j = 0; j < i; j++) {
      const [, , , both] = patterns([i, j]);
      matrix[i][j] = matrix[j][i] = (both - density[i] * density[j]) / 4;
    }
  }
  return matrix;
}

/** The weight I_i of every feature. */
export function importances(
  { features, importance }: FeatureDistribution,
): number[] {
  return Array.from({ length: features }, (_, i) => importance?.[i] ?? 1);
}

/**
 * Turns squared errors per feature, `E(x_i − x̂_i)²`, into both losses:
 * `mse = (1/n) Σ I_i e_i` and `fvu = Σ I_i e_i / Σ I_i Var(x_i)`.
 */
export function lossFromErrors(
  data: FeatureDistribution,
  errors: readonly number[],
): Loss {
  const error = importances(data)
    .reduce((sum, weight, i) => sum + weight * errors[i], 0);
  return { mse: error / data.features, fvu: error / totalVariance(data) };
}

/**
 * Whether the two units of a loss belong together, bit for bit: some error e has `mse = e/features`
 * and `fvu = e/variance`, as the losses of {@link lossFromErrors} have.
 *
 * @param variance `Σ I_i Var(x_i)`, as {@link totalVariance} gives it
 */
export function unitsAgree(
  { mse, fvu }: Loss,
  features: number,
  variance: number,
): boolean {
  const near = mse * features;
  // Both roundings together leave e within two units in the last place.
  for (let step = -4; step <= 4; step++) {
    const error = near + step * near * (Number.EPSILON / 2);
    if (error / features === mse && error / variance === fvu) return true;
  }
  return false;
}

/** `Σ I_i Var(x_i)`, what a loss of fvu 1 leaves. */
export function totalVariance(data: FeatureDistribution): number {
  const weights = importances(data);
  return featureVariances(data)
    .reduce((sum, variance, i) => sum + weights[i] * variance, 0);
}

/** Draws samples for training, see {@link Distribution.sampler}. */
export function featureSampler(
  data: FeatureDistribution,
): Sampler<Float32Array> {
  return distributions.get(data.kind).sampler(data);
}

/** One sample `x[n]` for training; for many, {@link featureSampler} prepares once. */
export function drawFeatures(
  data: FeatureDistribution,
  random: RandomSource,
): Float32Array {
  const x = new Float32Array(data.features);
  featureSampler(data)(x, random);
  return x;
}
