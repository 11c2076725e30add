/**
 * Power-law frequencies: feature i = 1, 2, … is active with probability p_i ∝ i^−α, independently
 * of the others, and their mean is p = 1 − S (Zipf's law at α = 1). At α = 0 all are alike.
 *
 * @module
 */
import { z } from "zod";
import { exponential, naturalLog } from "../numerics/elementary.ts";
import {
  canonicalName,
  certain,
  commonShape,
  drawnBy,
  roundedUp,
  ruleOf,
} from "./_parts.ts";
import type { Distribution, FeatureDistribution } from "./mod.ts";

/** Independent features, ever rarer ones. */
interface Zipf extends FeatureDistribution {
  /** α from 0 to 10. */
  readonly exponent: number;
}

const exponent = z.number({ error: "give a number from 0 to 10" })
  .min(0, "give a number from 0 to 10").max(10, "give a number from 0 to 10");

/**
 * i^−α·n/Σ_j j^−α, by operations that are the same everywhere: the frequencies in units of their
 * mean.
 */
function frequencies({ features, exponent }: Omit<Zipf, "kind">): number[] {
  const powers = Array.from(
    { length: features },
    (_, i) => exponential(-exponent * naturalLog(i + 1)),
  );
  const mean = powers.reduce((sum, power) => sum + power, 0) / features;
  return powers.map((power) => power / mean);
}

function densities(data: Zipf): number[] {
  const p = 1 - data.sparsity;
  return frequencies(data).map((share) => Math.min(1, share * p));
}

const zipf: Distribution<Zipf> = {
  id: "zipf",
  summary: "feature i is active with probability ∝ i^−α, independently",
  parameter: { name: "exponent", default: 1, schema: exponent },
  schema: z.strictObject({
    kind: z.literal("zipf"),
    ...commonShape,
    exponent,
  }).superRefine((data, context) => {
    const [most] = frequencies(data);
    if (most * (1 - data.sparsity) <= certain) return;
    context.addIssue({
      code: "custom",
      path: ["sparsity"],
      message:
        `the first of ${data.features} features would be active with a probability above 1, choose at least ${
          roundedUp(1 - 1 / most)
        }`,
    });
  }),
  independent: true,
  identical: false,
  activity(data) {
    const density = densities(data);
    return {
      density,
      patterns([i, j]) {
        const p = density[i], q = density[j];
        return j === undefined
          ? [1 - p, p]
          : [(1 - p) * (1 - q), p * (1 - q), (1 - p) * q, p * q];
      },
    };
  },
  /** One draw of the source makes one feature, as for independent ones. */
  sampler(data) {
    const rules = densities(data).map(ruleOf);
    return (x, random) => {
      for (let i = 0; i < x.length; i++) {
        x[i] = drawnBy(rules[i], random.next());
      }
    };
  },
  fineSampler(data) {
    const density = densities(data);
    return (x, random) => {
      for (let i = 0; i < x.length; i++) {
        const absent = random.uniform() < 1 - density[i];
        const value = random.uniform();
        x[i] = absent ? 0 : value;
      }
    };
  },
  streamName: canonicalName,
};
export default zipf;
