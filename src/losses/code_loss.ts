/**
 * The loss of any code on a set of samples, with or without noise on its hidden state.
 *
 * @module
 */
import {
  type FeatureDistribution,
  importances,
  type Loss,
  lossFromErrors,
} from "../features/mod.ts";
import { evaluationSet, type SetPurpose } from "./evaluation_set.ts";
import { transmit } from "./channel.ts";

/** A loss estimated from samples. */
export interface EstimatedLoss {
  readonly loss: Loss;
  /** Standard error of `loss.mse`, in its unit. */
  readonly standardError: number;
}

/**
 * Anything that keeps `x[n]` in `h[m]`. What either function returns may be overwritten by its next
 * call.
 */
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
  /**
   * Whether the decoder is trained for a hidden state of unit power, or made for the code's own h
   * without noise. The latter's reconstruction is then fitted to the noise, `x̂_i ↦ a_i·x̂_i + b_i`
   * by least squares on samples apart: without it, it would lose for trusting what it reads, and an
   * affine map on the output costs a network nothing.
   */
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
  code: Code,
  data: FeatureDistribution,
  set: Float64Array,
  channel: Channel = noiseless,
): EstimatedLoss {
  const { features } = data;
  const { noise, units } = channel;
  const samples = set.length / features;
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(
      `the set has ${set.length} numbers for ${features} features: pass whole rows, at least 2`,
    );
  }
  const back = reconstructions(code, features, set, channel, "evaluation");
  if (noise > 0 && units === "own") {
    const others = evaluationSet(data, samples, "fit");
    const theirs = reconstructions(code, features, others, channel, "fit");
    for (let i = 0; i < features; i++) {
      const [slope, offset] = regression(others, theirs, i, features);
      for (let at = i; at < back.length; at += features) {
        back[at] = slope * back[at] + offset;
      }
    }
  }
  const weights = importances(data);
  const errors = new Array<number>(features).fill(0);
  const losses = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < features; i++) {
      const at = sample * features + i;
      const distance = back[at] - set[at];
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

/** `x̂[samples, n]` of every sample `x[samples, n]`. */
function reconstructions(
  { hidden, encode, decode }: Code,
  features: number,
  set: Float64Array,
  { noise, units }: Channel,
  purpose: SetPurpose,
): Float64Array {
  const samples = set.length / features;
  const states = new Float64Array(samples * hidden);
  for (let sample = 0; sample < samples; sample++) {
    const x = set.subarray(sample * features, (sample + 1) * features);
    states.set(encode(x), sample * hidden);
  }
  const received = noise > 0
    ? transmit(states, hidden, noise, units, purpose)
    : states;
  const back = new Float64Array(set.length);
  for (let sample = 0; sample < samples; sample++) {
    const h = received.subarray(sample * hidden, (sample + 1) * hidden);
    back.set(decode(h), sample * features);
  }
  return back;
}

/**
 * Slope and offset of the least-squares line from a feature's reconstruction to the feature,
 * `[samples, n]` both.
 */
function regression(
  set: Float64Array,
  back: Float64Array,
  feature: number,
  features: number,
): [slope: number, offset: number] {
  const samples = set.length / features;
  let meanX = 0, meanY = 0, square = 0, product = 0;
  for (let at = feature; at < set.length; at += features) {
    meanX += back[at] / samples;
    meanY += set[at] / samples;
  }
  for (let at = feature; at < set.length; at += features) {
    square += (back[at] - meanX) * (back[at] - meanX);
    product += (back[at] - meanX) * (set[at] - meanY);
  }
  const slope = square > 0 ? product / square : 0;
  return [slope, meanY - slope * meanX];
}
