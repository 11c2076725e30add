/**
 * Independent features of one law: each is active with probability p = 1 − S. The distribution of
 * *Toy Models of Superposition*.
 *
 * @module
 */
import { z } from "zod";
import {
  type ActivationRule,
  always,
  commonShape,
  drawnBy,
  patternsApart,
  ruleOf,
} from "./_parts.ts";
import type { Distribution, FeatureDistribution } from "./mod.ts";

/** The rule by which the kernel draws a feature, for a sparsity S in [0, 1). */
export function activationRule(sparsity: number): ActivationRule {
  return ruleOf(1 - sparsity);
}

/**
 * Which feature is the first that is active, given that there is one, by inverse transform: it is
 * number i or one before where 32 random bits are at most `limits[i]`. Rounding to 32 bits moves
 * no probability by more than 2⁻³².
 */
export function firstActive(
  { features, sparsity }: Pick<FeatureDistribution, "features" | "sparsity">,
): { nothing: number; limits: Uint32Array } {
  const active = (activationRule(sparsity).limit + 1) / 2 ** 32;
  // Sums of small probabilities, where 1 minus a power would leave few digits.
  const shares = new Float64Array(features);
  let share = 0, nothing = 1;
  for (let i = 0; i < features; i++) {
    share += nothing * active;
    nothing *= 1 - active;
    shares[i] = share;
  }
  const limits = Uint32Array.from(
    shares,
    (upTo) => Math.max(1, Math.floor(upTo / share * 2 ** 32)) - 1,
  );
  return { nothing, limits };
}

const distribution: Distribution = {
  id: "independent",
  summary: "every feature is active with probability 1 − S, independently",
  parameter: null,
  schema: z.strictObject({
    kind: z.literal("independent"),
    ...commonShape,
  }) satisfies z.ZodType<FeatureDistribution>,
  independent: true,
  identical: true,
  activity({ features, sparsity }) {
    const p = 1 - sparsity;
    return {
      density: new Array<number>(features).fill(p),
      patterns: ({ length }) => patternsApart(sparsity, length),
    };
  },
  /** One draw of the source makes one feature; the kernel draws the same bits. */
  sampler({ sparsity }) {
    const rule = activationRule(sparsity);
    return (x, random) => {
      for (let i = 0; i < x.length; i++) x[i] = drawnBy(rule, random.next());
    };
  },
  /**
   * One draw of the source for the first that is active, then one for every feature, which is
   * thrown away for those before; the kernel draws the same bits.
   */
  conditional(data) {
    const rule = activationRule(data.sparsity);
    const { nothing, limits } = firstActive(data);
    return {
      nothing,
      sampler(x, random) {
        const first = random.next();
        for (let i = 0; i < x.length; i++) {
          const bits = random.next();
          if (first > limits[i]) x[i] = 0;
          else if (i > 0 && first <= limits[i - 1]) x[i] = drawnBy(rule, bits);
          else x[i] = drawnBy(always, bits);
        }
      },
    };
  },
  fineSampler: ({ sparsity }) => (x, random) => {
    for (let i = 0; i < x.length; i++) {
      const absent = random.uniform() < sparsity;
      const value = random.uniform();
      x[i] = absent ? 0 : value;
    }
  },
  streamName: ({ features, sparsity }) =>
    `${features} features, sparsity ${sparsity}`,
};
export default distribution;
