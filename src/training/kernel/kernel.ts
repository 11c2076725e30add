/**
 * The training kernel: AssemblyScript, compiled to `kernel.wasm` by `deno task kernel`.
 *
 * Four seeds train side by side, one per lane of every v128, so nothing is ever summed across lanes and a
 * seed's arithmetic is the scalar arithmetic. Only operations that IEEE 754 rounds correctly are used, in an order that
 * these files fix: the same file gives the same bits on every machine.
 *
 * The caller lays out the memory and describes it in the words named below (see `src/training/compiled.ts`). An "element" is one v128.
 * Activations of a layer are [unit][sample of the block]; weights are [input][output], as in `networks/network.ts`.
 */
import { BLOCK, ELEMENT, ROW } from "./block";
import { backward, forward, outer, outerBias } from "./dense";
import { sample } from "./sampling";

/** Samples in a block, so that the caller can lay out its memory. */
export function blockSize(): i32 {
  return BLOCK;
}

/** A layer's record: words of 4 bytes. Addresses of a missing bias are 0. */
// @ts-ignore: decorator
@unmanaged
class Layer {
  inputs: i32;
  outputs: i32;
  relu: i32;
  /** Whether `weights` is [outputs][inputs], another layer's matrix transposed. */
  tied: i32;
  weights: usize;
  bias: usize;
  weightGradient: usize;
  biasGradient: usize;
  /** [outputs][BLOCK]: what the layer gives, and the derivative of the loss by what it gave before its ReLU. */
  output: usize;
  delta: usize;
}
const LAYER_BYTES: usize = 40;

/** The whole run's record. */
// @ts-ignore: decorator
@unmanaged
class Run {
  layers: usize;
  layerCount: i32;
  parameters: usize;
  gradients: usize;
  firstMoments: usize;
  secondMoments: usize;
  parameterCount: i32;
  /** x[features][BLOCK], and one importance per feature, an element each. */
  input: usize;
  importance: usize;
  features: i32;
  generator: usize;
  activeLimit: i32;
  activeScale: f32;
  batch: i32;
  steps: i32;
  warmup: i32;
  decay: i32;
  /** Steps done. */
  step: i32;
  learningRate: f64;
  finalLearningRate: f64;
  weightDecay: f64;
  beta1: f64;
  beta2: f64;
  stabilizer: f64;
  /** β₁ᵗ and β₂ᵗ. */
  power1: f64;
  power2: f64;
  /** Sum over steps of the batch's mean loss, a double per lane, since the caller last cleared it. */
  loss0: f64;
  loss1: f64;
  loss2: f64;
  loss3: f64;
}

/** Writes the derivative of the mean loss by the output into the last layer's delta; returns the block's Σ I (x − x̂)² per lane. */
function outputDelta(run: Run, last: Layer, count: i32): v128 {
  const scale = f32x4.splat(<f32> (2.0 / (<f64> run.features * <f64> run.batch)));
  let total = f32x4.splat(0);
  for (let i = 0; i < run.features; i++) {
    const weight = v128.load(run.importance + <usize> i * ELEMENT);
    const factor = f32x4.mul(weight, scale);
    let sum = f32x4.splat(0);
    for (let s = 0; s < BLOCK; s++) {
      const at = <usize> i * ROW + <usize> s * ELEMENT;
      if (s >= count) {
        v128.store(last.delta + at, f32x4.splat(0));
        continue;
      }
      const y = v128.load(last.output + at);
      const error = f32x4.sub(y, v128.load(run.input + at));
      sum = f32x4.add(sum, f32x4.mul(error, error));
      let delta = f32x4.mul(error, factor);
      if (last.relu) delta = v128.and(delta, f32x4.gt(y, f32x4.splat(0)));
      v128.store(last.delta + at, delta);
    }
    total = f32x4.add(total, f32x4.mul(sum, weight));
  }
  return total;
}

