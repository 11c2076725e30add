/**
 * Affine codes as networks: no neurons, and errors in closed form.
 *
 * @module
 */
import {
  covariance,
  type FeatureDistribution,
  featureMeans,
} from "../features/mod.ts";
import { reconstruct } from "../networks/evaluate.ts";
import {
  autoencoder,
  type Network,
  parameterOffsets,
} from "../networks/network.ts";

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

/** `wᵀCw`, the variance of `Σ w_i·x_i`: `Σ C_ii·w_i² + 2·Σ_{i<j} C_ij·w_i·w_j`. */
function varianceAlong(data: FeatureDistribution): (w: number[]) => number {
  const matrix = covariance(data);
  const pairs = matrix.map((row, i) =>
    row.flatMap((value, j) => j < i && value !== 0 ? [j] : [])
  );
  return (w) => {
    let sum = 0, crossed = 0;
    w.forEach((value, i) => {
      sum += matrix[i][i] * value * value;
      for (const j of pairs[i]) crossed += matrix[i][j] * value * w[j];
    });
    return sum + 2 * crossed;
  };
}

/**
 * `E(x_i − x̂_i)²` of an affine network. With `x̂ = x·A + b`, `r = A_·i − δ_·i` and features of
 * mean μ and covariance C it is `rᵀCr + (μ·r + b_i)²`.
 *
 * @param network identity layers only
 */
export function affineErrors(
  network: Network,
  data: FeatureDistribution,
): number[] {
  const means = featureMeans(data);
  const n = network.architecture.layers[0].inputs;
  const offset = reconstruct(network, new Float64Array(n));
  const residuals = Array.from(offset, () => new Array<number>(n).fill(0));
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    reconstruct(network, unit).forEach((value, i) => {
      residuals[i][j] = value - offset[i] - (i === j ? 1 : 0);
    });
  }
  const variance = varianceAlong(data);
  return residuals.map((r, i) => {
    const bias = r.reduce((sum, value, j) => sum + means[j] * value, offset[i]);
    return variance(r) + bias * bias;
  });
}

/**
 * The decoder of a noisy h from that of the noiseless one. A hidden dimension of signal-to-noise
 * ratio 1/σ² tells 1/(1 + σ²) of what it told. So where each feature is read off one dimension by
 * the line that fits it best, or dimensions are uncorrelated and the decoder is the best one,
 * everything shrinks towards the mean, `x̂ ↦ μ + (x̂ − μ)/(1 + σ²)`, and nothing better can be
 * done.
 *
 * @param network right on average
 */
export function shrunk(
  network: Network,
  data: FeatureDistribution,
  noise: number,
): Network {
  const means = featureMeans(data);
  const kept = 1 / (1 + noise * noise);
  const { weights, bias } = parameterOffsets(network.architecture).layers[1];
  return {
    ...network,
    parameters: network.parameters.map((value, at) =>
      at < weights
        ? value
        : kept * value + (at < bias! ? 0 : (1 - kept) * means[at - bias!])
    ),
  };
}

/**
 * What the noise adds to every feature's squared error: `Σ_j D_ji²·σ²·Var(h_j)`, since the noise is
 * σ in units of h_j's deviation.
 */
export function noiseErrors(
  { architecture, parameters }: Network,
  data: FeatureDistribution,
  noise: number,
): number[] {
  const { inputs: n, outputs: m } = architecture.layers[0];
  const decoder = parameterOffsets(architecture).layers[1].weights;
  const variance = varianceAlong(data);
  const errors = new Array<number>(n).fill(0);
  for (let j = 0; j < m; j++) {
    const power = variance(
      Array.from({ length: n }, (_, i) => parameters[i * m + j]),
    );
    errors.forEach((_, i) => {
      const d = parameters[decoder + j * n + i];
      errors[i] += d * d * noise * noise * power;
    });
  }
  return errors;
}
