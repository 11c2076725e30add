/**
 * The training kernel: AssemblyScript, compiled to `kernel.wasm` by `deno task kernel`.
 *
 * Four seeds train side by side, one per lane of every v128, so nothing is ever summed across lanes and a
 * seed's arithmetic is the scalar arithmetic. Only operations that IEEE 754 rounds correctly are used, in an order that
 * this file fixes: the same file gives the same bits on every machine.
 *
 * The caller lays out the memory and describes it in the words named below (see `src/training/compiled.ts`). An "element" is one v128.
 * Activations of a layer are [unit][sample of the block]; weights are [input][output], as in `networks/network.ts`.
 */

/** Samples that pass through the network together: small enough that their activations stay in the first-level cache. */
const BLOCK: i32 = 32;
/** Bytes of one element, and of one unit's activations in a block. */
const ELEMENT: usize = 16;
const ROW: usize = 512;

/** Samples in a block, so that the caller can lay out its memory. */
export function blockSize(): i32 {
  return BLOCK;
}

// --- Dense layers ---

/**
 * Stores a finished sum. Forward, it is clipped at `edge`: 0 for ReLU, −∞ for none. Backward (`gated`), it is kept where `gate`, the layer's own
 * output, lies above `edge`. Either way without a branch.
 */
// @ts-ignore: decorator
@inline
function finish(gated: bool, c: usize, gate: usize, edge: v128, sum: v128): void {
  if (gated) v128.store(c, v128.and(sum, f32x4.gt(v128.load(gate), edge)));
  // pmax(x, e) is `x < e ? e : x`: one instruction, and a NaN stays visible.
  else v128.store(c, f32x4.pmax(sum, edge));
}

/**
 * C[n][s] = bias[n] + Σ_k A[k][s]·W(k, n) for 4 samples × 2 units (`columns` 2) or 8 samples × 1 unit, where W(k, n) stands at w + k·wk + n·wn.
 */
// @ts-ignore: decorator
@inline
function tile(
  gated: bool,
  columns: i32,
  depth: i32,
  a: usize,
  w: usize,
  wk: usize,
  wn: usize,
  bias: usize,
  c: usize,
  gate: usize,
  edge: v128,
): void {
  // The bias is loaded anew for every tile: held across tiles it would cost registers in the loop below.
  let start0 = f32x4.splat(0), start1 = start0;
  if (bias) {
    start0 = v128.load(bias);
    start1 = columns == 2 ? v128.load(bias, 16) : start0;
  }
  let c00 = start0, c10 = start0, c20 = start0, c30 = start0;
  let c01 = start1, c11 = start1, c21 = start1, c31 = start1;
  // With one column the second set of sums holds samples 4 to 7.
  for (let k = 0; k < depth; k++) {
    const w0 = v128.load(w);
    if (columns == 2) {
      const w1 = v128.load(w + wn);
      const a0 = v128.load(a), a1 = v128.load(a, 16);
      c00 = f32x4.add(c00, f32x4.mul(a0, w0));
      c10 = f32x4.add(c10, f32x4.mul(a1, w0));
      c01 = f32x4.add(c01, f32x4.mul(a0, w1));
      c11 = f32x4.add(c11, f32x4.mul(a1, w1));
      const a2 = v128.load(a, 32), a3 = v128.load(a, 48);
      c20 = f32x4.add(c20, f32x4.mul(a2, w0));
      c30 = f32x4.add(c30, f32x4.mul(a3, w0));
      c21 = f32x4.add(c21, f32x4.mul(a2, w1));
      c31 = f32x4.add(c31, f32x4.mul(a3, w1));
    } else {
      c00 = f32x4.add(c00, f32x4.mul(v128.load(a), w0));
      c10 = f32x4.add(c10, f32x4.mul(v128.load(a, 16), w0));
      c20 = f32x4.add(c20, f32x4.mul(v128.load(a, 32), w0));
      c30 = f32x4.add(c30, f32x4.mul(v128.load(a, 48), w0));
      c01 = f32x4.add(c01, f32x4.mul(v128.load(a, 64), w0));
      c11 = f32x4.add(c11, f32x4.mul(v128.load(a, 80), w0));
      c21 = f32x4.add(c21, f32x4.mul(v128.load(a, 96), w0));
      c31 = f32x4.add(c31, f32x4.mul(v128.load(a, 112), w0));
    }
    a += ROW;
    w += wk;
  }
  const second: usize = columns == 2 ? ROW : 64;
  finish(gated, c, gate, edge, c00);
  finish(gated, c + 16, gate + 16, edge, c10);
  finish(gated, c + 32, gate + 32, edge, c20);
  finish(gated, c + 48, gate + 48, edge, c30);
  finish(gated, c + second, gate + second, edge, c01);
  finish(gated, c + second + 16, gate + second + 16, edge, c11);
  finish(gated, c + second + 32, gate + second + 32, edge, c21);
  finish(gated, c + second + 48, gate + second + 48, edge, c31);
}