function block(run: Run, count: i32): v128 {
  sample(run.input, run.features, count, run.generator, run.activeLimit, run.activeScale);
  let input = run.input;
  for (let l = 0; l < run.layerCount; l++) {
    const layer = changetype<Layer>(run.layers + <usize> l * LAYER_BYTES);
    forward(
      layer.inputs,
      layer.outputs,
      input,
      layer.weights,
      layer.tied ? ELEMENT : <usize> layer.outputs * ELEMENT,
      layer.tied ? <usize> layer.inputs * ELEMENT : ELEMENT,
      layer.bias,
      layer.output,
      layer.relu,
    );
    input = layer.output;
  }
  const last = changetype<Layer>(run.layers + <usize> (run.layerCount - 1) * LAYER_BYTES);
  const loss = outputDelta(run, last, count);
  for (let l = run.layerCount - 1; l >= 0; l--) {
    const layer = changetype<Layer>(run.layers + <usize> l * LAYER_BYTES);
    const below = l > 0 ? changetype<Layer>(run.layers + <usize> (l - 1) * LAYER_BYTES) : null;
    const x = below ? below.output : run.input;
    if (layer.tied) outer(layer.outputs, layer.inputs, layer.delta, x, layer.weightGradient);
    else outer(layer.inputs, layer.outputs, x, layer.delta, layer.weightGradient);
    if (layer.bias) outerBias(layer.outputs, layer.delta, layer.biasGradient);
    if (below) {
      backward(
        layer.outputs,
        layer.inputs,
        layer.delta,
        layer.weights,
        layer.tied ? <usize> layer.inputs * ELEMENT : ELEMENT,
        layer.tied ? ELEMENT : <usize> layer.outputs * ELEMENT,
        below.delta,
        below.output,
        below.relu,
      );
    }
  }
  return loss;
}

/** The learning rate of step t = 1, 2, …: linear warm-up, plateau, linear decay. */
function learningRateAt(run: Run, t: i32): f64 {
  let rate = run.learningRate;
  if (t < run.warmup) rate *= <f64> t / <f64> run.warmup;
  const late = t - (run.steps - run.decay);
  if (late > 0 && run.decay > 0) {
    rate *= 1.0 - (1.0 - run.finalLearningRate) * (<f64> late / <f64> run.decay);
  }
  return rate;
}

/** AdamW with bias correction (Kingma & Ba 2015, section 2; Loshchilov & Hutter 2019, algorithm 2). */
function adam(run: Run): void {
  run.step += 1;
  run.power1 *= run.beta1;
  run.power2 *= run.beta2;
  const rate = learningRateAt(run, run.step);
  const root = Math.sqrt(1.0 - run.power2);
  const size = f32x4.splat(<f32> (rate * root / (1.0 - run.power1)));
  const stabilizer = f32x4.splat(<f32> (run.stabilizer * root));
  const shrink = f32x4.splat(<f32> (1.0 - rate * run.weightDecay));
  const beta1 = f32x4.splat(<f32> run.beta1), rest1 = f32x4.splat(<f32> (1.0 - run.beta1));
  const beta2 = f32x4.splat(<f32> run.beta2), rest2 = f32x4.splat(<f32> (1.0 - run.beta2));
  const negligible = f32x4.splat(1e-30);
  const end = <usize> run.parameterCount * ELEMENT;
  for (let at: usize = 0; at < end; at += ELEMENT) {
    const g = v128.load(run.gradients + at);
    let m = f32x4.add(f32x4.mul(beta1, v128.load(run.firstMoments + at)), f32x4.mul(rest1, g));
    let v = f32x4.add(
      f32x4.mul(beta2, v128.load(run.secondMoments + at)),
      f32x4.mul(rest2, f32x4.mul(g, g)),
    );
    // The moments of a dead unit decay into subnormal numbers, where processors are many times slower, and stay there.
    // Written so that a NaN stays.
    m = v128.andnot(m, f32x4.le(f32x4.abs(m), negligible));
    v = v128.andnot(v, f32x4.le(v, negligible));
    v128.store(run.firstMoments + at, m);
    v128.store(run.secondMoments + at, v);
    const move = f32x4.div(f32x4.mul(size, m), f32x4.add(f32x4.sqrt(v), stabilizer));
    const kept = f32x4.mul(v128.load(run.parameters + at), shrink);
    v128.store(run.parameters + at, f32x4.sub(kept, move));
  }
}

/** Mean gradient and loss of one fresh batch, without a step: what the tests hold to the oracle. */
export function gradient(address: usize): void {
  const run = changetype<Run>(address);
  memory.fill(run.gradients, 0, <usize> run.parameterCount * ELEMENT);
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let done = 0; done < run.batch; done += BLOCK) {
    const left = run.batch - done;
    const loss = block(run, left < BLOCK ? left : BLOCK);
    low = f64x2.add(low, f64x2.promote_low_f32x4(loss));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(loss, loss, 2, 3, 2, 3)));
  }
  const share = 1.0 / (<f64> run.features * <f64> run.batch);
  run.loss0 += f64x2.extract_lane(low, 0) * share;
  run.loss1 += f64x2.extract_lane(low, 1) * share;
  run.loss2 += f64x2.extract_lane(high, 0) * share;
  run.loss3 += f64x2.extract_lane(high, 1) * share;
}

/** Does `steps` optimiser steps, each on a fresh batch. */
export function train(address: usize, steps: i32): void {
  for (let i = 0; i < steps; i++) {
    gradient(address);
    adam(changetype<Run>(address));
  }
}
