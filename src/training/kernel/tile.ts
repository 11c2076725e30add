/**
 * Tiles of a dense layer: sums that stay in registers while the depth runs.
 *
 * V8 allots 15 registers of 16 bytes and compares every address with the memory's size. The first
 * step of a loop stands before it: what its loads have been compared with stays in general
 * registers. Loops end at their bottom, which saves a jump.
 */
import { ROW } from "./block";

/**
 * Stores a finished sum at `c`. Forward, it is clipped at `edge`: 0 for ReLU, −∞ for none. Backward
 * (`gated`), it is kept where what it replaces, the unit's output, lies above `edge`. Either way
 * without a branch.
 */
// @ts-ignore: decorator
@inline
export function finish(gated: bool, c: usize, edge: v128, sum: v128): void {
  if (gated) v128.store(c, v128.and(sum, f32x4.gt(v128.load(c), edge)));
  // pmax(x, e) is `x < e ? e : x`: one instruction, and a NaN stays visible.
  else v128.store(c, f32x4.pmax(sum, edge));
}

/**
 * C[n][s] = bias[n] + Σ_k A[k][s]·W(k, n) for 4 samples × 2 units, where W(k, n) stands at w + k·wk
 * + n·wn; the depth is at least 3.
 */
// @ts-ignore: decorator
@inline
export function tile42(
  gated: bool,
  depth: i32,
  a: usize,
  w: usize,
  wk: usize,
  wn: usize,
  bias: usize,
  c: usize,
  edge: v128,
): void {
  // The bias is loaded anew for every tile: held across tiles it would cost registers in the loop
  // below.
  let start0 = f32x4.splat(0), start1 = start0;
  if (!gated && bias) {
    start0 = v128.load(bias);
    start1 = v128.load(bias, 16);
  }
  let w0 = v128.load(w), w1 = v128.load(w + wn);
  let a0 = v128.load(a), a1 = v128.load(a, 16);
  let c00 = f32x4.add(start0, f32x4.mul(a0, w0));
  let c10 = f32x4.add(start0, f32x4.mul(a1, w0));
  let c01 = f32x4.add(start1, f32x4.mul(a0, w1));
  let c11 = f32x4.add(start1, f32x4.mul(a1, w1));
  a0 = v128.load(a, 32);
  a1 = v128.load(a, 48);
  let c20 = f32x4.add(start0, f32x4.mul(a0, w0));
  let c30 = f32x4.add(start0, f32x4.mul(a1, w0));
  let c21 = f32x4.add(start1, f32x4.mul(a0, w1));
  let c31 = f32x4.add(start1, f32x4.mul(a1, w1));
  let k = depth - 1;
  do {
    a += ROW;
    w += wk;
    w0 = v128.load(w);
    w1 = v128.load(w + wn);
    a0 = v128.load(a);
    a1 = v128.load(a, 16);
    c00 = f32x4.add(c00, f32x4.mul(a0, w0));
    c10 = f32x4.add(c10, f32x4.mul(a1, w0));
    c01 = f32x4.add(c01, f32x4.mul(a0, w1));
    c11 = f32x4.add(c11, f32x4.mul(a1, w1));
    a0 = v128.load(a, 32);
    a1 = v128.load(a, 48);
    c20 = f32x4.add(c20, f32x4.mul(a0, w0));
    c30 = f32x4.add(c30, f32x4.mul(a1, w0));
    c21 = f32x4.add(c21, f32x4.mul(a0, w1));
    c31 = f32x4.add(c31, f32x4.mul(a1, w1));
    if (k == 1) break;
    a += ROW;
    w += wk;
    w0 = v128.load(w);
    w1 = v128.load(w + wn);
    a0 = v128.load(a);
    a1 = v128.load(a, 16);
    c00 = f32x4.add(c00, f32x4.mul(a0, w0));
    c10 = f32x4.add(c10, f32x4.mul(a1, w0));
    c01 = f32x4.add(c01, f32x4.mul(a0, w1));
    c11 = f32x4.add(c11, f32x4.mul(a1, w1));
    a0 = v128.load(a, 32);
    a1 = v128.load(a, 48);
    c20 = f32x4.add(c20, f32x4.mul(a0, w0));
    c30 = f32x4.add(c30, f32x4.mul(a1, w0));
    c21 = f32x4.add(c21, f32x4.mul(a0, w1));
    c31 = f32x4.add(c31, f32x4.mul(a1, w1));
    k -= 2;
  } while (k);
  finish(gated, c, edge, c00);
  finish(gated, c + 16, edge, c10);
  finish(gated, c + 32, edge, c20);
  finish(gated, c + 48, edge, c30);
  finish(gated, c + ROW, edge, c01);
  finish(gated, c + ROW + 16, edge, c11);
  finish(gated, c + ROW + 32, edge, c21);
  finish(gated, c + ROW + 48, edge, c31);
}

/** The same sums for 8 samples × 1 unit, and any depth. */
// @ts-ignore: decorator
@inline
export function tile81(
  gated: bool,
  depth: i32,
  a: usize,
  w: usize,
  wk: usize,
  bias: usize,
  c: usize,
  edge: v128,
): void {
  const start = bias ? v128.load(bias) : f32x4.splat(0);
  let w0 = v128.load(w);
  let c0 = f32x4.add(start, f32x4.mul(v128.load(a), w0));
  let c1 = f32x4.add(start, f32x4.mul(v128.load(a, 16), w0));
  let c2 = f32x4.add(start, f32x4.mul(v128.load(a, 32), w0));
  let c3 = f32x4.add(start, f32x4.mul(v128.load(a, 48), w0));
  let c4 = f32x4.add(start, f32x4.mul(v128.load(a, 64), w0));
  let c5 = f32x4.add(start, f32x4.mul(v128.load(a, 80), w0));
  let c6 = f32x4.add(start, f32x4.mul(v128.load(a, 96), w0));
  let c7 = f32x4.add(start, f32x4.mul(v128.load(a, 112), w0));
  for (let k = depth - 1; k; k--) {
    a += ROW;
    w += wk;
    w0 = v128.load(w);
    c0 = f32x4.add(c0, f32x4.mul(v128.load(a), w0));
    c1 = f32x4.add(c1, f32x4.mul(v128.load(a, 16), w0));
    c2 = f32x4.add(c2, f32x4.mul(v128.load(a, 32), w0));
    c3 = f32x4.add(c3, f32x4.mul(v128.load(a, 48), w0));
    c4 = f32x4.add(c4, f32x4.mul(v128.load(a, 64), w0));
    c5 = f32x4.add(c5, f32x4.mul(v128.load(a, 80), w0));
    c6 = f32x4.add(c6, f32x4.mul(v128.load(a, 96), w0));
    c7 = f32x4.add(c7, f32x4.mul(v128.load(a, 112), w0));
  }
  finish(gated, c, edge, c0);
  finish(gated, c + 16, edge, c1);
  finish(gated, c + 32, edge, c2);
  finish(gated, c + 48, edge, c3);
  finish(gated, c + 64, edge, c4);
  finish(gated, c + 80, edge, c5);
  finish(gated, c + 96, edge, c6);
  finish(gated, c + 112, edge, c7);
}
