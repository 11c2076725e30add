/**
 * Writing a network down unit by unit, and setting networks side by side.
 *
 * @module
 */
import type { Code } from "../losses/code_loss.ts";
import { networkCode } from "../losses/evaluation_loss.ts";
import {
  type Architecture,
  autoencoder,
  type Network,
  parameterOffsets,
} from "../networks/network.ts";

/**
 * One unit: `weights · input + bias`, through a ReLU unless it is part of the hidden state or the
 * output.
 */
export interface Unit {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** A layer, its units in order. */
export type Units = readonly Unit[];

/** A unit from its weights and bias. */
export function unit(weights: readonly number[], bias = 0): Unit {
  return { weights, bias };
}

/**
 * The autoencoder with these units. Hidden layers apply a ReLU, the hidden state and the output do
 * not.
 *
 * @param encoder its layers; the last one is the hidden state
 * @param decoder its layers; the last one is the output
 */
export function networkOfUnits(
  encoder: readonly Units[],
  decoder: readonly Units[],
): Network {
  const widths = (layers: readonly Units[]) => [
    layers[0][0].weights.length,
    ...layers.map((layer) => layer.length),
  ];
  const parameters = [...encoder, ...decoder].flatMap((layer) => [
    ...layer[0].weights.flatMap((_, i) => layer.map((u) => u.weights[i])),
    ...layer.map((u) => u.bias),
  ]);
  return {
    architecture: autoencoder(widths(encoder), widths(decoder)),
    parameters: Float64Array.from(parameters),
  };
}

/** One part of a block network and the features that it codes, in the order of its inputs. */
export interface Block {
  readonly features: readonly number[];
  readonly network: Network;
}

/** The architecture of {@link blockNetwork}, without its parameters: most of them are 0. */
export function blockArchitecture(blocks: readonly Block[]): Architecture {
  const { layers, encoderLayers } = blocks[0].network.architecture;
  const wide = (width: (network: Network) => number) =>
    blocks.reduce((sum, { network }) => sum + width(network), 0);
  const widths = [
    wide(({ architecture }) => architecture.layers[0].inputs),
    ...layers.map((_, l) =>
      wide(({ architecture }) => architecture.layers[l].outputs)
    ),
  ];
  return autoencoder(
    widths.slice(0, encoderLayers + 1),
    widths.slice(encoderLayers),
  );
}

/**
 * Networks side by side as one: each reads and writes its own features and its own hidden
 * dimensions.
 *
 * @param blocks untied networks with biases, of equal depth; together they cover the features 0 …
 * n − 1, each once
 */
export function blockNetwork(blocks: readonly Block[]): Network {
  const architecture = blockArchitecture(blocks);
  const { layers, length } = parameterOffsets(architecture);
  const parameters = new Float64Array(length);
  const last = layers.length - 1;
  architecture.layers.forEach(({ outputs }, l) => {
    const { weights, bias } = layers[l];
    let row = 0, column = 0;
    for (const { features, network: own } of blocks) {
      const shape = own.architecture.layers[l];
      const from = parameterOffsets(own.architecture).layers[l];
      for (let o = 0; o < shape.outputs; o++) {
        const to = l === last ? features[o] : column + o;
        for (let i = 0; i < shape.inputs; i++) {
          const at = l === 0 ? features[i] : row + i;
          parameters[weights + at * outputs + to] =
            own.parameters[from.weights + i * shape.outputs + o];
        }
        parameters[bias! + to] = own.parameters[from.bias! + o];
      }
      row += shape.inputs;
      column += shape.outputs;
    }
  });
  return { architecture, parameters };
}

/**
 * The code of a block network, block by block: what it gives is the same, bit for bit, but a sample
 * costs no multiplication by the zeros between the blocks.
 */
export function blockCode(blocks: readonly Block[]): Code {
  const back = new Float64Array(
    blocks.reduce((sum, { features }) => sum + features.length, 0),
  );
  const parts = blocks.map(({ features, network }) => {
    // The features in order, so that sums are added up as in the whole network.
    const sorted = [...features].sort((a, b) => a - b);
    const places = features.map((feature) => sorted.indexOf(feature));
    const code = networkCode(blockNetwork([{ features: places, network }]));
    return { ...code, features: sorted, x: new Float64Array(sorted.length) };
  });
  const hidden = parts.reduce((sum, part) => sum + part.hidden, 0);
  const states = new Float64Array(hidden);
  return {
    hidden,
    encode(x) {
      let at = 0;
      for (const part of parts) {
        part.features.forEach((feature, i) => part.x[i] = x[feature]);
        states.set(part.encode(part.x), at);
        at += part.hidden;
      }
      return states;
    },
    decode(h) {
      let at = 0;
      for (const part of parts) {
        const own = part.decode(h.subarray(at, at + part.hidden));
        part.features.forEach((feature, i) => back[feature] = own[i]);
        at += part.hidden;
      }
      return back;
    },
  };
}
