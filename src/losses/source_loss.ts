/**
 * The loss of a network that reads the hidden state of another one, on an evaluation set.
 *
 * @module
 */
import type { FeatureDistribution } from "../features/mod.ts";
import { prepare } from "../networks/evaluate.ts";
import type { Network } from "../networks/network.ts";
import { type Channel, codeLoss, noiseless } from "./code_loss.ts";
import {
  networkCode,
  type NetworkLoss,
  watchUnits,
} from "./evaluation_loss.ts";
import { checkSource, type HiddenSource, type Source } from "./source.ts";

/**
 * Refuses noise where no loss covers it. Asked before training too, which may take hours.
 *
 * @throws {RangeError} for a dictionary with noise
 */
export function checkNoise(source: Source, noise: number): void {
  if (source.kind === "hidden" && source.target === "hidden" && noise > 0) {
    throw new RangeError(
      `noise is ${noise} on a dictionary of a hidden state: its loss is only known without; make it 0`,
    );
  }
}

/**
 * Mean loss of a probe or a dictionary over the samples, with the share of its dead units.
 *
 * A probe is measured against the features, like any code. A dictionary is measured against the
 * hidden state: its mse is a mean over the m hidden dimensions, its fvu the part of their variance
 * over the set that it leaves.
 *
 * @param network what was trained, not what it reads
 * @param set `x[samples, n]`, row by row
 * @param channel what happens to the hidden state of `network`
 * @throws {RangeError} where widths do not fit, or for a dictionary with noise
 */
export function sourceLoss(
  network: Network,
  source: HiddenSource,
  data: FeatureDistribution,
  set: Float64Array,
  channel: Channel = noiseless,
): NetworkLoss {
  checkSource(source, data, network.architecture);
  checkNoise(source, channel.noise);
  const { architecture, parameters } = source.network;
  const given = prepare(
    { architecture, parameters: Float64Array.from(parameters) },
    0,
    architecture.encoderLayers,
  );
  const hiddenState = (x: Float64Array) => given(x).at(-1)!;
  const units = watchUnits(network.architecture);
  const code = networkCode(network, units.notice);
  if (source.target === "features") {
    const probe = {
      ...code,
      encode: (x: Float64Array) => code.encode(hiddenState(x)),
    };
    const estimated = codeLoss(probe, data, set, channel);
    return { ...estimated, deadUnits: units.dead() };
  }
  const { features } = data;
  const samples = set.length / features;
  const hidden = network.architecture.layers[0].inputs;
  const losses = new Float64Array(samples);
  const sums = new Float64Array(hidden), squares = new Float64Array(hidden);
  for (let sample = 0; sample < samples; sample++) {
    const x = set.subarray(sample * features, (sample + 1) * features);
    const h = hiddenState(x);
    const back = code.decode(Float64Array.from(code.encode(h)));
    for (let j = 0; j < hidden; j++) {
      const distance = back[j] - h[j];
      losses[sample] += distance * distance / hidden;
      sums[j] += h[j] / samples;
      squares[j] += h[j] * h[j] / samples;
    }
  }
  const mse = losses.reduce((sum, loss) => sum + loss / samples, 0);
  const variance = squares.reduce(
    (sum, square, j) => sum + (square - sums[j] * sums[j]) / hidden,
    0,
  );
  const spread = losses.reduce(
    (sum, loss) => sum + (loss - mse) * (loss - mse),
    0,
  );
  return {
    loss: { mse, fvu: mse / variance },
    standardError: Math.sqrt(spread / (samples - 1) / samples),
    deadUnits: units.dead(),
  };
}
