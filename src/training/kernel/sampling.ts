/**
 * Samples of the input distribution, four seeds side by side; `src/features/independent.ts` draws
 * the same bits.
 */
import { countOf } from "./batch";
import { ELEMENT, ROW } from "./block";
import { belowOne, clearRest, randomBits, randomFeatures, valueOf } from "./random";
import { inputOf, Run } from "./records";

/**
 * Fills x[inputs][BLOCK] with `count` samples given that something is active: 32 bits say which
 * feature is the first, those before it are 0, and those after it as in any sample.
 */
function sampleActive(run: Run, x: usize, count: i32): void {
  randomBits(run.bits, run.inputs + 1, count, run.generator);
  const limits = i32x4.splat(run.activeLimit);
  const scales = f32x4.splat(run.activeScale);
  const always = f32x4.splat(<f32> (1.0 / 2147483648.0)), most = belowOne(scales);
  for (let i = 0; i < run.inputs; i++) {
    const reached = v128.load32_splat(run.firstLimits + (<usize> i << 2));
    const passed = v128.load32_splat(run.firstLimits + (<usize> (i > 0 ? i - 1 : 0) << 2));
    const row = <usize> i * ROW;
    for (let at: usize = 0; at < <usize> count * ELEMENT; at += ELEMENT) {
      const first = v128.load(run.bits + at);
      const bits = v128.load(run.bits + row + ROW + at);
      const later = v128.and(valueOf(bits, scales, most), i32x4.le_u(bits, limits));
      const value = i > 0
        ? v128.bitselect(later, valueOf(bits, always, most), i32x4.le_u(first, passed))
        : valueOf(bits, always, most);
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
  if (!run.stratified) {
    randomFeatures(x, run.inputs, count, run.generator, run.activeLimit, run.activeScale);
  } else if (index > 0) {
    sampleActive(run, x, count);
  } else {
    clearRest(x, run.inputs, 0);
    sampleActive(run, x + ELEMENT, count - 1);
  }
  clearRest(x, run.inputs, count);
}
