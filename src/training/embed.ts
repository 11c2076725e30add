/**
 * A smaller network inside a larger one: where growing a network begins.
 *
 * @module
 */
import {
  type Architecture,
  type Layer,
  parameterOffsets,
} from "../networks/network.ts";

/**
 * Whether the larger layer can do what the smaller one does; new units before a tied layer cannot
 * have outgoing weights of 0.
 */
function fitsInto(small: Layer, large: Layer): boolean {
  return small.inputs <= large.inputs && small.outputs <= large.outputs &&
    small.activation === large.activation && small.bias === large.bias &&
    small.tiedTo === large.tiedTo &&
    (small.tiedTo === null || small.inputs === large.inputs);
}

/**
 * Copies a smaller network into the leading units of a larger one and cuts the new units' outgoing
 * weights.
 *
 * @param from the smaller one's parameters
 * @param to the larger one's, which are changed
 * @throws {RangeError} where the smaller one does not fit
 */
export function embed(
  small: Architecture,
  from: Float64Array,
  large: Architecture,
  to: Float64Array,
): void {
  const [source, target] = [small, large].map((a) => parameterOffsets(a));
  if (
    from.length !== source.length ||
    small.layers.length !== large.layers.length ||
    small.layers.some((layer, l) => !fitsInto(layer, large.layers[l]))
  ) {
    throw new RangeError(
      "the network to grow from must have the layers of the larger one, none of them wider and the inputs of tied ones as wide",
    );
  }
  large.layers.forEach((layer, l) => {
    const old = small.layers[l];
    const [a, b] = [source.layers[l], target.layers[l]];
    if (layer.tiedTo === null) {
      for (let i = 0; i < layer.inputs; i++) {
        for (let o = 0; o < old.outputs; o++) {
          to[b.weights + i * layer.outputs + o] = i < old.inputs
            ? from[a.weights + i * old.outputs + o]
            : 0;
        }
      }
    }
    if (a.bias !== null && b.bias !== null) {
      for (let o = 0; o < old.outputs; o++) to[b.bias + o] = from[a.bias + o];
    }
  });
}
