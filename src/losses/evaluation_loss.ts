/**
 * The loss of a network on an evaluation set: for more features than `exact_loss.ts` covers, and
 * for noisy hidden states.
 *
 * @module
 */
import type { FeatureDistribution } from "../features/mod.ts";
import {
  type Channel,
  type Code,
  codeLoss,
  type EstimatedLoss,
  noiseless,
} from "./code_loss.ts";
import { activations, mayDie } from "../networks/activations/mod.ts";
import { prepare } from "../networks/evaluate.ts";
import type { Architecture, Network } from "../networks/network.ts";

/**
 * A network as a code.
 *
 * @param notice is told what every layer gives, in an array that the next call overwrites
 */
export function networkCode(
  network: Network,
  notice: (layer: number, output: Float64Array) => void = () => {},
): Code {
  const { layers, encoderLayers } = network.architecture;
  const half = (from: number, to: number) => {
    const forward = prepare(network, from, to);
    return (input: Float64Array) => {
      const outputs = forward(input);
      outputs.forEach((output, l) => notice(from + l, output));
      return outputs[outputs.length - 1];
    };
  };
  return {
    hidden: layers[encoderLayers].inputs,
    encode: half(0, encoderLayers),
    decode: half(encoderLayers, layers.length),
  };
}

/** Loss of a network as {@link codeLoss} has it. */
export interface NetworkLoss extends EstimatedLoss {
  /**
   * Of the units that may die, the share that gives 0 for every sample, in [0, 1]; 0 for a network
   * that has none.
   */
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
  const { layers } = network.architecture;
  const widths = [layers[0].inputs, layers[layers.length - 1].outputs];
  if (widths.some((width) => width !== features)) {
    throw new RangeError(
      `the network maps ${widths[0]} features to ${
        widths[1]
      } but the data has ${features}: make the three equal`,
    );
  }
  const units = watchUnits(network.architecture);
  const code = networkCode(network, units.notice);
  const estimated = codeLoss(code, data, set, channel);
  return { ...estimated, deadUnits: units.dead() };
}

/** Watches which units of a network ever fire. */
export function watchUnits({ layers }: Architecture): {
  /** Takes what a layer gives for one sample. */
  readonly notice: (layer: number, output: Float64Array) => void;
  /** Of the units that may die, the share that has given 0 every time; 0 where there are none. */
  readonly dead: () => number;
} {
  const alive = layers.map(({ activation, outputs }) =>
    mayDie(activations.get(activation)) ? new Uint8Array(outputs) : null
  );
  return {
    notice(layer, output) {
      const fired = alive[layer];
      if (fired === null) return;
      for (let i = 0; i < output.length; i++) {
        if (output[i] > 0 || output[i] < 0) fired[i] = 1;
      }
    },
    dead() {
      const units = countMortal({ layers });
      const living = alive.reduce(
        (sum, fired) => sum + (fired?.reduce((a, b) => a + b, 0) ?? 0),
        0,
      );
      return units > 0 ? (units - living) / units : 0;
    },
  };
}

/** How many units of a network may die: what the share of dead ones is a share of. */
export function countMortal({ layers }: Pick<Architecture, "layers">): number {
  return layers.reduce(
    (sum, { activation, outputs }) =>
      sum + (mayDie(activations.get(activation)) ? outputs : 0),
    0,
  );
}