/** The same sums for a depth of 1 or 2 and 2 units: the weights stay in registers and the samples run. */
// @ts-ignore: decorator
@inline
function thinPair(
  gated: bool,
  depth: i32,
  a: usize,
  w: usize,
  wk: usize,
  wn: usize,
  bias: usize,
  c: usize,
  gate: usize,
  edge: v128,
): void {
  const w00 = v128.load(w), w01 = v128.load(w + wn);
  const w10 = depth == 2 ? v128.load(w + wk) : w00;
  const w11 = depth == 2 ? v128.load(w + wk + wn) : w00;
  let start0 = f32x4.splat(0), start1 = start0;
  if (bias) {
    start0 = v128.load(bias);
    start1 = v128.load(bias, 16);
  }
  for (let s: usize = 0; s < ROW; s += ELEMENT) {
    const a0 = v128.load(a + s);
    let c0 = f32x4.add(start0, f32x4.mul(a0, w00));
    let c1 = f32x4.add(start1, f32x4.mul(a0, w01));
    if (depth == 2) {
      const a1 = v128.load(a + s, ROW);
      c0 = f32x4.add(c0, f32x4.mul(a1, w10));
      c1 = f32x4.add(c1, f32x4.mul(a1, w11));
    }
    finish(gated, c + s, gate + s, edge, c0);
    finish(gated, c + s + ROW, gate + s + ROW, edge, c1);
  }
}

// @ts-ignore: decorator
@inline
function panel(
  gated: bool,
  depth: i32,
  width: i32,
  a: usize,
  w: usize,
  wk: usize,
  wn: usize,
  bias: usize,
  c: usize,
  gate: usize,
  edge: v128,
): void {
  let n = 0;
  for (; n + 2 <= width; n += 2) {
    if (depth == 1) {
      thinPair(gated, 1, a, w, wk, wn, bias, c, gate, edge);
    } else if (depth == 2) {
      thinPair(gated, 2, a, w, wk, wn, bias, c, gate, edge);
    } else {
      for (let s: usize = 0; s < ROW; s += 64) {
        tile(gated, 2, depth, a + s, w, wk, wn, bias, c + s, gate + s, edge);
      }
    }
    w += 2 * wn;
    c += 2 * ROW;
    gate += 2 * ROW;
    if (bias) bias += 2 * ELEMENT;
  }
  if (n < width) {
    for (let s: usize = 0; s < ROW; s += 128) {
      tile(gated, 1, depth, a + s, w, wk, wn, bias, c + s, gate + s, edge);
    }
  }
}

/** One dense layer over a block: output[width][s] = act(bias + input[depth][s]·W), the bias address 0 where there is none. */
function forward(
  depth: i32,
  width: i32,
  input: usize,
  w: usize,
  wk: usize,
  wn: usize,
  bias: usize,
  output: usize,
  relu: i32,
): void {
  const edge: f32 = relu ? 0 : -Infinity;
  panel(false, depth, width, input, w, wk, wn, bias, output, 0, f32x4.splat(edge));
}

