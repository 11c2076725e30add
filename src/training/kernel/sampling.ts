/**
 * Samples of the input distribution, four seeds side by side; `src/features/independent.ts` draws
 * the same bits.
 */
import { ELEMENT, ROW } from "./block";
import { clearRest, randomBits } from "./random";
import { inputOf, Run } from "./records";

/**
 * Fills x[features][BLOCK] with `count` samples from the generators at `state`; the rest of the
 * block becomes 0. A feature is active where its 32 bits are at most `limit`, and then they are its
 * value too, scaled to [0, 1).
 */
function sample(
  x: usize,
  features: i32,
  count: i32,
  state: usize,
  limit: i32,
  scale: f32,
): void {
  randomBits(x, features, count, state);
  const limits = i32x4.splat(limit);
  const scales = f32x4.splat(scale);
  const below1 = f32x4.splat(0.99999994);
  for (let i = 0; i < features; i++) {
    const row = x + <usize> i * ROW;
    const end = row + <usize> count * ELEMENT;
    for (let at = row; at < end; at += ELEMENT) {
      const bits = v128.load(at);
      // 31 bits convert by one signed instruction; the rounding may reach 1, which is outside the
      // range.
      const value = f32x4.pmin(
        f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 1)), scales),
        below1,
      );
      v128.store(at, v128.and(value, i32x4.le_u(bits, limits)));
    }
  }
  clearRest(x, features, count);
}

/** Draws the input of a block, unless the caller gave it. */
export function draw(run: Run, slot: i32, count: i32): void {
  if (run.given) return;
  sample(inputOf(run, slot), run.inputs, count, run.generator, run.activeLimit, run.activeScale);
}
