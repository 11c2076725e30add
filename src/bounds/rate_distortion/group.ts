/**
 * Independent features, grouped by what they share.
 *
 * @module
 */
import {
  activityOf,
  type FeatureDistribution,
  featureVariance,
  importances,
} from "../../features/mod.ts";
import { naturalLog } from "../../numerics/elementary.ts";

/** The entropy of whether a feature is 0, in nats. */
export function entropy(sparsity: number): number {
  const p = 1 - sparsity;
  return sparsity === 0
    ? 0
    : -sparsity * naturalLog(sparsity) - p * naturalLog(p);
}

/** Features that share one importance and one law. */
export interface Group {
  readonly weight: number;
  readonly sparsity: number;
  readonly count: number;
}

/** `Σ I_i·Var(x_i)`; one product for each law. */
export function weightedVariance(groups: readonly Group[]): number {
  const weights = new Map<number, number>();
  for (const { weight, sparsity, count } of groups) {
    weights.set(sparsity, (weights.get(sparsity) ?? 0) + weight * count);
  }
  return [...weights].reduce(
    (sum, [sparsity, weight]) => sum + featureVariance(sparsity) * weight,
    0,
  );
}

/**
 * The features that matter, in the order of the first of each group. One that is so rare that its
 * sparsity rounds to 1 is left out, which lowers a bound by what no number shows.
 */
export function groupsOf(data: FeatureDistribution): Group[] {
  const { patterns } = activityOf(data);
  const groups: { weight: number; sparsity: number; count: number }[] = [];
  importances(data).forEach((weight, i) => {
    const [sparsity] = patterns([i]);
    const like = groups.find((group) =>
      group.weight === weight && group.sparsity === sparsity
    );
    if (like !== undefined) like.count++;
    else if (weight > 0 && sparsity < 1) {
      groups.push({ weight, sparsity, count: 1 });
    }
  });
  return groups;
}