/** The way back through a dense layer: delta[width][s] = gate'·(outer delta[depth][s]·Wᵀ), with the gate's ReLU if it has one. */
function backward(
  depth: i32,
  width: i32,
  outerDelta: usize,
  w: usize,
  wk: usize,
  wn: usize,
  delta: usize,
  gate: usize,
  relu: i32,
): void {
  const edge: f32 = relu ? 0 : -Infinity;
  panel(true, depth, width, outerDelta, w, wk, wn, 0, delta, gate, f32x4.splat(edge));
}

/** G[r][q] += Σ_s A[r][s]·B[q][s] for `rows` ∈ {1, 2} × `columns` ∈ {1, 2, 4}, 4×2 or 4×1 elements of G, whose rows lie `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function outerTile(
  rows: i32,
  columns: i32,
  a: usize,
  b: usize,
  g: usize,
  stride: usize,
): void {
  const zero = f32x4.splat(0);
  let g00 = zero, g01 = zero, g02 = zero, g03 = zero;
  let g10 = zero, g11 = zero, g12 = zero, g13 = zero;
  let g20 = zero, g21 = zero, g30 = zero, g31 = zero;
  for (let s: usize = 0; s < ROW; s += ELEMENT) {
    const a0 = v128.load(a + s);
    const b0 = v128.load(b + s);
    g00 = f32x4.add(g00, f32x4.mul(a0, b0));
    if (columns > 1) {
      const b1 = v128.load(b + s, ROW);
      g01 = f32x4.add(g01, f32x4.mul(a0, b1));
      if (rows > 1) {
        const a1 = v128.load(a + s, ROW);
        g10 = f32x4.add(g10, f32x4.mul(a1, b0));
        g11 = f32x4.add(g11, f32x4.mul(a1, b1));
        if (columns > 2) {
          const b2 = v128.load(b + s, 2 * ROW);
          g02 = f32x4.add(g02, f32x4.mul(a0, b2));
          g12 = f32x4.add(g12, f32x4.mul(a1, b2));
          const b3 = v128.load(b + s, 3 * ROW);
          g03 = f32x4.add(g03, f32x4.mul(a0, b3));
          g13 = f32x4.add(g13, f32x4.mul(a1, b3));
        }
        if (rows > 2) {
          const a2 = v128.load(a + s, 2 * ROW);
          g20 = f32x4.add(g20, f32x4.mul(a2, b0));
          g21 = f32x4.add(g21, f32x4.mul(a2, b1));
          const a3 = v128.load(a + s, 3 * ROW);
          g30 = f32x4.add(g30, f32x4.mul(a3, b0));
          g31 = f32x4.add(g31, f32x4.mul(a3, b1));
        }
      } else if (columns > 2) {
        g02 = f32x4.add(g02, f32x4.mul(a0, v128.load(b + s, 2 * ROW)));
        g03 = f32x4.add(g03, f32x4.mul(a0, v128.load(b + s, 3 * ROW)));
      }
    } else if (rows > 1) {
      g10 = f32x4.add(g10, f32x4.mul(v128.load(a + s, ROW), b0));
    }
    if (rows > 2 && columns == 1) {
      g20 = f32x4.add(g20, f32x4.mul(v128.load(a + s, 2 * ROW), b0));
      g30 = f32x4.add(g30, f32x4.mul(v128.load(a + s, 3 * ROW), b0));
    }
  }
  accumulate(g, g00);
  if (columns > 1) accumulate(g + 16, g01);
  if (columns > 2) {
    accumulate(g + 32, g02);
    accumulate(g + 48, g03);
  }
  if (rows > 1) {
    accumulate(g + stride, g10);
    if (columns > 1) accumulate(g + stride + 16, g11);
    if (columns > 2) {
      accumulate(g + stride + 32, g12);
      accumulate(g + stride + 48, g13);
    }
  }
  if (rows > 2) {
    accumulate(g + 2 * stride, g20);
    accumulate(g + 3 * stride, g30);
    if (columns > 1) {
      accumulate(g + 2 * stride + 16, g21);
      accumulate(g + 3 * stride + 16, g31);
    }
  }
}

// @ts-ignore: decorator
@inline
function accumulate(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** The gradient of a weight matrix G[rows][columns] += A·Bᵀ over the samples of a block. */
function outer(rows: i32, columns: i32, a: usize, b: usize, g: usize): void {
  const stride = <usize> columns * ELEMENT;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let q = 0;
    let bq = b, gq = g;
    for (; q + 2 <= columns; q += 2) {
      outerTile(4, 2, a, bq, gq, stride);
      bq += 2 * ROW;
      gq += 32;
    }
    if (q < columns) outerTile(4, 1, a, bq, gq, stride);
    a += 4 * ROW;
    g += 4 * stride;
  }
  if (r + 2 <= rows) {
    outerRows(2, columns, a, b, g, stride);
    r += 2;
    a += 2 * ROW;
    g += 2 * stride;
  }
  if (r < rows) outerRows(1, columns, a, b, g, stride);
}

