/**
 * What a batch is made of, and what each of its samples counts.
 *
 * @module
 */
import {
  distributions,
  type FeatureDistribution,
  type Sampler,
} from "../features/mod.ts";
import type { TrainingConfig } from "./config.ts";

/** Samples as they come, all alike. */
export interface PlainBatches {
  readonly kind: "plain";
}
/**
 * One sample without any active feature, which counts as much as the probability of that, and
 * others drawn given that something is active, which share the rest evenly. Means over a batch
 * stay unbiased (stratified sampling, e.g. Cochran 1977, chapter 5); where features are so sparse
 * that most samples are empty, their gradients have a fraction of the variance.
 */
export interface StratifiedBatches {
  readonly kind: "stratified";
}
/** How batches are drawn. */
export type Batches = PlainBatches | StratifiedBatches;

/** The kinds of batches. */
export const batchKinds = ["plain", "stratified"] as const;

/** Draws sample 0, 1, … of a batch: fills all of `x[n]`. */
type BatchSampler = (
  x: Float32Array,
  random: Parameters<Sampler<Float32Array>>[1],
  sample: number,
) => void;

/** What stratified batches are drawn from. */
function conditionalOf(data: FeatureDistribution) {
  // `checkConfig` has refused kinds that have none.
  return distributions.get(data.kind).conditional!(data);
}

/** Draws batches, sample by sample. The empty one of stratified ones takes no random number. */
export function batchSampler(
  { batches, data }: Pick<TrainingConfig, "batches" | "data">,
): BatchSampler {
  if (batches.kind === "plain") {
    return distributions.get(data.kind).sampler(data);
  }
  const { sampler } = conditionalOf(data);
  return (x, random, sample) => {
    if (sample === 0) x.fill(0);
    else sampler(x, random);
  };
}

/** The probability that no feature is active where batches are stratified by that, else null. */
export function emptyShare(
  { batches, data }: Pick<TrainingConfig, "batches" | "data">,
): number | null {
  return batches.kind === "plain" ? null : conditionalOf(data).nothing;
}

/** What each of `size` samples counts; all together 1. */
export function sampleWeights(
  config: Pick<TrainingConfig, "batches" | "data">,
  size: number,
): number[] {
  const nothing = emptyShare(config);
  if (nothing === null) return new Array<number>(size).fill(1 / size);
  const rest = (1 - nothing) / (size - 1);
  return Array.from({ length: size }, (_, s) => s === 0 ? nothing : rest);
}

/**
 * Refuses stratified batches where they cannot be drawn.
 *
 * @throws {RangeError} naming the field, its value and the remedy
 */
export function checkBatches(
  { batches, data, noise, schedule }: TrainingConfig,
): void {
  const { kind } = batches;
  if (!batchKinds.includes(kind)) {
    throw new RangeError(
      `batches.kind is ${kind}: use ${batchKinds.join(" or ")}`,
    );
  }
  if (kind === "plain") return;
  const refuse = (reason: string): never => {
    throw new RangeError(`batches.kind is ${kind} ${reason}`);
  };
  if (distributions.get(data.kind).conditional === undefined) {
    refuse(
      `but data of kind ${data.kind} cannot be drawn given that something is active: use plain`,
    );
  }
  // One noise would stand for that of all empty samples, and the power of a batch be none of them.
  if (noise > 0) {
    refuse(
      `but noise is ${noise}, which differs from sample to sample: use plain, or noise 0`,
    );
  }
  if (schedule.batch < 2) {
    refuse(
      `but schedule.batch is ${schedule.batch}, the sample without active features: use at least 2`,
    );
  }
}
