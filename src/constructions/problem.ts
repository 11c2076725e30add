/**
 * What a code is asked to do, what no code can be asked to do, and how that is refused.
 *
 * @module
 */
import { type FeatureDistribution, importances } from "../features/mod.ts";

/** What is to be compressed: the features, and into how many hidden dimensions. */
export interface Problem {
  readonly data: FeatureDistribution;
  /** m, at least 1 and fewer than the features. */
  readonly hidden: number;
  /** σ of the noise on every hidden dimension, which is then held to unit power, see `src/losses/channel.ts`; 0 for neither. */
  readonly noise: number;
}

/** Why a scheme does not apply; the message names the field, the value and the remedy. */
export class Refusal extends Error {
  override name = "Refusal";
}

/**
 * Refuses a problem that no scheme covers, and noise unless the scheme says that its loss accounts for it.
 *
 * @throws {Refusal} unless n ≥ 2, 1 ≤ m < n, 0 ≤ S < 1, one importance ≥ 0 per feature, not all 0, and a finite σ ≥ 0
 */
export function checkProblem(
  { data, hidden, noise }: Problem,
  covers: "noise" | "no noise" = "no noise",
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
  if (noise > 0 && covers === "no noise") {
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
 * The narrowest ramp whose loss float64 carries to within 1e-7: slopes are of order 1/ε, and where one layer reads the
 * digits of another, rounding grows to 1e-16/ε².
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

/** Feature indices from the most to the least important; ties keep their order. */
export function byImportance({ data }: Problem): number[] {
  const weights = importances(data);
  return weights.map((_, i) => i).sort((a, b) => weights[b] - weights[a]);
}
