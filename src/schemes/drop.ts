/**
 * Keep the m most important features as they are and guess the mean of the others.
 *
 * @module
 */
import { featureMean } from "../features/mod.ts";
import { affineCandidate, affineNetwork } from "./_affine.ts";
import { byImportance, checkProblem } from "../constructions/problem.ts";
import type { Scheme } from "./mod.ts";

const drop: Scheme = {
  id: "drop",
  summary:
    "keep m features, guess the mean of the rest; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem, "noise");
    const { data, hidden } = problem;
    const kept = byImportance(problem).slice(0, hidden);
    const select = Array.from(
      { length: data.features },
      (_, i) => kept.map((feature) => feature === i ? 1 : 0),
    );
    const back = kept.map((feature) =>
      select.map((_, i) => feature === i ? 1 : 0)
    );
    const bias = select.map((_, i) =>
      kept.includes(i) ? 0 : featureMean(data.sparsity)
    );
    return [affineCandidate(affineNetwork(select, back, bias), problem)];
  },
};
export default drop;
