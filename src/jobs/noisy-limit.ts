/**
 * What no scheme can pass through a noisy hidden state, see `src/bounds/rate_distortion/limit.ts`.
 *
 * @module
 */
import { z } from "zod";
import { type Interval, noisyLimit } from "../bounds/rate_distortion/limit.ts";
import { groupsOf, weightedVariance } from "../bounds/rate_distortion/group.ts";
import type { Problem } from "../constructions/problem.ts";
import { type Loss, unitsAgree } from "../features/mod.ts";
import { type Job, type JobKind, keyOf } from "./mod.ts";
import * as shapes from "./_shapes.ts";

/** Part of every key. Raise it when the code changes what the bounds are. */
const format = 1;

/** The job that computes the limit of a problem. */
export function noisyLimitJob(problem: Problem): Job<Interval<Loss>> {
  return { kind: "noisy-limit", spec: problem };
}

const limit: JobKind<Problem, Interval<Loss>> = {
  id: "noisy-limit",
  verb: "computing the",
  spec: shapes.problem,
  result: z.strictObject({ lower: shapes.loss, upper: shapes.loss }),
  misfit({ data }, { lower, upper }) {
    const variance = weightedVariance(groupsOf(data));
    for (const loss of [lower, upper]) {
      if (!unitsAgree(loss, data.features, variance)) {
        return `has mse ${loss.mse} and fvu ${loss.fvu}, which are not one loss`;
      }
    }
    return 0 <= lower.mse && lower.mse <= upper.mse && upper.fvu <= 1
      ? null
      : `has the bounds ${lower.fvu} and ${upper.fvu} of fvu, which do not rise from 0 to 1`;
  },
  key: (problem) => keyOf("noisy-limit", format, problem),
  describe: ({ data, hidden, noise }) =>
    `limit of ${data.features} features in ${hidden}, S = ${data.sparsity}, σ = ${noise}`,
  /** As measured, which differs little. */
  cost: () => 2e8,
  run: (specs) =>
    Promise.try(() =>
      specs.map(({ data, hidden, noise }) => noisyLimit(data, hidden, noise))
    ),
  // What holds of everything.
  madeUp: () => ({
    lower: { mse: 1, fvu: 1 },
    upper: { mse: 1, fvu: 1 },
  }),
};
export default limit;
