/**
 * Data so sparse that hardly any sample has an active feature.
 *
 * @module
 */
import { activityOf, distributions, type FeatureDistribution } from "../mod.ts";

/** Below this share of samples with an active feature, data is rare. */
const rareShare = 2 ** -10;

/** The share that stands for rarer ones. */
const denserShare = 2 ** -6;

/**
 * The probability that at least one feature is active. Where features depend on each other it is a
 * lower bound (de Caen, 1997), `Σ_i p_i²/Σ_j p_ij`, which groups of `correlated` and
 * `anticorrelated` features reach as they become rare.
 */
export function activeShare(data: FeatureDistribution): number {
  const { density, patterns } = activityOf(data);
  if (distributions.get(data.kind).independent) {
    return density.reduce((share, p) => share + (1 - share) * p, 0);
  }
  return density.reduce((share, p, i) => {
    if (p === 0) return share;
    const together = density.reduce(
      (sum, _, j) => sum + (i === j ? p : patterns([i, j])[3]),
      0,
    );
    return share + p * p / together;
  }, 0);
}

/**
 * Data of which enough samples have an active feature: itself, or where fewer than one of 1,024
 * have one, the same at the lesser sparsity where about one of 64 has.
 *
 * Given that something is active, rare features of both are active together in the same way, but
 * that two that are independent meet in at most one of 128 such samples. So whatever is a mean over
 * samples is linear in the density between the two, within 1 % of its distance from what it is
 * where all features are absent.
 */
export function denser(data: FeatureDistribution): FeatureDistribution {
  // No less than the share of the most frequent one, which is known at once.
  if (activityOf(data).density.some((p) => p >= rareShare)) return data;
  const share = activeShare(data);
  // A share of 0 is of data that is never active, whatever its sparsity.
  if (share >= rareShare || share === 0) return data;
  const density = (1 - data.sparsity) * denserShare / share;
  return { ...data, sparsity: 1 - density };
}
