/**
 * A trained code: n → k_e ReLU → m → k_d ReLU → n, as the paper's appendix imagines a model that compresses nonlinearly.
 *
 * @module
 */
import {
  autoencoder,
  countNeurons,
  countParameters,
} from "../networks/network.ts";
import { checkProblem } from "./_check.ts";
import { Refusal, type Scheme, type SchemeOptions } from "./_scheme.ts";

/**
 * Splits a budget in the given ratio, rounded, at least one neuron on either side.
 *
 * @throws {Refusal} for a budget below 2 or a ratio that is not of positive numbers
 */
export function splitBudget(
  neurons: number,
  [encoder, decoder]: SchemeOptions["split"],
): [encoder: number, decoder: number] {
  if (!Number.isInteger(neurons) || neurons < 2) {
    throw new Refusal(
      `neurons is ${neurons}: nonlinear needs a whole number of at least 2, one for the encoder and one for the decoder`,
    );
  }
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
    checkProblem(problem);
    const { data: { features }, hidden } = problem;
    if (neurons.length === 0) {
      throw new Refusal("neurons is empty: give at least one budget");
    }
    return neurons.map((budget) => {
      const [encoder, decoder] = splitBudget(budget, split);
      const architecture = autoencoder(
        [features, encoder, hidden],
        [hidden, decoder, features],
      );
      return {
        kind: "trained" as const,
        variant: null,
        segments: null,
        epsilon: null,
        neurons: countNeurons(architecture),
        parameters: countParameters(architecture),
        architecture,
      };
    });
  },
};
export default nonlinear;
