/**
 * What a layer applies to its affine map. The kernel has two activations inside; it asks the host
 * for all others, a block at a time.
 */
import { BLOCK, ELEMENT } from "./block";
import { beforeOf, Layer, layerOf, outputOf, Run } from "./records";

export const IDENTITY: i32 = 0;
export const RELU: i32 = 1;
/** How many activations the kernel has: the numbers of the host's come after them. */
export const ACTIVATIONS: i32 = 2;

/** Writes the host's activation of `count` float32 numbers at `before` to `output`. */
// @ts-ignore: decorator
@external("host", "activate")
declare function activate(activation: i32, before: usize, output: usize, count: i32): void;

/**
 * Multiplies `count` float32 numbers at `delta` by the derivative of the host's activation at those
 * at `before`.
 */
// @ts-ignore: decorator
@external("host", "differentiate")
declare function differentiate(activation: i32, before: usize, delta: usize, count: i32): void;

// @ts-ignore: decorator
@inline
function floats(layer: Layer): i32 {
  return layer.outputs * BLOCK * (<i32> ELEMENT / 4);
}

/** Makes a layer's output of its affine map, where that is the host's to do. */
// @ts-ignore: decorator
@inline
export function applyActivation(run: Run, l: i32, slot: i32): void {
  const layer = layerOf(run, l);
  if (!layer.before) return;
  const before = beforeOf(run, l, slot);
  activate(layer.activation, before, outputOf(run, l, slot), floats(layer));
}

/**
 * Makes the derivative by a layer's affine map of that by its output, where that is the host's to
 * do.
 */
// @ts-ignore: decorator
@inline
export function differentiateActivation(run: Run, l: i32, slot: i32): void {
  const layer = layerOf(run, l);
  if (!layer.before) return;
  const before = beforeOf(run, l, slot);
  differentiate(layer.activation, before, outputOf(run, l, slot), floats(layer));
}
