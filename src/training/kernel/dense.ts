/** Dense layers over a block of samples: forward, and back to their inputs. */
import { ELEMENT, ROW } from "./block";
import { finish, tile42, tile81 } from "./tile";

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
    finish(gated, c + s, edge, c0);
    finish(gated, c + s + ROW, edge, c1);
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
  edge: v128,
): void {
  let n = 0;
  for (; n + 2 <= width; n += 2) {
    if (depth == 1) {
      thinPair(gated, 1, a, w, wk, wn, bias, c, edge);
    } else if (depth == 2) {
      thinPair(gated, 2, a, w, wk, wn, bias, c, edge);
    } else {
      for (let s: usize = 0; s < ROW; s += 64) {
        tile42(gated, depth, a + s, w, wk, wn, bias, c + s, edge);
      }
    }
    w += 2 * wn;
    c += 2 * ROW;
    if (bias) bias += 2 * ELEMENT;
  }
  if (n < width) {
    for (let s: usize = 0; s < ROW; s += 128) {
      tile81(gated, depth, a + s, w, wk, bias, c + s, edge);
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
  panel(false, depth, width, input, w, wk, wn, bias, output, f32x4.splat(edge));
}

/**
 * The way back through a dense layer: at `x`, what the layer below gave, the derivative by what it
 * gave before its activation takes its place, x[width][s] = (delta[depth][s]·Wᵀ)·[x > 0], the last
 * factor where that is a ReLU.
 */
export function backward(
  depth: i32,
  width: i32,
  delta: usize,
  w: usize,
  wk: usize,
  wn: usize,
  x: usize,
  relu: bool,
): void {
  const edge: f32 = relu ? 0 : -Infinity;
  panel(true, depth, width, delta, w, wk, wn, 0, x, f32x4.splat(edge));
}
