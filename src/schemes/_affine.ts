/**
 * Affine codes: no neurons, and a loss in closed form.
 *
 * @module
 */
import {
  type FeatureDistribution,
  featureMean,
  featureVariance,
  lossFromErrors,
} from "../features/distribution.ts";
import { reconstruct } from "../networks/evaluate.ts";
import {
  autoencoder,
  countNeurons,
  countParameters,
  type Network,
} from "../networks/network.ts";
import type { ClosedCandidate } from "./_scheme.ts";

/**
 * The network `h = x·E`, `x̂ = h·D + b`.
 *
 * @param encoder E, n rows of m
 * @param decoder D, m rows of n
 * @param bias b, n numbers
 */
export function affineNetwork(
  encoder: readonly (readonly number[])[],
  decoder: readonly (readonly number[])[],
  bias: readonly number[],
): Network {
  const n = encoder.length, m = decoder.length;
  return {
    architecture: autoencoder([n, m], [m, n]),
    parameters: Float64Array.from([
      ...encoder.flat(),
      ...new Array<number>(m).fill(0),
      ...decoder.flat(),
      ...bias,
    ]),
  };
}

/**
 * `E(x_i − x̂_i)²` of an affine network. With `x̂ = x·A + b` and independent features of mean μ and variance v it is
 * `v·Σ_j (A_ji − δ_ji)² + (μ·Σ_j (A_ji − δ_ji) + b_i)²`.
 *
 * @param network identity layers only
 */
export function affineErrors(network: Network, sparsity: number): number[] {
  const mean = featureMean(sparsity), variance = featureVariance(sparsity);
  const n = network.architecture.layers[0].inputs;
  const offset = reconstruct(network, new Float64Array(n));
  const errors = new Array<number>(n).fill(0);
  const bias = Array.from(offset);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    reconstruct(network, unit).forEach((value, i) => {
      const residual = value - offset[i] - (i === j ? 1 : 0);
      errors[i] += variance * residual * residual;
      bias[i] += mean * residual;
    });
  }
  return errors.map((error, i) => error + bias[i] * bias[i]);
}

/** The candidate of a scheme whose only code is an affine network. */
export function affineCandidate(
  network: Network,
  data: FeatureDistribution,
): ClosedCandidate {
  return {
    kind: "closed",
    variant: null,
    segments: null,
    epsilon: null,
    neurons: countNeurons(network.architecture),
    parameters: countParameters(network.architecture),
    loss: lossFromErrors(data, affineErrors(network, data.sparsity)),
    network,
  };
}
