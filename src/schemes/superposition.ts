/**
 * The ReLU-output model of *Toy Models of Superposition*: `h = W x`, `x̂ = ReLU(Wᵀ h + b)`.
 * Features are directions, the columns of W; more of them than dimensions interfere, and the ReLU
 * with a negative bias filters what it can. Its n output ReLUs are its neurons, so there is no
 * budget to choose. For two features in one dimension see `src/constructions/two_in_one.ts`.
 *
 * @module
 */
import { superpositionModel } from "../networks/network.ts";
import { checkProblem, everything } from "../constructions/problem.ts";
import type { Scheme } from "./mod.ts";
import { trainedCandidate } from "./_trained.ts";

const superposition: Scheme = {
  id: "superposition",
  summary: "m directions for n features, tied, ReLU on the output; trained",
  candidates(problem) {
    checkProblem(problem, ...everything);
    const { data: { features }, hidden } = problem;
    return [trainedCandidate(superpositionModel(features, hidden), null)];
  },
};
export default superposition;
