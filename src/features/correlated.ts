/**
 * Correlated features, after *Toy Models of Superposition*: groups of g consecutive features are
 * active together, with probability p = 1 − S, or absent together. Their values are independent,
 * and so are the groups. The covariance of two features of a group is (p − p²)/4, so that at S = 0
 * nothing is correlated.
 *
 * @module
 */
import {
  canonicalName,
  type Grouped,
  groupedSchema,
  groupSize,
  patternsApart,
  ruleOf,
  uniformValue,
} from "./_parts.ts";
import type { Distribution } from "./mod.ts";

const correlated: Distribution<Grouped> = {
  id: "correlated",
  summary: "groups of features are active together",
  parameter: { name: "group", default: 2, schema: groupSize },
  schema: groupedSchema("correlated"),
  independent: false,
  identical: true,
  activity({ features, sparsity, group }) {
    const p = 1 - sparsity;
    const groupOf = (feature: number) => Math.floor(feature / group);
    return {
      density: new Array<number>(features).fill(p),
      patterns: (of) =>
        of.length === 2 && groupOf(of[0]) === groupOf(of[1])
          ? [sparsity, 0, 0, p]
          : patternsApart(sparsity, of.length),
    };
  },
  /** One draw of the source for a group, then one for the value of every member. */
  sampler({ sparsity, group }) {
    const { limit } = ruleOf(1 - sparsity);
    return (x, random) => {
      for (let start = 0; start < x.length; start += group) {
        const active = random.next() <= limit;
        for (let i = start; i < start + group; i++) {
          const value = uniformValue(random);
          x[i] = active ? value : 0;
        }
      }
    };
  },
  fineSampler: ({ sparsity, group }) => (x, random) => {
    for (let start = 0; start < x.length; start += group) {
      const absent = random.uniform() < sparsity;
      for (let i = start; i < start + group; i++) {
        const value = random.uniform();
        x[i] = absent ? 0 : value;
      }
    }
  },
  streamName: canonicalName,
};
export default correlated;
