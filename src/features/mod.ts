/**
 * The input distribution of *Toy Models of Superposition*: independent sparse features on [0, 1).
 *
 * @module
 */

/** `features` independent features; each is 0 with probability `sparsity`, else uniform on [0, 1). */
export interface FeatureDistribution {
  /** n, at least 1. */
  readonly features: number;
  /** S in [0, 1): the probability that a feature is 0. 0 is the dense case. */
  readonly sparsity: number;
  /** I_i ≥ 0, one per feature, the weight of its squared error; null means 1 for each. */
  readonly importance: readonly number[] | null;
}

/** Independent features of one law, of importance 1 unless given. */
export function independent(
  features: number,
  sparsity: number,
  importance: readonly number[] | null = null,
): FeatureDistribution {
  return { features, sparsity, importance };
}

/** A loss in both units: `mse` is the mean over features, `fvu` the fraction of variance unexplained. */
export interface Loss {
  readonly mse: number;
  readonly fvu: number;
}

/** Mean of one feature, p/2 with p = 1 − S. */
export function featureMean(sparsity: number): number {
  return (1 - sparsity) / 2;
}

/** Variance of one feature, p/3 − p²/4 with p = 1 − S. */
export function featureVariance(sparsity: number): number {
  const p = 1 - sparsity;
  return p / 3 - (p * p) / 4;
}

/** The weight I_i of every feature. */
export function importances(distribution: FeatureDistribution): number[] {
  const { features, importance } = distribution;
  return Array.from({ length: features }, (_, i) => importance?.[i] ?? 1);
}

/**
 * Turns squared errors per feature, `E(x_i − x̂_i)²`, into both losses:
 * `mse = (1/n) Σ I_i e_i` and `fvu = Σ I_i e_i / Σ I_i Var(x_i)`.
 */
export function lossFromErrors(
  distribution: FeatureDistribution,
  errors: readonly number[],
): Loss {
  let error = 0, variance = 0;
  importances(distribution).forEach((weight, i) => {
    error += weight * errors[i];
    variance += weight * featureVariance(distribution.sparsity);
  });
  return { mse: error / distribution.features, fvu: error / variance };
}
