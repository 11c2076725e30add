/**
 * Put the features into m groups and store each group's mean, which stands for every member. Where
 * members are not alike, each is read off the mean by the line that fits it best.
 *
 * A group of g features that are independent and alike loses `(1 − 1/g)·Var(x)` per member. Group
 * sizes are n/m rounded down or up; the features of larger I_i·Var(x_i) go into the smaller groups,
 * which then is the best that groups of these sizes allow. Of equal ones neighbours share a group:
 * of correlated features, those that are active together, where sizes agree.
 *
 * @module
 */
import { affineNetwork } from "../constructions/affine.ts";
import {
  byWeight,
  checkProblem,
  everything,
} from "../constructions/problem.ts";
import { covariance, featureMeans } from "../features/mod.ts";
import { affineCandidate } from "./_affine.ts";
import type { Scheme } from "./mod.ts";

/** The mean of some numbers, exact where all are equal. */
const mean = ([first, ...others]: readonly number[]) =>
  first +
  others.reduce((sum, x) => sum + (x - first), 0) / (1 + others.length);

const average: Scheme = {
  id: "average",
  summary:
    "the mean of each of m groups stands for its members; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem, ...everything);
    const { data, hidden } = problem;
    const { features } = data;
    const size = Math.floor(features / hidden);
    const larger = features % hidden;
    const order = byWeight(problem);
    const groups = Array.from(
      { length: hidden },
      (_, g) => order.splice(0, g < hidden - larger ? size : size + 1),
    );
    const encoder = Array.from(
      { length: features },
      (_, i) => groups.map((group) => group.includes(i) ? 1 / group.length : 0),
    );
    const decoder = groups.map(() => encoder.map(() => 0));
    const bias = encoder.map(() => 0);
    const matrix = covariance(data), means = featureMeans(data);
    groups.forEach((group, g) => {
      // The covariances of the members with the sum of the group; their mean is that of the sum
      // with the group's mean.
      const shared = group.map((i) =>
        group.reduce((sum, j) => sum + matrix[i][j], 0)
      );
      const whole = mean(shared), centre = mean(group.map((i) => means[i]));
      group.forEach((i, at) => {
        const slope = shared[at] / whole;
        decoder[g][i] = slope;
        bias[i] = means[i] - slope * centre;
      });
    });
    return [affineCandidate(affineNetwork(encoder, decoder, bias), problem)];
  },
};
export default average;
