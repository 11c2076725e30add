/**
 * Standard normal deviates, four seeds side by side; `src/numerics/normal.ts` draws the same bits.
 */
import { ELEMENT, ROW } from "./block";
import { clearRest, randomBits } from "./random";

// @ts-ignore: decorator
@inline
function plus(product: v128, term: f32): v128 {
  return f32x4.add(product, f32x4.splat(term));
}

/**
 * ln x for normal numbers: `x = 2ᵏ·m` with m in [√½, √2), then the series of `2·artanh((m − 1)/(m +
 * 1))`.
 */
// @ts-ignore: decorator
@inline
function logarithm(x: v128): v128 {
  // 0x3f3504f3 is √½: what is added to the exponent's bits rounds m into the range.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const power = i32x4.shr_s(shifted, 23);
  const m = i32x4.sub(x, i32x4.shl(power, 23));
  const s = f32x4.div(plus(m, -1), plus(m, 1));
  const square = f32x4.mul(s, s);
  let sum = plus(f32x4.mul(square, f32x4.splat(<f32> (1.0 / 9.0))), <f32> (1.0 / 7.0));
  sum = plus(f32x4.mul(square, sum), <f32> (1.0 / 5.0));
  sum = plus(f32x4.mul(square, sum), <f32> (1.0 / 3.0));
  sum = plus(f32x4.mul(square, sum), 1);
  return f32x4.add(
    f32x4.mul(f32x4.convert_i32x4_s(power), f32x4.splat(<f32> 0.6931471805599453)),
    f32x4.mul(f32x4.add(s, s), sum),
  );
}

/**
 * The deviate of 32 random bits: the quantile of AS 241 (Wichura 1988, PPND7), its sign from the
 * top bit, the tail's probability from the others.
 */
// @ts-ignore: decorator
@inline
function quantile(bits: v128): v128 {
  const rest = f32x4.convert_i32x4_s(v128.and(bits, i32x4.splat(0x7fffffff)));
  const tail = plus(
    f32x4.mul(rest, f32x4.splat(<f32> (1.0 / 4294967296.0))),
    <f32> (1.0 / 8589934592.0),
  );
  const q = f32x4.sub(f32x4.splat(0.5), tail);
  const r = f32x4.sub(f32x4.splat(0.180625), f32x4.mul(q, q));
  let above = plus(f32x4.mul(r, f32x4.splat(59.109374720)), 159.29113202);
  above = plus(f32x4.mul(r, above), 50.434271938);
  above = plus(f32x4.mul(r, above), 3.3871327179);
  let below = plus(f32x4.mul(r, f32x4.splat(67.187563600)), 78.757757664);
  below = plus(f32x4.mul(r, below), 17.895169469);
  below = plus(f32x4.mul(r, below), 1);
  const central = f32x4.div(f32x4.mul(q, above), below);
  const t = plus(f32x4.sqrt(f32x4.neg(logarithm(tail))), -1.6);
  above = plus(f32x4.mul(t, f32x4.splat(0.17023821103)), 1.3067284816);
  above = plus(f32x4.mul(t, above), 2.7568153900);
  above = plus(f32x4.mul(t, above), 1.4234372777);
  below = plus(f32x4.mul(t, f32x4.splat(0.12021132975)), 0.73700164250);
  below = plus(f32x4.mul(t, below), 1);
  const outer = f32x4.div(above, below);
  const size = v128.bitselect(central, outer, f32x4.le(q, f32x4.splat(0.425)));
  return v128.or(size, v128.and(bits, i32x4.splat(0x80000000)));
}

/**
 * Fills z[rows][BLOCK] with `count` samples from the generators at `state`; the rest of the block
 * becomes 0.
 */
export function normals(z: usize, rows: i32, count: i32, state: usize): void {
  randomBits(z, rows, count, state);
  for (let j = 0; j < rows; j++) {
    const row = z + <usize> j * ROW;
    const end = row + <usize> count * ELEMENT;
    for (let at = row; at < end; at += ELEMENT) v128.store(at, quantile(v128.load(at)));
  }
  clearRest(z, rows, count);
}
