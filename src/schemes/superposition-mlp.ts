/**
 * Superposition with a decoder that may compute: a linear encoder n → m, so that features are
 * directions in the hidden state, and a decoder m → k ReLU → n that spends its neurons on undoing
 * the interference.
 *
 * @module
 */
import { autoencoder } from "../networks/network.ts";
import { checkProblem, everything } from "../constructions/problem.ts";
import type { Scheme, TrainedCandidate } from "./mod.ts";
import {
  checkBudget,
  checkBudgets,
  trainedCandidate,
  withReluOutput,
} from "./_trained.ts";

const superpositionMlp: Scheme = {
  id: "superposition-mlp",
  summary: "a linear encoder, a ReLU layer behind m dimensions; trained",
  candidates(problem, { neurons }) {
    checkProblem(problem, ...everything);
    const { data: { features }, hidden } = problem;
    checkBudgets(neurons);
    const model = (width: number) =>
      autoencoder([features, hidden], [hidden, width, features]);
    return neurons.flatMap((budget): TrainedCandidate[] => {
      checkBudget("superposition-mlp", budget, 1, "all for the decoder");
      const plain = trainedCandidate(model(budget), "identity output");
      if (budget <= features) return [plain];
      // A ReLU on each feature costs n of the budget.
      const rest = withReluOutput(model(budget - features));
      return [plain, trainedCandidate(rest, "relu output")];
    });
  },
};
export default superpositionMlp;
