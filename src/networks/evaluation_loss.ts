/**
 * The loss of a code on an evaluation set: for more features than `exact_loss.ts` covers, and for noisy hidden states.
 *
 * @module
 */
import {
  type FeatureDistribution,
  importances,
  type Loss,
  lossFromErrors,
} from "../features/distribution.ts";
import { transmit } from "./channel.ts";
import { prepare } from "./evaluate.ts";
import type { Network } from "./network.ts";

/** A loss estimated from samples. */
export interface EstimatedLoss {
  readonly loss: Loss;
  /** Standard error of `loss.mse`, in its unit. */
  readonly standardError: number;
}

/** Anything that keeps `x[n]` in `h[m]`. What either function returns may be overwritten by its next call. */
export interface Code {
  /** m. */
  readonly hidden: number;
  encode(x: Float64Array): ArrayLike<number>;
  decode(h: Float64Array): ArrayLike<number>;
}

/** How the hidden state is read, see `channel.ts`. */
export interface Channel {
  /** σ; 0 for a hidden state as it is. */
  readonly noise: number;
  /** Whether the decoder is made for a hidden state of unit power, or for the code's own h. */
  readonly units: "power" | "own";
}

/** A hidden state without noise. */
export const noiseless: Channel = { noise: 0, units: "own" };

/**
 * Mean loss of a code over the samples, in float64, with the standard error of its mse.
 *
 * @param data n features; the distribution that `set` was drawn from
 * @param set `x[samples, n]`, row by row, from `evaluationSet`, at least 2 samples
 * @throws {RangeError} where the set does not fit
 */
export function codeLoss(
  { hidden, encode, decode }: Code,
  data: FeatureDistribution,
  set: Float64Array,
  { noise, units }: Channel = noiseless,
): EstimatedLoss {
  const { features } = data;
  const samples = set.length / features;
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(
      `the set has ${set.length} numbers for ${features} features: pass whole rows, at least 2`,
    );
  }
  const states = new Float64Array(samples * hidden);
  for (let sample = 0; sample < samples; sample++) {
    const x = set.subarray(sample * features, (sample + 1) * features);
    states.set(encode(x), sample * hidden);
  }
  const received = noise > 0 ? transmit(states, hidden, noise, units) : states;
  const weights = importances(data);
  const errors = new Array<number>(features).fill(0);
  const losses = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const h = received.subarray(sample * hidden, (sample + 1) * hidden);
    const reconstruction = decode(h);
    for (let i = 0; i < features; i++) {
      const distance = reconstruction[i] - set[sample * features + i];
      const squared = distance * distance;
      errors[i] += squared / samples;
      losses[sample] += weights[i] * squared / features;
    }
  }
  const loss = lossFromErrors(data, errors);
  const spread = losses.reduce(
    (sum, value) => sum + (value - loss.mse) * (value - loss.mse),
    0,
  );
  return { loss, standardError: Math.sqrt(spread / (samples - 1) / samples) };
}

/** Loss of a network as {@link codeLoss} has it. */
export interface NetworkLoss extends EstimatedLoss {
  /** Share of the ReLU units that give 0 for every sample, in [0, 1]; 0 for a network that has none. */
  readonly deadUnits: number;
}

/**
 * Mean loss of a network over the samples, with the share of its dead units.
 *
 * @param network n features in and out
 * @throws {RangeError} where the widths do not fit
 */
export function evaluationLoss(
  network: Network,
  data: FeatureDistribution,
  set: Float64Array,
  channel: Channel = noiseless,
): NetworkLoss {
  const { features } = data;
  const { layers, encoderLayers } = network.architecture;
  const widths = [layers[0].inputs, layers[layers.length - 1].outputs];
  if (widths.some((width) => width !== features)) {
    throw new RangeError(
      `the network maps ${widths[0]} features to ${
        widths[1]
      } but the data has ${features}: make the three equal`,
    );
  }
  const alive = layers.map(({ outputs }) => new Uint8Array(outputs));
  /** Some of the layers, which notes what fires. */
  const half = (from: number, to: number) => {
    const forward = prepare(network, from, to);
    return (input: Float64Array) => {
      const outputs = forward(input);
      outputs.forEach((output, l) => {
        for (let i = 0; i < output.length; i++) {
          if (output[i] > 0) alive[from + l][i] = 1;
        }
      });
      return outputs[outputs.length - 1];
    };
  };
  const code = {
    hidden: layers[encoderLayers].inputs,
    encode: half(0, encoderLayers),
    decode: half(encoderLayers, layers.length),
  };
  const estimated = codeLoss(code, data, set, channel);
  let units = 0, dead = 0;
  layers.forEach(({ activation, outputs }, l) => {
    if (activation !== "relu") return;
    units += outputs;
    dead += outputs - alive[l].reduce((sum, fires) => sum + fires, 0);
  });
  return { ...estimated, deadUnits: units > 0 ? dead / units : 0 };
}
