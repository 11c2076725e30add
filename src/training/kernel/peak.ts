/**
 * The machine's WASM SIMD multiply-add peak: twelve independent chains of one multiplication and
 * one addition, all in registers. The benchmark divides the kernel's speed by this one.
 */

/**
 * Does `rounds` × 12 multiply-adds of four lanes each; returns a number that depends on all of
 * them.
 */
export function multiplyAdd(rounds: i32, factor: f32, term: f32): f32 {
  const w = f32x4.splat(factor), x = f32x4.splat(term);
  let a = x, b = x, c = x, d = x, e = x, f = x;
  let g = x, h = x, i = x, j = x, k = x, l = x;
  for (let r = 0; r < rounds; r++) {
    a = f32x4.add(f32x4.mul(a, w), x);
    b = f32x4.add(f32x4.mul(b, w), x);
    c = f32x4.add(f32x4.mul(c, w), x);
    d = f32x4.add(f32x4.mul(d, w), x);
    e = f32x4.add(f32x4.mul(e, w), x);
    f = f32x4.add(f32x4.mul(f, w), x);
    g = f32x4.add(f32x4.mul(g, w), x);
    h = f32x4.add(f32x4.mul(h, w), x);
    i = f32x4.add(f32x4.mul(i, w), x);
    j = f32x4.add(f32x4.mul(j, w), x);
    k = f32x4.add(f32x4.mul(k, w), x);
    l = f32x4.add(f32x4.mul(l, w), x);
  }
  let sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  sum = f32x4.add(sum, f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  sum = f32x4.add(sum, f32x4.add(f32x4.add(i, j), f32x4.add(k, l)));
  return f32x4.extract_lane(sum, 0);
}
