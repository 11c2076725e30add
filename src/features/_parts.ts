/**
 * What the distributions are made of.
 *
 * @module
 */
import { z } from "zod";
import { canonicalJson } from "../numerics/hash.ts";
import type { RandomSource } from "../numerics/random.ts";
import type { FeatureDistribution } from "./mod.ts";

/** The fields that all have, as a strict object begins with them. */
export const commonShape = {
  features: z.int("use a whole number of at least 1")
    .min(1, "use a whole number of at least 1"),
  sparsity: z.number("use a number in [0, 1)").min(0, "use a number in [0, 1)")
    .lt(1, "use a number in [0, 1)"),
  importance: z.array(
    z.number("use a number of at least 0").min(0, "use a number of at least 0"),
    "use a list of numbers, or null",
  ).nullable(),
};

/**
 * How 32 random bits become a feature: it is active where they are at most `limit`, then worth
 * `(bits >>> 1)·scale`.
 */
export interface ActivationRule {
  /** ⌊p·2³²⌋ − 1, at least 0. */
  readonly limit: number;
  /** 2 / (limit + 1), in float32. */
  readonly scale: number;
}

/** The rule for a density p in (0, 1]. */
export function ruleOf(density: number): ActivationRule {
  const active = Math.max(1, Math.floor(density * 2 ** 32));
  return { limit: active - 1, scale: Math.fround(2 / active) };
}

/** The largest float32 below 1. */
const belowOne = 1 - 2 ** -24;

/** The feature that some bits stand for, in float32. */
export function drawnBy(
  { limit, scale }: ActivationRule,
  bits: number,
): number {
  if (bits > limit) return 0;
  const value = Math.fround(Math.fround(bits >>> 1) * scale);
  return value < belowOne ? value : belowOne;
}

/** The rule for a feature that is active for certain. */
export const always: ActivationRule = ruleOf(1);

/** A float32 uniform on [0, 1); one draw of the source. */
export function uniformValue(random: RandomSource): number {
  return drawnBy(always, random.next());
}

/** What one feature of a sparsity does, or two independent ones, see `Activity.patterns`. */
export function patternsApart(sparsity: number, count: number): number[] {
  const p = 1 - sparsity;
  return count === 1
    ? [sparsity, p]
    : [sparsity * sparsity, p * sparsity, p * sparsity, p * p];
}

/** See `Distribution.streamName`. */
export function canonicalName(data: FeatureDistribution): string {
  const { importance: _, ...rest } = data;
  return canonicalJson(rest);
}

/** Consecutive features in groups of one size. */
export interface Grouped extends FeatureDistribution {
  /** g ≥ 2, a divisor of n. */
  readonly group: number;
}

/** What a group's size can be. */
export const groupSize: z.ZodType<number> = z.int({
  error: "give a whole number of at least 2",
}).min(2, "give a whole number of at least 2");

/** What is wrong with a size that does not divide the features, or null. */
function unevenGroups({ features, group }: Grouped): string | null {
  if (features % group === 0) return null;
  const sizes = Array.from({ length: features - 1 }, (_, i) => i + 2)
    .filter((size) => features % size === 0);
  return sizes.length === 0
    ? `a group needs 2 features, there is ${features}`
    : `the size of a group must divide ${features} features, choose ${
      sizes.join(" or ")
    }`;
}

/** The form of data in groups of one size, which divides the features. */
export function groupedSchema(kind: string) {
  return z.strictObject({
    kind: z.literal(kind),
    ...commonShape,
    group: groupSize,
  }).superRefine((data, context) => {
    const message = unevenGroups(data);
    if (message !== null) {
      context.addIssue({ code: "custom", path: ["group"], message });
    }
  });
}

/** The largest that a sum of probabilities may come to: 1, but for rounding as in 20·(1 − 0.95). */
export const certain: number = 1 + 1e-12;

/** A sparsity in few digits, rounded up. */
export function roundedUp(sparsity: number): number {
  return Math.ceil(sparsity * 1e6) / 1e6;
}
