/** What the caller describes in memory: a run and its layers. */
import { ROW } from "./block";

/** A layer's record: words of 4 bytes. Addresses of a missing bias are 0. */
// @ts-ignore: decorator
@unmanaged
export class Layer {
  inputs: i32;
  outputs: i32;
  relu: i32;
  /** Whether `weights` is [outputs][inputs], another layer's matrix transposed. */
  tied: i32;
  weights: usize;
  bias: usize;
  weightGradient: usize;
  biasGradient: usize;
  /** [outputs][BLOCK] of each block that is kept: what the layer gives, and the derivative of the loss by what it gave before its ReLU. */
  output: usize;
  delta: usize;
}
const LAYER_BYTES: usize = 40;

/** The whole run's record. */
// @ts-ignore: decorator
@unmanaged
export class Run {
  layers: usize;
  layerCount: i32;
  parameters: usize;
  gradients: usize;
  firstMoments: usize;
  secondMoments: usize;
  parameterCount: i32;
  /** x[features][BLOCK] of each block that is kept, and one importance per feature, an element each. */
  input: usize;
  importance: usize;
  features: i32;
  /** Of the encoder's layers: their input and outputs keep the whole batch, block by block, where the hidden state has noise. */
  encoderLayers: i32;
  /** Standard deviation of the noise on a hidden state of unit power; 0 for neither. */
  noise: f32;
  noiseGenerator: usize;
  /** [hidden][BLOCK]: what the decoder reads where there is noise; and what `channel.ts` knows of every hidden dimension, four elements each. */
  received: usize;
  channel: usize;
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

// @ts-ignore: decorator
@inline
export function layerOf(run: Run, l: i32): Layer {
  return changetype<Layer>(run.layers + <usize> l * LAYER_BYTES);
}

/** Bytes from one block of `rows` units to the next. */
// @ts-ignore: decorator
@inline
export function blockBytes(rows: i32, slot: i32): usize {
  return <usize> (rows * slot) * ROW;
}

/** A layer's output in a block; the decoder keeps but one. */
export function outputOf(run: Run, l: i32, slot: i32): usize {
  const layer = layerOf(run, l);
  return layer.output + (l < run.encoderLayers ? blockBytes(layer.outputs, slot) : 0);
}

/** The derivative by a layer's output in a block, before its ReLU; only the hidden state keeps more than one. */
export function deltaOf(run: Run, l: i32, slot: i32): usize {
  const layer = layerOf(run, l);
  return layer.delta + (l == run.encoderLayers - 1 ? blockBytes(layer.outputs, slot) : 0);
}
