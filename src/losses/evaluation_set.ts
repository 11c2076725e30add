/**
 * Fixed, seeded samples of the input distribution, for losses that have no exact integral.
 *
 * @module
 */
import { distributions, type FeatureDistribution } from "../features/mod.ts";
import { randomStream } from "../numerics/random.ts";

/** How many samples an evaluation set has unless told otherwise. */
export const evaluationSamples = 2 ** 14;

/** What samples are for; sets of different purposes are independent. */
export type SetPurpose = "evaluation" | "selection" | "fit";

/**
 * The evaluation set of a distribution: the same samples on every call, shared by every network
 * that is compared on it. Importance has no part in it: it only weights the loss.
 *
 * @param data what to sample
 * @param samples how many, at least 2
 * @param purpose for whatever chooses or fits something, a set that does not report it
 * @returns `x[samples, n]`, row by row, each in [0, 1)
 * @throws {RangeError} for fewer than 2 samples
 */
export function evaluationSet(
  data: FeatureDistribution,
  samples: number = evaluationSamples,
  purpose: SetPurpose = "evaluation",
): Float64Array {
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(
      `samples is ${samples}: a standard error needs a whole number of at least 2`,
    );
  }
  const { features, kind } = data;
  const of = distributions.get(kind);
  const draw = of.fineSampler(data);
  const name = `evaluation set of ${of.streamName(data)}`;
  const random = randomStream(name, 0, purpose);
  const set = new Float64Array(samples * features);
  for (let at = 0; at < set.length; at += features) {
    draw(set.subarray(at, at + features), random);
  }
  return set;
}

/** How many samples of the evaluation set have an active feature. */
export function countActive(data: FeatureDistribution): number {
  const set = evaluationSet(data);
  let active = 0;
  for (let at = 0; at < set.length; at += data.features) {
    const x = set.subarray(at, at + data.features);
    if (x.some((value) => value > 0)) active++;
  }
  return active;
}