/** The last one or two rows of a gradient. */
// @ts-ignore: decorator
@inline
function outerRows(rows: i32, columns: i32, a: usize, b: usize, g: usize, stride: usize): void {
  let q = 0;
  for (; q + 4 <= columns; q += 4) {
    outerTile(rows, 4, a, b, g, stride);
    b += 4 * ROW;
    g += 4 * ELEMENT;
  }
  if (q + 2 <= columns) {
    outerTile(rows, 2, a, b, g, stride);
    q += 2;
    b += 2 * ROW;
    g += 2 * ELEMENT;
  }
  if (q < columns) outerTile(rows, 1, a, b, g, stride);
}

/** The gradient of a bias G[width] += Σ_s D[width][s]. */
function outerBias(width: i32, d: usize, g: usize): void {
  for (let n = 0; n < width; n++) {
    // Four partial sums, always joined in the same order, hide the latency of the additions.
    let s0 = v128.load(d), s1 = v128.load(d, 16);
    let s2 = v128.load(d, 32), s3 = v128.load(d, 48);
    for (let s: usize = 64; s < ROW; s += 64) {
      s0 = f32x4.add(s0, v128.load(d + s));
      s1 = f32x4.add(s1, v128.load(d + s, 16));
      s2 = f32x4.add(s2, v128.load(d + s, 32));
      s3 = f32x4.add(s3, v128.load(d + s, 48));
    }
    accumulate(g, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    d += ROW;
    g += ELEMENT;
  }
}

// --- Sampling ---

// @ts-ignore: decorator
@inline
function rotateLeft(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

/**
 * Fills x[features][BLOCK] with `count` samples, sample by sample, from the xoshiro128++ states (four words of four lanes) at `state`; the rest of
 * the block becomes 0. A feature is active where its 32 bits are at most `limit`, and then they are its value too, scaled to [0, 1).
 */
function sample(
  x: usize,
  features: i32,
  count: i32,
  state: usize,
  limit: i32,
  scale: f32,
): void {
  let s0 = v128.load(state), s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32), s3 = v128.load(state, 48);
  const limits = i32x4.splat(limit);
  const scales = f32x4.splat(scale);
  const below1 = f32x4.splat(0.99999994);
  for (let s = 0; s < count; s++) {
    let at = x + <usize> s * ELEMENT;
    for (let i = 0; i < features; i++) {
      const bits = i32x4.add(rotateLeft(i32x4.add(s0, s3), 7), s0);
      const t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotateLeft(s3, 11);
      // 31 bits convert by one signed instruction; the rounding may reach 1, which is outside the range.
      const value = f32x4.pmin(
        f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 1)), scales),
        below1,
      );
      v128.store(at, v128.and(value, i32x4.le_u(bits, limits)));
      at += ROW;
    }
  }
  for (let s = count; s < BLOCK; s++) {
    for (let i = 0; i < features; i++) {
      v128.store(x + <usize> i * ROW + <usize> s * ELEMENT, f32x4.splat(0));
    }
  }
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}

// --- One step ---

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
