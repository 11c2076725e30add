/**
 * Where the kernel expects what, in bytes from the beginning of a record. `deno task kernel` writes
 * this file from `src/training/kernel/`; it is not to be edited.
 *
 * @module
 */
/**
 * Samples that pass through the network together: small enough that their activations stay in the
 * first-level cache.
 */
export const BLOCK = 32;
/** Bytes of one element: one float32 per lane. */
export const ELEMENT = 16;
/** How many activations the kernel has: the numbers of the host's come after them. */
export const ACTIVATIONS = 2;
/** A layer's record. Addresses of what a layer does not have are 0. */
export const Layer = {
  bytes: 44,
  fields: {
    inputs: { at: 0, type: "i32" },
    outputs: { at: 4, type: "i32" },
    activation: { at: 8, type: "i32" },
    tied: { at: 12, type: "i32" },
    weights: { at: 16, type: "usize" },
    bias: { at: 20, type: "usize" },
    weightGradient: { at: 24, type: "usize" },
    biasGradient: { at: 28, type: "usize" },
    output: { at: 32, type: "usize" },
    delta: { at: 36, type: "usize" },
    before: { at: 40, type: "usize" },
  },
} as const;
/**
 * The parameters from the first to before the second of two addresses: what the optimiser moves.
 */
export const Span = {
  bytes: 8,
  fields: {
    from: { at: 0, type: "usize" },
    to: { at: 4, type: "usize" },
  },
} as const;
/**
 * Of a hidden dimension, where there is noise: its mean, 1/√(variance + floor), and the sums of g
 * and of g·h̃ over the batch.
 */
export const Channel = {
  bytes: 64,
  fields: {
    mean: { at: 0, type: "v128" },
    scale: { at: 16, type: "v128" },
    slopes: { at: 32, type: "v128" },
    products: { at: 48, type: "v128" },
  },
} as const;
/** The whole run's record. */
export const Run = {
  bytes: 240,
  fields: {
    layers: { at: 0, type: "usize" },
    layerCount: { at: 4, type: "i32" },
    parameters: { at: 8, type: "usize" },
    gradients: { at: 12, type: "usize" },
    firstMoments: { at: 16, type: "usize" },
    secondMoments: { at: 20, type: "usize" },
    parameterCount: { at: 24, type: "i32" },
    spans: { at: 28, type: "usize" },
    spanCount: { at: 32, type: "i32" },
    input: { at: 36, type: "usize" },
    inputs: { at: 40, type: "i32" },
    target: { at: 44, type: "usize" },
    outputs: { at: 48, type: "i32" },
    importance: { at: 52, type: "usize" },
    given: { at: 56, type: "i32" },
    encoderLayers: { at: 60, type: "i32" },
    noise: { at: 64, type: "f32" },
    noiseGenerator: { at: 68, type: "usize" },
    received: { at: 72, type: "usize" },
    channels: { at: 76, type: "usize" },
    generator: { at: 80, type: "usize" },
    activeLimit: { at: 84, type: "i32" },
    activeScale: { at: 88, type: "f32" },
    stratified: { at: 92, type: "i32" },
    nothing: { at: 96, type: "f64" },
    firstLimits: { at: 104, type: "usize" },
    bits: { at: 108, type: "usize" },
    batch: { at: 112, type: "i32" },
    steps: { at: 116, type: "i32" },
    warmup: { at: 120, type: "i32" },
    decay: { at: 124, type: "i32" },
    cosine: { at: 128, type: "i32" },
    averaged: { at: 132, type: "i32" },
    means: { at: 136, type: "usize" },
    step: { at: 140, type: "i32" },
    learningRate: { at: 144, type: "f64" },
    finalLearningRate: { at: 152, type: "f64" },
    weightDecay: { at: 160, type: "f64" },
    beta1: { at: 168, type: "f64" },
    beta2: { at: 176, type: "f64" },
    stabilizer: { at: 184, type: "f64" },
    power1: { at: 192, type: "f64" },
    power2: { at: 200, type: "f64" },
    loss0: { at: 208, type: "f64" },
    loss1: { at: 216, type: "f64" },
    loss2: { at: 224, type: "f64" },
    loss3: { at: 232, type: "f64" },
  },
} as const;
