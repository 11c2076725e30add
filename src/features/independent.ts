/**
 * Independent features of one law: each is active with probability p = 1 − S. The distribution of
 * *Toy Models of Superposition*.
 *
 * @module
 */
import { z } from "zod";
import {
  type ActivationRule,
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
