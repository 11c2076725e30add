/**
 * Layers of a depth so small that their weights stay in registers while the samples run.
 */
import { ELEMENT, ROW } from "./block";
import { accumulate } from "./outer";
import { finish } from "./tile";

/**
 * C[n][s] = bias[n] + Σ_k A[k][s]·W(k, n) for 2 units, as `tile42` has it, and a static depth of 1
 * to 3.
 */
// @ts-ignore: decorator
@inline
export function thinPair(
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
  const w00 = v128.load(w), w01 = v128.load(w + wn);
  if (depth > 1) w += wk;
  const w10 = v128.load(w), w11 = v128.load(w + wn);
  if (depth > 2) w += wk;
  const w20 = v128.load(w), w21 = v128.load(w + wn);
  let start0 = f32x4.splat(0), start1 = start0;
  if (!gated && bias) {
    start0 = v128.load(bias);
    start1 = v128.load(bias, 16);
  }
  const end = c + ROW;
  do {
    let x = v128.load(a);
    let c0 = f32x4.mul(x, w00), c1 = f32x4.mul(x, w01);
    if (!gated) {
      c0 = f32x4.add(start0, c0);
      c1 = f32x4.add(start1, c1);
    }
    if (depth > 1) {
      x = v128.load(a, ROW);
      c0 = f32x4.add(c0, f32x4.mul(x, w10));
      c1 = f32x4.add(c1, f32x4.mul(x, w11));
    }
    if (depth > 2) {
      x = v128.load(a, 2 * ROW);
      c0 = f32x4.add(c0, f32x4.mul(x, w20));
      c1 = f32x4.add(c1, f32x4.mul(x, w21));
    }
    finish(gated, c, edge, c0);
    finish(gated, c + ROW, edge, c1);
    a += ELEMENT;
    c += ELEMENT;
  } while (c != end);
}

/**
 * Back through a layer of `outputs` ∈ {1, 2}, with its weights' gradient, for `units` ∈ {1, 2} of
 * those below, whose output x is read once for both. The gradient G lies as the weights do.
 */
// @ts-ignore: decorator
@inline
function backTile(
  outputs: i32,
  units: i32,
  delta: usize,
  w: usize,
  wk: usize,
  wn: usize,
  x: usize,
  g: usize,
  edge: v128,
): void {
  const w00 = v128.load(w), w01 = outputs > 1 ? v128.load(w + wn) : w00;
  const w10 = units > 1 ? v128.load(w + wk) : w00;
  const w11 = outputs > 1 && units > 1 ? v128.load(w + wk + wn) : w00;
  let g00 = f32x4.splat(0), g01 = g00, g10 = g00, g11 = g00;
  const end = x + ROW;
  do {
    const d0 = v128.load(delta), d1 = outputs > 1 ? v128.load(delta, ROW) : d0;
    let y = v128.load(x);
    g00 = f32x4.add(g00, f32x4.mul(y, d0));
    let sum = f32x4.mul(d0, w00);
    if (outputs > 1) {
      g01 = f32x4.add(g01, f32x4.mul(y, d1));
      sum = f32x4.add(sum, f32x4.mul(d1, w01));
    }
    finish(true, x, edge, sum);
    if (units > 1) {
      y = v128.load(x, ROW);
      g10 = f32x4.add(g10, f32x4.mul(y, d0));
      sum = f32x4.mul(d0, w10);
      if (outputs > 1) {
        g11 = f32x4.add(g11, f32x4.mul(y, d1));
        sum = f32x4.add(sum, f32x4.mul(d1, w11));
      }
      finish(true, x + ROW, edge, sum);
    }
    delta += ELEMENT;
    x += ELEMENT;
  } while (x != end);
  accumulate(g, g00);
  if (outputs > 1) accumulate(g + wn, g01);
  if (units > 1) {
    accumulate(g + wk, g10);
    if (outputs > 1) accumulate(g + wk + wn, g11);
  }
}

// @ts-ignore: decorator
@inline
function back(
  outputs: i32,
  units: i32,
  delta: usize,
  w: usize,
  wk: usize,
  wn: usize,
  x: usize,
  g: usize,
  edge: v128,
): void {
  for (; units >= 2; units -= 2) {
    backTile(outputs, 2, delta, w, wk, wn, x, g, edge);
    w += 2 * wk;
    g += 2 * wk;
    x += 2 * ROW;
  }
  if (units) backTile(outputs, 1, delta, w, wk, wn, x, g, edge);
}

/**
 * `backward` and `outer` at once, for a layer of one output: W(k) stands at w + k·wk, its gradient
 * at g likewise.
 */
export function thinBack1(
  units: i32,
  delta: usize,
  w: usize,
  wk: usize,
  x: usize,
  g: usize,
  relu: bool,
): void {
  back(1, units, delta, w, wk, 0, x, g, f32x4.splat(relu ? 0 : -Infinity));
}

/** Likewise for two outputs: W(k, n) stands at w + k·wk + n·wn. */
export function thinBack2(
  units: i32,
  delta: usize,
  w: usize,
  wk: usize,
  wn: usize,
  x: usize,
  g: usize,
  relu: bool,
): void {
  back(2, units, delta, w, wk, wn, x, g, f32x4.splat(relu ? 0 : -Infinity));
}
