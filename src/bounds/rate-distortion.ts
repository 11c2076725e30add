/**
 * What independent features lose at the rate that noisy hidden dimensions can carry, see
 * `rate_distortion/limit.ts`.
 *
 * @module
 */
import { checkProblem, Refusal } from "../constructions/problem.ts";
import type { Bound } from "./mod.ts";
import { noisyLimit } from "./rate_distortion/limit.ts";

const rateDistortion: Bound = {
  id: "rate-distortion",
  summary: "the rate–distortion limit",
  lower(problem) {
    checkProblem(problem, "noise", "unlike features");
    const { data, hidden, noise } = problem;
    if (noise === 0) {
      throw new Refusal(
        "noise is 0: a hidden state without noise carries any rate, choose a noise above 0",
      );
    }
    return noisyLimit(data, hidden, noise).lower;
  },
};
export default rateDistortion;
