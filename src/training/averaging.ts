/**
 * The mean of the parameters over the last steps, operation by operation what
 * `src/training/kernel/averaging.ts` does.
 *
 * @module
 */
import type { Schedule } from "./config.ts";

/** Parameters that are averaged. */
export interface Averager {
  /** Takes those after step 1, 2, … */
  add(parameters: Float32Array, step: number): void;
  /** What training ends with, given the parameters of the last step. */
  result(last: Float32Array): Float32Array;
}

/** Averages over the last steps of a schedule, where it says so. */
export function averager(
  { steps, averaged }: Schedule,
  count: number,
): Averager {
  const mean = new Float32Array(count);
  return {
    add(parameters, step) {
      const nth = step - (steps - averaged);
      if (averaged === 0 || nth <= 0) return;
      const share = Math.fround(1 / nth);
      for (let i = 0; i < count; i++) {
        const away = Math.fround(parameters[i] - mean[i]);
        mean[i] += Math.fround(away * share);
      }
    },
    result: (last) => averaged === 0 ? last : mean,
  };
}
