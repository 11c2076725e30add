/**
 * Put the features into m groups and store each group's mean, which stands for every member.
 *
 * A group of g loses `(1 − 1/g)·Var(x)` per member. Group sizes are n/m rounded down or up; the more important features go
 * into the smaller groups, which is the best that groups of these sizes allow.
 *
 * @module
 */
import { affineCandidate, affineNetwork } from "./_affine.ts";
import { byImportance, checkProblem } from "../constructions/problem.ts";
import type { Scheme } from "./mod.ts";

const average: Scheme = {
  id: "average",
  summary:
    "the mean of each of m groups stands for its members; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem, "noise");
    const { data: { features }, hidden } = problem;
    const size = Math.floor(features / hidden);
    const larger = features % hidden;
    const order = byImportance(problem);
    const groups = Array.from(
      { length: hidden },
      (_, g) => order.splice(0, g < hidden - larger ? size : size + 1),
    );
    const encoder = Array.from(
      { length: features },
      (_, i) => groups.map((group) => group.includes(i) ? 1 / group.length : 0),
    );
    const decoder = groups.map((group) =>
      encoder.map((_, i) => group.includes(i) ? 1 : 0)
    );
    const bias = encoder.map(() => 0);
    return [
      affineCandidate(affineNetwork(encoder, decoder, bias), problem),
    ];
  },
};
export default average;
