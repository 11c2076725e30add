/**
 * Keep the m features of the largest I_i·Var(x_i) as they are and guess the mean of the others,
 * also where something that is kept would tell more of them: that is what `linear` does.
 *
 * @module
 */
import { affineNetwork } from "../constructions/affine.ts";
import {
  byWeight,
  checkProblem,
  everything,
} from "../constructions/problem.ts";
import { featureMeans } from "../features/mod.ts";
import { affineCandidate } from "./_affine.ts";
import type { Scheme } from "./mod.ts";

const drop: Scheme = {
  id: "drop",
  summary:
    "keep m features, guess the mean of the rest; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem, ...everything);
    const { data, hidden } = problem;
    const kept = byWeight(problem).slice(0, hidden);
    const select = Array.from(
      { length: data.features },
      (_, i) => kept.map((feature) => feature === i ? 1 : 0),
    );
    const back = kept.map((feature) =>
      select.map((_, i) => feature === i ? 1 : 0)
    );
    const bias = featureMeans(data).map((mean, i) =>
      kept.includes(i) ? 0 : mean
    );
    return [affineCandidate(affineNetwork(select, back, bias), problem)];
  },
};
export default drop;
