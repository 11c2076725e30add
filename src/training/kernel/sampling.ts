/**
 * Samples of the input distribution, four seeds side by side; `src/features/independent.ts` draws
 * the same bits.
 */
import { countOf } from "./batch";
import { ELEMENT, ROW } from "./block";
import { clearRest, randomBits } from "./random";
import { inputOf, Run } from "./records";

/** Active features by their bits, scaled to [0, 1). */
// @ts-ignore: decorator
@inline
function valueOf(bits: v128, scale: v128): v128 {
  // 31 bits convert by one signed instruction; the rounding may reach 1, which is outside the
  // range.
  return f32x4.pmin(
    f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 1)), scale),
    f32x4.splat(0.99999994),
  );
}

/**
 * Fills x[inputs][BLOCK] with `count` samples. A feature is active where its 32 bits are at most
 * `activeLimit`, and then they are its value too.
 */
function sample(run: Run, x: usize, count: i32): void {
  randomBits(x, run.inputs, count, run.generator);
  const limits = i32x4.splat(run.activeLimit);
  const scales = f32x4.splat(run.activeScale);
  for (let i = 0; i < run.inputs; i++) {
    const row = x + <usize> i * ROW;
    const end = row + <usize> count * ELEMENT;
    for (let at = row; at < end; at += ELEMENT) {
      const bits = v128.load(at);
      v128.store(at, v128.and(valueOf(bits, scales), i32x4.le_u(bits, limits)));
    }
  }
}

/**
 * Likewise given that something is active: 32 bits say which feature is the first, those before it
 * are 0, and those after it as above.
 */
function sampleActive(run: Run, x: usize, count: i32): void {
  randomBits(run.bits, run.inputs + 1, count, run.generator);
  const limits = i32x4.splat(run.activeLimit);
  const scales = f32x4.splat(run.activeScale);
  const always = f32x4.splat(<f32> (1.0 / 2147483648.0));
  for (let i = 0; i < run.inputs; i++) {
    const reached = v128.load32_splat(run.firstLimits + (<usize> i << 2));
    const passed = v128.load32_splat(run.firstLimits + (<usize> (i > 0 ? i - 1 : 0) << 2));
    const row = <usize> i * ROW;
    for (let at: usize = 0; at < <usize> count * ELEMENT; at += ELEMENT) {
      const first = v128.load(run.bits + at);
      const bits = v128.load(run.bits + row + ROW + at);
      const later = v128.and(valueOf(bits, scales), i32x4.le_u(bits, limits));
      const value = i > 0
        ? v128.bitselect(later, valueOf(bits, always), i32x4.le_u(first, passed))
        : valueOf(bits, always);
      v128.store(x + row + at, v128.and(value, i32x4.le_u(first, reached)));
    }
  }
}

/**
 * Draws the batch's block number `index` into the place `slot`, unless the caller gave it; behind
 * the end of the batch there are zeros.
 */
export function draw(run: Run, index: i32, slot: i32): void {
  if (run.given) return;
  const x = inputOf(run, slot), count = countOf(run, index);
  if (!run.stratified) sample(run, x, count);
  else if (index > 0) sampleActive(run, x, count);
  else {
    clearRest(x, run.inputs, 0);
    sampleActive(run, x + ELEMENT, count - 1);
  }
  clearRest(x, run.inputs, count);
}
