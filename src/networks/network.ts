/**
 * A network as plain data. Nothing in here computes: `evaluate.ts` runs a network in float64,
 * `src/training/` fits one.
 *
 * @module
 */

/** One dense layer, `y = activation(x·W + b)` with `W[inputs, outputs]`. */
export interface Layer {
  /** Width of the input, at least 1. */
  readonly inputs: number;
  /** Width of the output, at least 1. */
  readonly outputs: number;
  /** The id of one of `activations`: what the layer applies to its affine map. */
  readonly activation: string;
  /** Whether the layer adds a bias vector `b[outputs]`. */
  readonly bias: boolean;
  /**
   * Index of an earlier, untied layer whose transposed weights this layer uses, or null for weights
   * of its own.
   */
  readonly tiedTo: number | null;
}

/**
 * The shape of an autoencoder: its layers in order; the first `encoderLayers` of them end in the
 * hidden state.
 */
export interface Architecture {
  readonly layers: readonly Layer[];
  /** How many layers make the encoder, at least 1 and fewer than all. */
  readonly encoderLayers: number;
}

/**
 * An architecture with its parameters, flat: layer by layer, first `W[inputs, outputs]` row by row
 * (absent where the layer is tied), then `b[outputs]` (absent where it has no bias).
 */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Float64Array;
}

/**
 * Neurons, units that do more than an affine map, by where they sit. `output` counts those on the
 * reconstruction itself.
 */
export interface NeuronCounts {
  readonly encoder: number;
  readonly decoder: number;
  readonly output: number;
  readonly total: number;
}

/**
 * Where a layer's parameters stand in the flat vector; `weights` of a tied layer are its partner's.
 */
export interface LayerOffsets {
  readonly weights: number;
  readonly bias: number | null;
}

/** Offsets of every layer in the flat parameter vector, and the vector's length. */
export function parameterOffsets(
  architecture: Architecture,
): { layers: LayerOffsets[]; length: number } {
  const layers: LayerOffsets[] = [];
  let length = 0;
  for (const layer of architecture.layers) {
    let weights: number;
    if (layer.tiedTo === null) {
      weights = length;
      length += layer.inputs * layer.outputs;
    } else {
      weights = layers[layer.tiedTo].weights;
    }
    let bias: number | null = null;
    if (layer.bias) {
      bias = length;
      length += layer.outputs;
    }
    layers.push({ weights, bias });
  }
  return { layers, length };
}

/** How many numbers training may change; a tied matrix counts once. */
export function countParameters(architecture: Architecture): number {
  return parameterOffsets(architecture).length;
}

/** Counts neurons from the layers themselves: every unit whose activation is not the identity. */
export function countNeurons(architecture: Architecture): NeuronCounts {
  const { layers, encoderLayers } = architecture;
  let encoder = 0, decoder = 0, output = 0;
  layers.forEach((layer, index) => {
    if (layer.activation === "identity") return;
    if (index < encoderLayers) encoder += layer.outputs;
    else if (index < layers.length - 1) decoder += layer.outputs;
    else output += layer.outputs;
  });
  return { encoder, decoder, output, total: encoder + decoder + output };
}

/**
 * A plain autoencoder: affine layers of the given widths, an activation on every hidden layer of
 * encoder and decoder, identity on the hidden state and on the output.
 *
 * @param encoder widths from the features to the hidden state, e.g. `[2, 18, 1]`
 * @param decoder widths from the hidden state to the features, e.g. `[1, 18, 2]`
 */
export function autoencoder(
  encoder: readonly number[],
  decoder: readonly number[],
  activation = "relu",
): Architecture {
  const dense = (widths: readonly number[]): Layer[] =>
    widths.slice(1).map((outputs, i) => ({
      inputs: widths[i],
      outputs,
      activation: i < widths.length - 2 ? activation : "identity",
      bias: true,
      tiedTo: null,
    }));
  const first = dense(encoder);
  const architecture = {
    layers: [...first, ...dense(decoder)],
    encoderLayers: first.length,
  };
  checkArchitecture(architecture);
  return architecture;
}

/**
 * The ReLU-output model of *Toy Models of Superposition*, tied: `W[n, m]` then `b[n]` in its
 * parameters; the hidden state has no bias.
 */
export function superpositionModel(n: number, m: number): Architecture {
  return {
    layers: [
      {
        inputs: n,
        outputs: m,
        activation: "identity",
        bias: false,
        tiedTo: null,
      },
      { inputs: m, outputs: n, activation: "relu", bias: true, tiedTo: 0 },
    ],
    encoderLayers: 1,
  };
}

/**
 * Refuses an architecture whose layers do not fit together.
 *
 * @throws {RangeError} naming the layer, both widths and the remedy
 */
export function checkArchitecture(architecture: Architecture): void {
  const { layers, encoderLayers } = architecture;
  if (encoderLayers < 1 || encoderLayers >= layers.length) {
    throw new RangeError(
      `encoderLayers is ${encoderLayers} of ${layers.length} layers: an autoencoder needs at least one layer on either side of the hidden state`,
    );
  }
  layers.forEach((layer, i) => {
    if (
      !Number.isInteger(layer.inputs) || layer.inputs < 1 ||
      !Number.isInteger(layer.outputs) || layer.outputs < 1
    ) {
      throw new RangeError(
        `layer ${i} has shape ${layer.inputs}×${layer.outputs}: both widths must be whole numbers of at least 1`,
      );
    }
    if (i > 0 && layers[i - 1].outputs !== layer.inputs) {
      throw new RangeError(
        `layer ${i} takes ${layer.inputs} inputs but layer ${i - 1} gives ${
          layers[i - 1].outputs
        }: make the two widths equal`,
      );
    }
    if (layer.tiedTo !== null) {
      const partner = layers[layer.tiedTo];
      if (
        layer.tiedTo >= i || partner === undefined || partner.tiedTo !== null ||
        partner.inputs !== layer.outputs || partner.outputs !== layer.inputs
      ) {
        throw new RangeError(
          `layer ${i} (${layer.inputs}×${layer.outputs}) is tied to layer ${layer.tiedTo}: tie it to an earlier, untied layer of the transposed shape`,
        );
      }
    }
  });
}
