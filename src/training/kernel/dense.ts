/** Dense layers over a block of samples: forward, and back to their inputs. */
import { ELEMENT, ROW } from "./block";

/**
 * Stores a finished sum. Forward, it is clipped at `edge`: 0 for ReLU, −∞ for none. Backward
 * (`gated`), it is kept where `gate`, the layer's own output, lies above `edge`. Either way without
 * a branch.
 */
// @ts-ignore: decorator
@inline
function finish(gated: bool, c: usize, gate: usize, edge: v128, sum: v128): void {
  if (gated) v128.store(c, v128.and(sum, f32x4.gt(v128.load(gate), edge)));
  // pmax(x, e) is `x < e ? e : x`: one instruction, and a NaN stays visible.
  else v128.store(c, f32x4.pmax(sum, edge));
}

/**
 * C[n][s] = bias[n] + Σ_k A[k][s]·W(k, n) for 4 samples × 2 units (`columns` 2) or 8 samples × 1
 * unit, where W(k, n) stands at w + k·wk + n·wn.
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
  // The bias is loaded anew for every tile: held across tiles it would cost registers in the loop
  // below.
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

/**
 * The same sums for a depth of 1 or 2 and 2 units: the weights stay in registers and the samples
 * run.
 */
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

/**
 * One dense layer over a block: output[width][s] = act(bias + input[depth][s]·W), the bias address
 * 0 where there is none.
 */
export function forward(
  depth: i32,
  width: i32,
  input: usize,
  w: usize,
  wk: usize,
  wn: usize,
  bias: usize,
  output: usize,
  relu: bool,
): void {
  const edge: f32 = relu ? 0 : -Infinity;
  panel(false, depth, width, input, w, wk, wn, bias, output, 0, f32x4.splat(edge));
}

/**
 * The way back through a dense layer: delta[width][s] = gate'·(outer delta[depth][s]·Wᵀ), with the
 * gate's ReLU if it has one.
 */
export function backward(
  depth: i32,
  width: i32,
  outerDelta: usize,
  w: usize,
  wk: usize,
  wn: usize,
  delta: usize,
  gate: usize,
  relu: bool,
): void {
  const edge: f32 = relu ? 0 : -Infinity;
  panel(true, depth, width, outerDelta, w, wk, wn, 0, delta, gate, f32x4.splat(edge));
}
