/** Dense layers over a block of samples: forward, back, and their gradients. */
import { ELEMENT, ROW } from "./block";

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
export function forward(
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
export function backward(
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
export function outer(rows: i32, columns: i32, a: usize, b: usize, g: usize): void {
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
export function outerBias(width: i32, d: usize, g: usize): void {
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
