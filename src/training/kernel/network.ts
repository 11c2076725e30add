/** A block of samples through some of a run's layers, and back. */
import { applyActivation, differentiateActivation, RELU } from "./activation";
import { worth } from "./batch";
import { ELEMENT, ROW } from "./block";
import { backward, forward } from "./dense";
import { outer, outerBias } from "./outer";
import { beforeOf, Layer, layerOf, outputOf, Run } from "./records";
import { thinBack1, thinBack2 } from "./thin";

/** Bytes from one input's weights to the next one's. */
// @ts-ignore: decorator
@inline
function inputStride(layer: Layer): usize {
  return layer.tied ? ELEMENT : <usize> layer.outputs * ELEMENT;
}

/** Bytes from one output's weights to the next one's. */
// @ts-ignore: decorator
@inline
function outputStride(layer: Layer): usize {
  return layer.tied ? <usize> layer.inputs * ELEMENT : ELEMENT;
}

/** Runs the layers `from` to `to - 1` on a block; `input` is what the first of them reads. */
export function forwardLayers(run: Run, from: i32, to: i32, slot: i32, input: usize): void {
  for (let l = from; l < to; l++) {
    const layer = layerOf(run, l);
    const output = outputOf(run, l, slot);
    forward(
      layer.inputs,
      layer.outputs,
      input,
      layer.weights,
      inputStride(layer),
      outputStride(layer),
      layer.bias,
      layer.before ? beforeOf(run, l, slot) : output,
      layer.activation == RELU,
    );
    applyActivation(run, l, slot);
    input = output;
  }
}

/**
 * Puts the derivative of the mean loss by the output in its place; returns the block's Σ I (y − ŷ)²
 * per lane, sample 0 counted `first` times.
 */
export function outputDelta(run: Run, first: f32, count: i32, target: usize): v128 {
  const last = layerOf(run, run.layerCount - 1);
  const scale = f32x4.splat(<f32> (2.0 / (<f64> run.outputs * worth(run))));
  // What gates nothing.
  const open = i32x4.splat(last.activation == RELU ? 0 : -1);
  const rest = <usize> count * ELEMENT;
  let total = f32x4.splat(0);
  for (let i = 0; i < run.outputs; i++) {
    const weight = v128.load(run.importance + <usize> i * ELEMENT);
    const factor = f32x4.mul(weight, scale);
    let x = target + <usize> i * ROW, output = last.output + <usize> i * ROW;
    const end = output + rest;
    let y = v128.load(output), error = f32x4.sub(y, v128.load(x));
    let sum = f32x4.mul(f32x4.mul(error, error), f32x4.splat(first));
    error = f32x4.mul(error, f32x4.splat(first));
    for (;;) {
      const gate = v128.or(f32x4.gt(y, f32x4.splat(0)), open);
      v128.store(output, v128.and(f32x4.mul(error, factor), gate));
      x += ELEMENT;
      output += ELEMENT;
      if (output == end) break;
      y = v128.load(output);
      error = f32x4.sub(y, v128.load(x));
      sum = f32x4.add(sum, f32x4.mul(error, error));
    }
    for (let s = rest; s < ROW; s += ELEMENT) {
      v128.store(output, f32x4.splat(0));
      output += ELEMENT;
    }
    total = f32x4.add(total, f32x4.mul(sum, weight));
  }
  differentiateActivation(run, run.layerCount - 1, 0);
  return total;
}

/** Writes the derivative by what layer l reads, which stays as it is, to `below`. */
export function backwardTo(run: Run, l: i32, slot: i32, below: usize): void {
  const layer = layerOf(run, l);
  forward(
    layer.outputs,
    layer.inputs,
    outputOf(run, l, slot),
    layer.weights,
    outputStride(layer),
    inputStride(layer),
    0,
    below,
    false,
  );
}

/**
 * Adds up the gradients of the layers `to - 1` down to `from`, given the derivative by the output
 * of the last of them in its place; `input` is what the first one read.
 */
export function backwardLayers(run: Run, from: i32, to: i32, slot: i32, input: usize): void {
  for (let l = to - 1; l >= from; l--) {
    const layer = layerOf(run, l);
    const delta = outputOf(run, l, slot);
    const x = l > from ? outputOf(run, l - 1, slot) : input;
    const wk = inputStride(layer), wn = outputStride(layer);
    const relu = l > from && layerOf(run, l - 1).activation == RELU;
    const g = layer.weightGradient;
    if (layer.biasGradient) outerBias(layer.outputs, delta, layer.biasGradient);
    if (l > from && g && layer.outputs == 1) {
      thinBack1(layer.inputs, delta, layer.weights, wk, x, g, relu);
    } else if (l > from && g && layer.outputs == 2) {
      thinBack2(layer.inputs, delta, layer.weights, wk, wn, x, g, relu);
    } else {
      if (g && layer.tied) outer(layer.outputs, layer.inputs, delta, x, g);
      else if (g) outer(layer.inputs, layer.outputs, x, delta, g);
      if (l > from) {
        backward(layer.outputs, layer.inputs, delta, layer.weights, wn, wk, x, relu);
      }
    }
    if (l > from) differentiateActivation(run, l - 1, slot);
  }
}
