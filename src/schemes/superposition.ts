/**
 * The ReLU-output model of *Toy Models of Superposition*: `h = W x`, `x̂ = ReLU(Wᵀ h + b)`. Features are directions, the columns of W;
 * more of them than dimensions interfere, and the ReLU with a negative bias filters what it can. Its n output ReLUs are
 * its neurons, so there is no budget to choose. For two features in one dimension see `_two_in_one.ts`.
 *
 * @module
 */
import type { Architecture } from "../networks/network.ts";
import { checkProblem } from "./_check.ts";
import type { Scheme } from "./_scheme.ts";
import { trainedCandidate } from "./_trained.ts";

/** The tied model, `W[n, m]` then `b[n]` in its parameters; the hidden state has no bias. */
export function superpositionModel(n: number, m: number): Architecture {
  return {
    layers: [
      {
        inputs: n,
        outputs: m,
        activation: "identity",
        bias: false,
        tiedTo: null,
      },
      { inputs: m, outputs: n, activation: "relu", bias: true, tiedTo: 0 },
    ],
    encoderLayers: 1,
  };
}

const superposition: Scheme = {
  id: "superposition",
  summary: "m directions for n features, tied, ReLU on the output; trained",
  candidates(problem) {
    checkProblem(problem, "noise");
    const { data: { features }, hidden } = problem;
    return [trainedCandidate(superpositionModel(features, hidden), null)];
  },
};
export default superposition;
