/** xoshiro128++ 1.0, one generator per lane, see `src/numerics/random.ts`. */
import { BLOCK, ELEMENT, ROW } from "./block";

// @ts-ignore: decorator
@inline
function rotateLeft(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

/**
 * Fills out[rows][BLOCK] with 32 random bits each for `count` samples, sample by sample. The state
 * is four words of four lanes.
 */
export function randomBits(out: usize, rows: i32, count: i32, state: usize): void {
  let s0 = v128.load(state), s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32), s3 = v128.load(state, 48);
  for (let s = 0; s < count; s++) {
    let at = out + <usize> s * ELEMENT;
    for (let i = 0; i < rows; i++) {
      v128.store(at, i32x4.add(rotateLeft(i32x4.add(s0, s3), 7), s0));
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

/** Sets the samples from `count` to the end of the block to 0. */
export function clearRest(out: usize, rows: i32, count: i32): void {
  for (let i = 0; i < rows; i++) {
    const row = out + <usize> i * ROW;
    for (let s = count; s < BLOCK; s++) {
      v128.store(row + <usize> s * ELEMENT, f32x4.splat(0));
    }
  }
}
