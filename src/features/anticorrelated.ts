/**
 * Anticorrelated features, after *Toy Models of Superposition*: of every g consecutive features at
 * most one is active, each with probability p = 1 − S, so that g·p is at most 1. The groups are
 * independent. The covariance of two features of a group is −p²/4.
 *
 * @module
 */
import {
  canonicalName,
  certain,
  type Grouped,
  groupedSchema,
  groupSize,
  patternsApart,
  roundedUp,
  ruleOf,
  uniformValue,
} from "./_parts.ts";
import type { Distribution } from "./mod.ts";

const anticorrelated: Distribution<Grouped> = {
  id: "anticorrelated",
  summary: "of every group of features at most one is active",
  parameter: { name: "group", default: 2, schema: groupSize },
  schema: groupedSchema("anticorrelated").superRefine((data, context) => {
    const { sparsity, group } = data;
    if (group * (1 - sparsity) <= certain) return;
    context.addIssue({
      code: "custom",
      path: ["sparsity"],
      message:
        `of ${group} features only one is active at a time, choose at least ${
          roundedUp(1 - 1 / group)
        }`,
    });
  }),
  independent: false,
  identical: true,
  activity({ features, sparsity, group }) {
    const p = 1 - sparsity;
    const groupOf = (feature: number) => Math.floor(feature / group);
    return {
      density: new Array<number>(features).fill(p),
      patterns: (of) =>
        of.length === 2 && groupOf(of[0]) === groupOf(of[1])
          ? [Math.max(0, 1 - 2 * p), p, p, 0]
          : patternsApart(sparsity, of.length),
    };
  },
  /** Two draws of the source for a group: which member, if any, and its value. */
  sampler({ sparsity, group }) {
    const share = ruleOf(1 - sparsity).limit + 1;
    return (x, random) => {
      x.fill(0);
      for (let start = 0; start < x.length; start += group) {
        const member = Math.floor(random.next() / share);
        const value = uniformValue(random);
        if (member < group) x[start + member] = value;
      }
    };
  },
  fineSampler: ({ sparsity, group }) => (x, random) => {
    x.fill(0);
    for (let start = 0; start < x.length; start += group) {
      const member = Math.floor(random.uniform() / (1 - sparsity));
      const value = random.uniform();
      if (member < group) x[start + member] = value;
    }
  },
  streamName: canonicalName,
};
export default anticorrelated;
