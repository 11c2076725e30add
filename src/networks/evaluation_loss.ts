/**
 * The loss of a network on an evaluation set: for more features than `exact_loss.ts` covers.
 *
 * @module
 */
import {
  type FeatureDistribution,
  importances,
  type Loss,
  lossFromErrors,
} from "../features/distribution.ts";
import { prepare } from "./evaluate.ts";
import type { Network } from "./network.ts";

/** A loss estimated from samples, and what of the network never fires on them. */
export interface EstimatedLoss {
  readonly loss: Loss;
  /** Standard error of `loss.mse`, in its unit. */
  readonly standardError: number;
  /** Share of the ReLU units that give 0 for every sample, in [0, 1]; 0 for a network that has none. */
  readonly deadUnits: number;
}

/**
 * Mean loss over the samples, in float64, with the standard error of its mse and the share of dead units.
 *
 * @param network n features in and out
 * @param data the distribution that `set` was drawn from
 * @param set `x[samples, n]`, row by row, from `evaluationSet`, at least 2 samples
 * @throws {RangeError} where the widths do not fit
 */
export function evaluationLoss(
  network: Network,
  data: FeatureDistribution,
  set: Float64Array,
): EstimatedLoss {
  const { features } = data;
  const { layers } = network.architecture;
  const widths = [layers[0].inputs, layers[layers.length - 1].outputs];
  if (widths.some((width) => width !== features)) {
    throw new RangeError(
      `the network maps ${widths[0]} features to ${
        widths[1]
      } but the data has ${features}: make the three equal`,
    );
  }
  const samples = set.length / features;
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(
      `the set has ${set.length} numbers for ${features} features: pass whole rows, at least 2`,
    );
  }
  const weights = importances(data);
  const errors = new Array<number>(features).fill(0);
  const losses = new Float64Array(samples);
  const forward = prepare(network);
  const alive = layers.map(({ outputs }) => new Uint8Array(outputs));
  for (let sample = 0; sample < samples; sample++) {
    const x = set.subarray(sample * features, (sample + 1) * features);
    const outputs = forward(x);
    outputs.forEach((output, l) => {
      for (let i = 0; i < output.length; i++) {
        if (output[i] > 0) alive[l][i] = 1;
      }
    });
    outputs[layers.length - 1].forEach((value, i) => {
      const squared = (value - x[i]) * (value - x[i]);
      errors[i] += squared / samples;
      losses[sample] += weights[i] * squared / features;
    });
  }
  let units = 0, dead = 0;
  layers.forEach(({ activation, outputs }, l) => {
    if (activation !== "relu") return;
    units += outputs;
    dead += outputs - alive[l].reduce((sum, fires) => sum + fires, 0);
  });
  const loss = lossFromErrors(data, errors);
  const spread = losses.reduce(
    (sum, value) => sum + (value - loss.mse) * (value - loss.mse),
    0,
  );
  return {
    loss,
    standardError: Math.sqrt(spread / (samples - 1) / samples),
    deadUnits: units > 0 ? dead / units : 0,
  };
}
