/**
 * Samples of the input distribution, with the very bits that the training kernel draws.
 *
 * @module
 */
import type { FeatureDistribution } from "./mod.ts";
import type { RandomSource } from "../numerics/random.ts";

/** How 32 random bits become a feature: it is active where they are at most `limit`, and then worth `(bits >>> 1)·scale`. */
export interface ActivationRule {
  /** ⌊p·2³²⌋ − 1, at least 0. */
  readonly limit: number;
  /** 2 / (limit + 1), in float32. */
  readonly scale: number;
}

/** The rule for a sparsity S in [0, 1). */
export function activationRule(sparsity: number): ActivationRule {
  const active = Math.max(1, Math.floor((1 - sparsity) * 2 ** 32));
  return { limit: active - 1, scale: Math.fround(2 / active) };
}

/** The largest float32 below 1. */
const BELOW_ONE = 1 - 2 ** -24;

/** One sample `x[n]`; one draw of the source per feature. */
export function drawFeatures(
  { features, sparsity }: FeatureDistribution,
  random: RandomSource,
): Float32Array {
  const { limit, scale } = activationRule(sparsity);
  const x = new Float32Array(features);
  for (let i = 0; i < features; i++) {
    const bits = random.next();
    if (bits > limit) continue;
    const value = Math.fround(Math.fround(bits >>> 1) * scale);
    x[i] = value < BELOW_ONE ? value : BELOW_ONE;
  }
  return x;
}
