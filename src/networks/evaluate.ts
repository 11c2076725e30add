/**
 * The one float64 evaluation of a network, for figures, tests and losses.
 *
 * @module
 */
import { type Activation, activations } from "./activations/mod.ts";
import { type Network, parameterOffsets } from "./network.ts";

/** The common activation, without a call for every unit. */
function rectify(y: Float64Array): void {
  for (let o = 0; o < y.length; o++) if (y[o] < 0) y[o] = 0;
}

/** What is done to a layer's pre-activations, in place; null where that is nothing. */
function inPlace(
  { slopes, apply }: Activation,
): ((y: Float64Array) => void) | null {
  const below = slopes?.[0], above = slopes?.[1];
  if (below === 1 && above === 1) return null;
  if (below === 0 && above === 1) return rectify;
  return (y) => {
    for (let o = 0; o < y.length; o++) y[o] = apply(y[o]);
  };
}

/**
 * Prepares layers `from` to `to − 1` of a network for many inputs. Each call gives the outputs of
 * those layers in order, in arrays that the next call overwrites.
 *
 * @throws {RangeError} where an activation is unknown
 */
export function prepare(
  { architecture, parameters }: Network,
  from = 0,
  to: number = architecture.layers.length,
): (input: ArrayLike<number>) => readonly Float64Array[] {
  const offsets = parameterOffsets(architecture).layers;
  const outputs = architecture.layers.slice(from, to).map((layer) =>
    new Float64Array(layer.outputs)
  );
  const applied = architecture.layers.slice(from, to).map(({ activation }) =>
    inPlace(activations.get(activation))
  );
  return (input) => {
    let x = input;
    for (let l = from; l < to; l++) {
      const { inputs, outputs: width, tiedTo } = architecture.layers[l];
      if (x.length !== inputs) {
        throw new RangeError(
          `layer ${l} takes ${inputs} inputs but was given ${x.length}: pass a vector of the layer's width`,
        );
      }
      const { weights, bias } = offsets[l];
      // A tied layer reads its partner's W[outputs, inputs] transposed.
      const rowStride = tiedTo === null ? width : 1;
      const columnStride = tiedTo === null ? 1 : inputs;
      const y = outputs[l - from];
      for (let o = 0; o < width; o++) {
        y[o] = bias === null ? 0 : parameters[bias + o];
      }
      for (let i = 0; i < inputs; i++) {
        const value = x[i];
        // Sparse features and idle ReLUs are mostly 0.
        if (value === 0) continue;
        let at = weights + i * rowStride;
        for (let o = 0; o < width; o++, at += columnStride) {
          y[o] += value * parameters[at];
        }
      }
      applied[l - from]?.(y);
      x = y;
    }
    return outputs;
  };
}

/** What layers `from` to `to − 1` make of `input`; the input itself where there are none. */
export function run(
  network: Network,
  from: number,
  to: number,
  input: ArrayLike<number>,
): Float64Array {
  return prepare(network, from, to)(input).at(-1) ?? Float64Array.from(input);
}

/** The hidden state `h[m]` of one input `x[n]`. */
export function encode(network: Network, x: ArrayLike<number>): Float64Array {
  return run(network, 0, network.architecture.encoderLayers, x);
}

/** The reconstruction `x̂[n]` of one hidden state `h[m]`. */
export function decode(network: Network, h: ArrayLike<number>): Float64Array {
  const { encoderLayers, layers } = network.architecture;
  return run(network, encoderLayers, layers.length, h);
}

/** The reconstruction `x̂[n]` of one input `x[n]`. */
export function reconstruct(
  network: Network,
  x: ArrayLike<number>,
): Float64Array {
  return run(network, 0, network.architecture.layers.length, x);
}
