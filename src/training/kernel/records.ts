/**
 * What the caller describes in memory: a run and its layers. `deno task kernel` reads names and
 * types off this file and writes down for the caller where every field stands:
 * `src/training/compiled/layout.ts`. So a field is one line, `name: type;`.
 */
import { ROW } from "./block";

/** A layer's record. Addresses of what a layer does not have are 0. */
// @ts-ignore: decorator
@unmanaged
export class Layer {
  inputs: i32;
  outputs: i32;
  /** IDENTITY, RELU, or what the host calls one of its own: see `activation.ts`. */
  activation: i32;
  /** Whether `weights` is [outputs][inputs], another layer's matrix transposed. */
  tied: i32;
  weights: usize;
  bias: usize;
  /**
   * 0 where none is wanted: what is held fixed, and the bias of a hidden state that the mean takes
   * out again.
   */
  weightGradient: usize;
  biasGradient: usize;
  /**
   * [outputs][BLOCK] of each block that is kept: what the layer gives. On the way back the
   * derivative of the loss by what it gave before its activation takes its place.
   */
  output: usize;
  /** Likewise what it gave before its activation, where that is the host's. */
  before: usize;
}

/**
 * The parameters from the first to before the second of two addresses: what the optimiser moves.
 */
// @ts-ignore: decorator
@unmanaged
export class Span {
  from: usize;
  to: usize;
}

/**
 * A layer's own weights, [rows][columns], where the optimiser works on whole matrices; `at` is in
 * bytes from the first parameter. For SOAP its bias is the last row, the factors are the running
 * means of G·Gᵀ and Gᵀ·G, and the rows of a basis a factor's eigenvectors.
 */
// @ts-ignore: decorator
@unmanaged
export class Matrix {
  at: usize;
  rows: i32;
  columns: i32;
  rowFactor: usize;
  columnFactor: usize;
  rowBasis: usize;
  columnBasis: usize;
}

/**
 * Of a hidden dimension, where there is noise: its mean, 1/√(variance + floor), and the sums of g
 * and of g·h̃ over the batch.
 */
// @ts-ignore: decorator
@unmanaged
export class Channel {
  mean: v128;
  scale: v128;
  slopes: v128;
  products: v128;
}

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
  /** By number: see `optimiser.ts`. */
  optimiser: i32;
  /** Those that are not held fixed and in no matrix. */
  spans: usize;
  spanCount: i32;
  matrices: usize;
  matrixCount: i32;
  /**
   * Room for a matrix, twice, and for the square of its longer side, or four such sides if that is
   * more, twice.
   */
  rotated: usize;
  turned: usize;
  square: usize;
  spare: usize;
  /** x[inputs][BLOCK] of each block that is kept. */
  input: usize;
  inputs: i32;
  /**
   * What the network shall give, [outputs][BLOCK] of each block that is kept: the input itself, or,
   * where the batch is given, another one.
   */
  target: usize;
  outputs: i32;
  /** The weight of each output's squared error, an element each. */
  importance: usize;
  /**
   * Whether the caller fills the input, and the target, of a whole batch before every gradient;
   * else the kernel samples.
   */
  given: i32;
  /**
   * Of the encoder's layers: their input and outputs keep the whole batch, block by block, where
   * the hidden state has noise.
   */
  encoderLayers: i32;
  /** Standard deviation of the noise on a hidden state of unit power; 0 for neither. */
  noise: f32;
  noiseGenerator: usize;
  /**
   * [hidden][BLOCK]: what the decoder reads where there is noise; and a record of every hidden
   * dimension.
   */
  received: usize;
  channels: usize;
  /** [hidden][BLOCK] of each block: the derivative by what the decoder reads, likewise. */
  slopes: usize;
  generator: usize;
  activeLimit: i32;
  activeScale: f32;
  /**
   * Whether sample 0 of a batch is the one without active features, which counts `nothing`, the
   * probability of that, and the others are drawn given that something is active.
   */
  stratified: i32;
  nothing: f64;
  /**
   * Feature i is the first active one, or one before is, where 32 random bits are at most number i
   * of these; and [inputs + 1][BLOCK] for the bits of a block.
   */
  firstLimits: usize;
  bits: usize;
  batch: i32;
  steps: i32;
  warmup: i32;
  decay: i32;
  /** Whether the learning rate falls along half a wave of the cosine, not straight. */
  cosine: i32;
  /** Last steps, over which the mean of the parameters is kept, and where. */
  averaged: i32;
  means: usize;
  /** Steps done. */
  step: i32;
  learningRate: f64;
  finalLearningRate: f64;
  weightDecay: f64;
  beta1: f64;
  beta2: f64;
  stabilizer: f64;
  /** The learning rate of parameters in no matrix, as a fraction of that of the others. */
  singleRate: f64;
  momentum: f64;
  factorDecay: f64;
  /** Steps from one basis to the next. */
  refresh: i32;
  /** β₁ᵗ and β₂ᵗ. */
  power1: f64;
  power2: f64;
  /**
   * Sum over steps of the batch's mean loss, a double per lane, since the caller last cleared it.
   */
  loss0: f64;
  loss1: f64;
  loss2: f64;
  loss3: f64;
}

// @ts-ignore: decorator
@inline
export function layerOf(run: Run, l: i32): Layer {
  return changetype<Layer>(run.layers + <usize> l * offsetof<Layer>());
}

// @ts-ignore: decorator
@inline
export function channelOf(run: Run, j: i32): Channel {
  return changetype<Channel>(run.channels + <usize> j * offsetof<Channel>());
}

/** Bytes from one block of `rows` units to the next. */
// @ts-ignore: decorator
@inline
export function blockBytes(rows: i32, slot: i32): usize {
  return <usize> (rows * slot) * ROW;
}

/**
 * Where the kept block `slot` of a layer's units stands in the buffer at `at`; the decoder keeps
 * but one.
 */
// @ts-ignore: decorator
@inline
function keptOf(run: Run, l: i32, slot: i32, at: usize): usize {
  return at + (l < run.encoderLayers ? blockBytes(layerOf(run, l).outputs, slot) : 0);
}

/** A layer's output in a block. */
export function outputOf(run: Run, l: i32, slot: i32): usize {
  return keptOf(run, l, slot, layerOf(run, l).output);
}

/** The same before its activation, where that is the host's. */
export function beforeOf(run: Run, l: i32, slot: i32): usize {
  return keptOf(run, l, slot, layerOf(run, l).before);
}

/** What the network reads in a block. */
export function inputOf(run: Run, slot: i32): usize {
  return run.input + blockBytes(run.inputs, slot);
}

/** The derivative by what the decoder reads in a block, where there is noise. */
export function slopesOf(run: Run, slot: i32): usize {
  return run.slopes + blockBytes(layerOf(run, run.encoderLayers - 1).outputs, slot);
}

/** What it shall give. */
export function targetOf(run: Run, slot: i32): usize {
  return run.target + blockBytes(run.outputs, slot);
}
