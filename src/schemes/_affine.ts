/**
 * Affine codes: no neurons, and a loss in closed form.
 *
 * @module
 */
import {
  featureMean,
  featureVariance,
  lossFromErrors,
} from "../features/mod.ts";
import { reconstruct } from "../networks/evaluate.ts";
import {
  autoencoder,
  countNeurons,
  countParameters,
  type Network,
  parameterOffsets,
} from "../networks/network.ts";
import type { ClosedCandidate } from "./mod.ts";
import type { Problem } from "../constructions/problem.ts";

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

/**
 * The best decoder of a noisy h, where that of the noiseless one is given: with independent hidden dimensions of signal-to-noise ratio 1/σ² and
 * a reconstruction that is right on average, everything shrinks towards the mean, `x̂ ↦ μ + (x̂ − μ)/(1 + σ²)`.
 */
function shrunk(network: Network, mean: number, noise: number): Network {
  const kept = 1 / (1 + noise * noise);
  const { weights, bias } = parameterOffsets(network.architecture).layers[1];
  return {
    ...network,
    parameters: network.parameters.map((value, at) =>
      at < weights ? value : kept * value + (at < bias! ? 0 : (1 - kept) * mean)
    ),
  };
}

/** What the noise adds to every feature's squared error: `Σ_j D_ji²·σ²·Var(h_j)`, since the noise is σ in units of h_j's deviation. */
function noiseErrors(
  { architecture, parameters }: Network,
  sparsity: number,
  noise: number,
): number[] {
  const variance = featureVariance(sparsity);
  const { inputs: n, outputs: m } = architecture.layers[0];
  const decoder = parameterOffsets(architecture).layers[1].weights;
  const errors = new Array<number>(n).fill(0);
  for (let j = 0; j < m; j++) {
    let power = 0;
    for (let i = 0; i < n; i++) {
      power += variance * parameters[i * m + j] * parameters[i * m + j];
    }
    errors.forEach((_, i) => {
      const d = parameters[decoder + j * n + i];
      errors[i] += d * d * noise * noise * power;
    });
  }
  return errors;
}

/**
 * The candidate of a scheme whose only code is an affine network.
 *
 * @param noiseless unbiased, with independent hidden dimensions, and the best decoder where there is no noise
 */
export function affineCandidate(
  noiseless: Network,
  { data, noise }: Problem,
): ClosedCandidate {
  const { sparsity } = data;
  const network = shrunk(noiseless, featureMean(sparsity), noise);
  const added = noiseErrors(network, sparsity, noise);
  const errors = affineErrors(network, sparsity);
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
