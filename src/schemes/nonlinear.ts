/**
 * A trained code: n → k_e ReLU → m → k_d ReLU → n, as the paper's appendix imagines a model that
 * compresses nonlinearly. The reconstruction is affine in the last layer, or a ReLU of that, whose
 * n units then count as neurons too.
 *
 * @module
 */
import { autoencoder } from "../networks/network.ts";
import { checkProblem, everything, Refusal } from "../constructions/problem.ts";
import {
  type Scheme,
  type SchemeOptions,
  type TrainedCandidate,
} from "./mod.ts";
import {
  checkBudget,
  checkBudgets,
  trainedCandidate,
  withReluOutput,
} from "./_trained.ts";

const least = 2;

/**
 * Splits a budget in the given ratio, rounded, at least one neuron on either side.
 *
 * @throws {Refusal} for a budget below 2 or a ratio that is not of positive numbers
 */
export function splitBudget(
  neurons: number,
  [encoder, decoder]: SchemeOptions["split"],
): [encoder: number, decoder: number] {
  checkBudget(
    "nonlinear",
    neurons,
    least,
    "one for the encoder and one for the decoder",
  );
  if (
    !(encoder > 0 && decoder > 0 && encoder < Infinity && decoder < Infinity)
  ) {
    throw new Refusal(
      `split is ${encoder}:${decoder}: give two positive numbers, e.g. 1:1`,
    );
  }
  const first = Math.round(neurons * encoder / (encoder + decoder));
  const inEncoder = Math.min(Math.max(first, 1), neurons - 1);
  return [inEncoder, neurons - inEncoder];
}

const nonlinear: Scheme = {
  id: "nonlinear",
  summary: "a ReLU layer on either side of m dimensions; trained",
  candidates(problem, { neurons, split }) {
    checkProblem(problem, ...everything);
    const { data: { features }, hidden } = problem;
    checkBudgets(neurons);
    const model = (budget: number) => {
      const [encoder, decoder] = splitBudget(budget, split);
      return autoencoder(
        [features, encoder, hidden],
        [hidden, decoder, features],
      );
    };
    return neurons.flatMap((budget): TrainedCandidate[] => {
      const plain = trainedCandidate(model(budget), "identity output");
      const rest = budget - features;
      if (rest < least) return [plain];
      const rectified = withReluOutput(model(rest));
      return [plain, trainedCandidate(rectified, "relu output")];
    });
  },
};
export default nonlinear;
