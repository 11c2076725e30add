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
/** How many optimisers the kernel has: numbers from here on are none of them. */
export const OPTIMISERS = 3;
/** A layer's record. Addresses of what a layer does not have are 0. */
export const Layer = {
  bytes: 40,
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
    before: { at: 36, type: "usize" },
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
 * A layer's own weights, [rows][columns], where the optimiser works on whole matrices; `at` is in
 * bytes from the first parameter. For SOAP its bias is the last row, the factors are the running
 * means of G·Gᵀ and Gᵀ·G, and the rows of a basis a factor's eigenvectors.
 */
export const Matrix = {
  bytes: 28,
  fields: {
    at: { at: 0, type: "usize" },
    rows: { at: 4, type: "i32" },
    columns: { at: 8, type: "i32" },
    rowFactor: { at: 12, type: "usize" },
    columnFactor: { at: 16, type: "usize" },
    rowBasis: { at: 20, type: "usize" },
    columnBasis: { at: 24, type: "usize" },
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
  bytes: 304,
  fields: {
    layers: { at: 0, type: "usize" },
    layerCount: { at: 4, type: "i32" },
    parameters: { at: 8, type: "usize" },
    gradients: { at: 12, type: "usize" },
    firstMoments: { at: 16, type: "usize" },
    secondMoments: { at: 20, type: "usize" },
    parameterCount: { at: 24, type: "i32" },
    optimiser: { at: 28, type: "i32" },
    spans: { at: 32, type: "usize" },
    spanCount: { at: 36, type: "i32" },
    matrices: { at: 40, type: "usize" },
    matrixCount: { at: 44, type: "i32" },
    rotated: { at: 48, type: "usize" },
    turned: { at: 52, type: "usize" },
    square: { at: 56, type: "usize" },
    spare: { at: 60, type: "usize" },
    input: { at: 64, type: "usize" },
    inputs: { at: 68, type: "i32" },
    target: { at: 72, type: "usize" },
    outputs: { at: 76, type: "i32" },
    importance: { at: 80, type: "usize" },
    given: { at: 84, type: "i32" },
    encoderLayers: { at: 88, type: "i32" },
    noise: { at: 92, type: "f32" },
    noiseGenerator: { at: 96, type: "usize" },
    received: { at: 100, type: "usize" },
    channels: { at: 104, type: "usize" },
    slopes: { at: 108, type: "usize" },
    generator: { at: 112, type: "usize" },
    activeLimit: { at: 116, type: "i32" },
    activeScale: { at: 120, type: "f32" },
    stratified: { at: 124, type: "i32" },
    nothing: { at: 128, type: "f64" },
    firstLimits: { at: 136, type: "usize" },
    bits: { at: 140, type: "usize" },
    batch: { at: 144, type: "i32" },
    steps: { at: 148, type: "i32" },
    warmup: { at: 152, type: "i32" },
    decay: { at: 156, type: "i32" },
    cosine: { at: 160, type: "i32" },
    averaged: { at: 164, type: "i32" },
    means: { at: 168, type: "usize" },
    step: { at: 172, type: "i32" },
    learningRate: { at: 176, type: "f64" },
    finalLearningRate: { at: 184, type: "f64" },
    weightDecay: { at: 192, type: "f64" },
    beta1: { at: 200, type: "f64" },
    beta2: { at: 208, type: "f64" },
    stabilizer: { at: 216, type: "f64" },
    singleRate: { at: 224, type: "f64" },
    momentum: { at: 232, type: "f64" },
    factorDecay: { at: 240, type: "f64" },
    refresh: { at: 248, type: "i32" },
    power1: { at: 256, type: "f64" },
    power2: { at: 264, type: "f64" },
    loss0: { at: 272, type: "f64" },
    loss1: { at: 280, type: "f64" },
    loss2: { at: 288, type: "f64" },
    loss3: { at: 296, type: "f64" },
  },
} as const;
