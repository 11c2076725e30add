/**
 * What a code is asked to do, what no code can be asked to do, and how that is refused.
 *
 * @module
 */
import { featureDistribution, kindName } from "../features/kinds/names.ts";
import {
  distributions,
  type FeatureDistribution,
  featureVariances,
  importances,
} from "../features/mod.ts";

/** What is to be compressed: the features, and into how many hidden dimensions. */
export interface Problem {
  readonly data: FeatureDistribution;
  /** m, at least 1 and fewer than the features. */
  readonly hidden: number;
  /**
   * σ of the noise on every hidden dimension, which is then held to unit power, see
   * `src/losses/channel.ts`; 0 for neither.
   */
  readonly noise: number;
}

/** Why a scheme does not apply; the message names the field, the value and the remedy. */
export class Refusal extends Error {
  override name = "Refusal";
}

/**
 * What the loss of a code may account for beyond independent features of one law and a hidden state
 * without noise: noise, features that are not alike, and features that depend on each other.
 */
export type Coverage = "noise" | "unlike features" | "dependent features";

/** What codes cover whose loss is measured, not derived. */
export const everything: readonly Coverage[] = [
  "noise",
  "unlike features",
  "dependent features",
];

/**
 * Refuses a problem that no scheme covers, and what a scheme does not say that it covers.
 *
 * @throws {Refusal} unless n ≥ 2, 1 ≤ m < n, 0 ≤ S < 1, one importance ≥ 0 per feature, not all 0,
 * a finite σ ≥ 0, and data that its distribution takes
 */
export function checkProblem(
  { data, hidden, noise }: Problem,
  ...covers: readonly Coverage[]
): void {
  const { features, sparsity, importance } = data;
  if (!Number.isInteger(features) || features < 2) {
    throw new Refusal(
      `features is ${features}: compression needs a whole number of at least 2`,
    );
  }
  if (!Number.isInteger(hidden) || hidden < 1 || hidden >= features) {
    throw new Refusal(
      `hidden is ${hidden} for ${features} features: choose a whole number from 1 to ${
        features - 1
      }, else nothing is compressed`,
    );
  }
  if (!(sparsity >= 0 && sparsity < 1)) {
    throw new Refusal(
      `sparsity is ${sparsity}: choose a number of at least 0 and less than 1`,
    );
  }
  if (importance !== null && importance.length !== features) {
    throw new Refusal(
      `importance has ${importance.length} numbers for ${features} features: give one per feature`,
    );
  }
  if (!(noise >= 0 && noise < Infinity)) {
    throw new Refusal(
      `noise is ${noise}: choose a standard deviation of at least 0`,
    );
  }
  if (noise > 0 && !covers.includes("noise")) {
    throw new Refusal(
      `noise is ${noise}: this scheme is defined for a hidden state without noise, choose 0`,
    );
  }
  const weights = importances(data);
  if (
    !weights.every((weight) => weight >= 0 && weight < Infinity) ||
    !weights.some((weight) => weight > 0)
  ) {
    throw new Refusal(
      `importance is ${weights}: give finite numbers of at least 0, not all 0`,
    );
  }
  checkData(data, covers);
}

/** Refuses data that its distribution does not take, or the code does not cover. */
function checkData(
  data: FeatureDistribution,
  covers: readonly Coverage[],
): void {
  const parsed = featureDistribution.safeParse(data);
  if (!parsed.success) {
    const [{ path: [field], message }] = parsed.error.issues;
    if (field === "kind") throw new Refusal(`data is ${data.kind}: ${message}`);
    const name = kindName(data);
    throw new Refusal(
      field === "sparsity"
        ? `sparsity is ${data.sparsity} for ${name}: ${message}`
        : `data is ${name}: ${message}`,
    );
  }
  const { independent, identical } = distributions.get(data.kind);
  if (!independent && !covers.includes("dependent features")) {
    throw new Refusal(
      `data is ${
        kindName(data)
      }: this is defined for features that do not depend on each other, choose independent`,
    );
  }
  if (!identical && !covers.includes("unlike features")) {
    throw new Refusal(
      `data is ${
        kindName(data)
      }: this is defined for features that are all alike, choose independent`,
    );
  }
}

/**
 * Refuses segments that are not whole numbers.
 *
 * @throws {Refusal} unless every Z ≥ 1 and there is at least one
 */
export function checkSegments(segments: readonly number[]): void {
  if (segments.length === 0) {
    throw new Refusal("segments is empty: give at least one Z");
  }
  for (const z of segments) {
    if (!Number.isInteger(z) || z < 1) {
      throw new Refusal(
        `segments is ${z}: choose whole numbers of at least 1`,
      );
    }
  }
}

/**
 * The narrowest ramp whose loss float64 carries to within 1e-7: slopes are of order 1/ε, and where
 * one layer reads the digits of another, rounding grows to 1e-16/ε².
 */
export const leastEpsilon = 1e-6;

/**
 * The pairs (Z, ε) with {@link leastEpsilon} ≤ ε ≤ 1/Z, in the order of the options.
 *
 * @throws {Refusal} for an ε that fits no Z, and for a Z that no ε fits
 */
export function segmentsAndRamps(
  { segments, epsilon }: {
    segments: readonly number[];
    epsilon: readonly number[];
  },
): { segments: number; epsilon: number }[] {
  checkSegments(segments);
  if (epsilon.length === 0) {
    throw new Refusal("epsilon is empty: give at least one ramp width");
  }
  const smallest = Math.min(...segments);
  for (const e of epsilon) {
    if (!(e >= leastEpsilon && e * smallest <= 1)) {
      throw new Refusal(
        `epsilon is ${e}: choose a ramp width of at least ${leastEpsilon} and at most 1/Z (here at most ${
          1 / smallest
        }, for segments ${smallest})`,
      );
    }
  }
  return segments.flatMap((z) => {
    const fitting = epsilon.filter((e) => e * z <= 1);
    if (fitting.length === 0) {
      throw new Refusal(
        `segments is ${z}: its ramps need an epsilon of at most ${
          1 / z
        }, but the smallest is ${
          Math.min(...epsilon)
        }; choose fewer segments or a smaller epsilon`,
      );
    }
    return fitting.map((e) => ({ segments: z, epsilon: e }));
  });
}

/**
 * Feature indices from what guessing the mean loses most on, `I_i·Var(x_i)`, to the least; ties
 * keep their order.
 */
export function byWeight({ data }: Problem): number[] {
  return byCost(data, featureVariances(data));
}

/**
 * Feature indices from the dearest to the cheapest; of equals, the more important ones first, then
 * in their order.
 *
 * @param errors what each feature may lose, as squared error
 */
export function byCost(
  data: FeatureDistribution,
  errors: readonly number[],
): number[] {
  const weights = importances(data);
  return weights.map((_, i) => i).sort((a, b) =>
    weights[b] * errors[b] - weights[a] * errors[a] || weights[b] - weights[a]
  );
}
