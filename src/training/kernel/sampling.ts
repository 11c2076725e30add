/** Samples of the input distribution, four seeds side by side. */
import { BLOCK, ELEMENT, ROW } from "./block";

// @ts-ignore: decorator
@inline
function rotateLeft(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

/**
 * Fills x[features][BLOCK] with `count` samples, sample by sample, from the xoshiro128++ states (four words of four lanes) at `state`; the rest of
 * the block becomes 0. A feature is active where its 32 bits are at most `limit`, and then they are its value too, scaled to [0, 1).
 */
export function sample(
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
