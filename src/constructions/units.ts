/**
 * Writing a network down unit by unit, and setting networks side by side.
 *
 * @module
 */
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

/** The units of an untied network with biases, layer by layer. */
function unitsOf({ architecture, parameters }: Network): Units[] {
  const offsets = parameterOffsets(architecture).layers;
  return architecture.layers.map(({ inputs, outputs }, l) =>
    Array.from({ length: outputs }, (_, o) =>
      unit(
        Array.from(
          { length: inputs },
          (_, i) => parameters[offsets[l].weights + i * outputs + o],
        ),
        parameters[offsets[l].bias! + o],
      ))
  );
}

/** One part of a block network and the features that it codes, in the order of its inputs. */
export interface Block {
  readonly features: readonly number[];
  readonly network: Network;
}

/**
 * Networks side by side as one: each reads and writes its own features and its own hidden
 * dimensions.
 *
 * @param blocks networks of equal depth; together they cover the features 0 … n − 1, each once
 */
export function blockNetwork(blocks: readonly Block[]): Network {
  const [{ features: first }] = blocks;
  if (blocks.length === 1 && first.every((feature, i) => feature === i)) {
    return blocks[0].network;
  }
  const { layers, encoderLayers }: Architecture =
    blocks[0].network.architecture;
  const parts = blocks.map(({ network }) => unitsOf(network));
  const stacked = layers.map((_, l) => {
    const inputs = parts.map((part) => part[l][0].weights.length);
    const total = inputs.reduce((sum, width) => sum + width, 0);
    let before = 0;
    return parts.flatMap((part, b) => {
      const from = before;
      before += inputs[b];
      return part[l].map(({ weights, bias }) => {
        const wide = new Array<number>(total).fill(0);
        weights.forEach((weight, i) => {
          wide[l === 0 ? blocks[b].features[i] : from + i] = weight;
        });
        return unit(wide, bias);
      });
    });
  });
  const output = stacked[layers.length - 1];
  const ordered = new Array<Unit>(output.length);
  blocks.flatMap(({ features }) => features).forEach((feature, at) => {
    ordered[feature] = output[at];
  });
  stacked[layers.length - 1] = ordered;
  return networkOfUnits(
    stacked.slice(0, encoderLayers),
    stacked.slice(encoderLayers),
  );
}
