/**
 * The one float64 evaluation of a network, for figures, tests and losses.
 *
 * @module
 */
import { type Network, parameterOffsets } from "./network.ts";

/** What layers `from` to `to − 1` make of `input`. */
export function run(
  { architecture, parameters }: Network,
  from: number,
  to: number,
  input: ArrayLike<number>,
): Float64Array {
  const offsets = parameterOffsets(architecture).layers;
  let x = Float64Array.from(input);
  for (let l = from; l < to; l++) {
    const { inputs, outputs, activation, tiedTo } = architecture.layers[l];
    if (x.length !== inputs) {
      throw new RangeError(
        `layer ${l} takes ${inputs} inputs but was given ${x.length}: pass a vector of the layer's width`,
      );
    }
    const { weights, bias } = offsets[l];
    // A tied layer reads its partner's W[outputs, inputs] transposed.
    const [rowStride, columnStride] = tiedTo === null
      ? [outputs, 1]
      : [1, inputs];
    const y = new Float64Array(outputs);
    for (let o = 0; o < outputs; o++) {
      let sum = bias === null ? 0 : parameters[bias + o];
      for (let i = 0; i < inputs; i++) {
        sum += x[i] * parameters[weights + i * rowStride + o * columnStride];
      }
      y[o] = activation === "relu" && sum < 0 ? 0 : sum;
    }
    x = y;
  }
  return x;
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
