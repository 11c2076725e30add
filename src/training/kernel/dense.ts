/** Dense layers over a block of samples: forward, and back to their inputs. */
import { ELEMENT, ROW } from "./block";
import { thinPair } from "./thin";
import { tile42, tile81 } from "./tile";

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
    if (depth == 1) thinPair(gated, 1, a, w, wk, wn, bias, c, edge);
    else if (depth == 2) thinPair(gated, 2, a, w, wk, wn, bias, c, edge);
    else if (depth == 3) thinPair(gated, 3, a, w, wk, wn, bias, c, edge);
    else {
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
