/**
 * The candidates of the schemes whose only code is affine: no neurons, and a loss in closed form.
 *
 * @module
 */
import { affineErrors, noiseErrors, shrunk } from "../constructions/affine.ts";
import type { Problem } from "../constructions/problem.ts";
import { lossFromErrors } from "../features/mod.ts";
import {
  countNeurons,
  countParameters,
  type Network,
} from "../networks/network.ts";
import type { ClosedCandidate } from "./mod.ts";

/**
 * The candidate of an affine network. Under noise its reconstruction is shrunk towards the mean,
 * see {@link shrunk}.
 *
 * @param noiseless right on average where there is no noise
 */
export function affineCandidate(
  noiseless: Network,
  { data, noise }: Problem,
): ClosedCandidate {
  const network = shrunk(noiseless, data, noise);
  const added = noiseErrors(network, data, noise);
  const errors = affineErrors(network, data);
  return {
    kind: "closed",
    variant: null,
    segments: null,
    epsilon: null,
    neurons: countNeurons(network.architecture),
    parameters: countParameters(network.architecture),
    loss: lossFromErrors(data, errors.map((error, i) => error + added[i])),
    network,
  };
}
