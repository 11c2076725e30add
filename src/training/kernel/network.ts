/** A block of samples through some of a run's layers, and back. */
import { applyActivation, differentiateActivation, RELU } from "./activation";
import { worth } from "./batch";
import { BLOCK, ELEMENT, ROW } from "./block";
import { backward, forward } from "./dense";
import { outer, outerBias } from "./outer";
import { beforeOf, deltaOf, layerOf, outputOf, Run } from "./records";

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
      layer.tied ? ELEMENT : <usize> layer.outputs * ELEMENT,
      layer.tied ? <usize> layer.inputs * ELEMENT : ELEMENT,
      layer.bias,
      layer.before ? beforeOf(run, l, slot) : output,
      layer.activation == RELU,
    );
    applyActivation(run, l, slot);
    input = output;
  }
}

/**
 * Writes the derivative of the mean loss by the output into the last layer's delta; returns the
 * block's Σ I (y − ŷ)² per lane, sample 0 counted `first` times.
 */
export function outputDelta(run: Run, first: f32, count: i32, target: usize): v128 {
  const last = layerOf(run, run.layerCount - 1);
  const relu = last.activation == RELU;
  const output = last.output, deltas = last.delta;
  const scale = f32x4.splat(<f32> (2.0 / (<f64> run.outputs * worth(run))));
  const firsts = f32x4.splat(first);
  let total = f32x4.splat(0);
  for (let i = 0; i < run.outputs; i++) {
    const weight = v128.load(run.importance + <usize> i * ELEMENT);
    const factor = f32x4.mul(weight, scale);
    let sum = f32x4.splat(0);
    for (let s = 0; s < BLOCK; s++) {
      const at = <usize> i * ROW + <usize> s * ELEMENT;
      if (s >= count) {
        v128.store(deltas + at, f32x4.splat(0));
        continue;
      }
      const y = v128.load(output + at);
      let error = f32x4.sub(y, v128.load(target + at));
      let square = f32x4.mul(error, error);
      if (s == 0) {
        square = f32x4.mul(square, firsts);
        error = f32x4.mul(error, firsts);
      }
      sum = f32x4.add(sum, square);
      let delta = f32x4.mul(error, factor);
      if (relu) delta = v128.and(delta, f32x4.gt(y, f32x4.splat(0)));
      v128.store(deltas + at, delta);
    }
    total = f32x4.add(total, f32x4.mul(sum, weight));
  }
  differentiateActivation(run, run.layerCount - 1, 0);
  return total;
}

/**
 * Writes the derivative by what layer l reads to `below`; where that is a ReLU's output, `gate`,
 * the derivative before the ReLU.
 */
export function backwardLayer(
  run: Run,
  l: i32,
  slot: i32,
  below: usize,
  gate: usize,
  relu: bool,
): void {
  const layer = layerOf(run, l);
  backward(
    layer.outputs,
    layer.inputs,
    deltaOf(run, l, slot),
    layer.weights,
    layer.tied ? <usize> layer.inputs * ELEMENT : ELEMENT,
    layer.tied ? ELEMENT : <usize> layer.outputs * ELEMENT,
    below,
    gate,
    relu,
  );
}

/**
 * Adds up the gradients of the layers `to - 1` down to `from`, given the delta of the last of them;
 * `input` is what the first one read.
 */
export function backwardLayers(run: Run, from: i32, to: i32, slot: i32, input: usize): void {
  for (let l = to - 1; l >= from; l--) {
    const layer = layerOf(run, l);
    const delta = deltaOf(run, l, slot);
    const x = l > from ? outputOf(run, l - 1, slot) : input;
    if (layer.weightGradient) {
      if (layer.tied) outer(layer.outputs, layer.inputs, delta, x, layer.weightGradient);
      else outer(layer.inputs, layer.outputs, x, delta, layer.weightGradient);
    }
    if (layer.biasGradient) outerBias(layer.outputs, delta, layer.biasGradient);
    if (l > from) {
      const relu = layerOf(run, l - 1).activation == RELU;
      backwardLayer(run, l, slot, deltaOf(run, l - 1, slot), x, relu);
      differentiateActivation(run, l - 1, slot);
    }
  }
}
