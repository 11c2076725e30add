/** xoshiro128++ 1.0, one generator per lane, see `src/numerics/random.ts`. */
import { BLOCK, ELEMENT, ROW } from "./block";

// @ts-ignore: decorator
@inline
function rotateLeft(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

/**
 * The largest number below 1, worked out from any positive one, since V8 would make a constant anew
 * in every turn of a loop.
 */
// @ts-ignore: decorator
@inline
export function belowOne(positive: v128): v128 {
  return i32x4.sub(f32x4.div(positive, positive), i32x4.splat(1));
}

/**
 * Active features by their bits, scaled to [0, 1). 31 bits convert by one signed instruction; the
 * rounding may reach 1, which is outside the range.
 */
// @ts-ignore: decorator
@inline
export function valueOf(bits: v128, scale: v128, most: v128): v128 {
  return f32x4.pmin(f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 1)), scale), most);
}

/**
 * Fills out[rows][BLOCK] with 32 random bits each for `count` samples, sample by sample; or with
 * features that are active where their bits are at most `limit`, and then these are their value
 * too. The state is four words of four lanes.
 */
// @ts-ignore: decorator
@inline
function fill(
  features: bool,
  out: usize,
  rows: i32,
  count: i32,
  state: usize,
  limit: v128,
  scale: v128,
): void {
  let s0 = v128.load(state), s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32), s3 = v128.load(state, 48);
  const most = belowOne(scale);
  for (let s = 0; s < count; s++) {
    let at = out + <usize> s * ELEMENT;
    for (let i = 0; i < rows; i++) {
      const bits = i32x4.add(rotateLeft(i32x4.add(s0, s3), 7), s0);
      v128.store(
        at,
        features ? v128.and(valueOf(bits, scale, most), i32x4.le_u(bits, limit)) : bits,
      );
      const t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotateLeft(s3, 11);
      at += ROW;
    }
  }
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}

/** Fills out[rows][BLOCK] with 32 random bits each for `count` samples. */
export function randomBits(out: usize, rows: i32, count: i32, state: usize): void {
  fill(false, out, rows, count, state, i32x4.splat(0), f32x4.splat(0));
}

/** Fills it with features, active where their 32 bits are at most `limit`. */
export function randomFeatures(
  out: usize,
  rows: i32,
  count: i32,
  state: usize,
  limit: i32,
  scale: f32,
): void {
  fill(true, out, rows, count, state, i32x4.splat(limit), f32x4.splat(scale));
}

/** Sets the samples from `count` to the end of the block to 0. */
export function clearRest(out: usize, rows: i32, count: i32): void {
  for (let i = 0; i < rows; i++) {
    const row = out + <usize> i * ROW;
    for (let s = count; s < BLOCK; s++) {
      v128.store(row + <usize> s * ELEMENT, f32x4.splat(0));
    }
  }
}
