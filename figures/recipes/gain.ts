/**
 * How much compute a recipe saves: the compute at which a reference loses as much.
 *
 * @module
 */
import { exponential, naturalLog } from "../../src/numerics/elementary.ts";

/**
 * The length of training after which a reference first loses no more than `loss`: between measured
 * lengths along straight lines of log loss against log length, and never beyond the first and the
 * last. Over the length of what loses that much, it is the compute-equivalent gain (Davidson et
 * al. 2023).
 *
 * @param lengths ascending
 * @param losses of the reference, by length
 */
export function lengthToReach(
  loss: number,
  lengths: readonly number[],
  losses: readonly number[],
): number {
  let [reached] = losses;
  if (loss >= reached) return lengths[0];
  for (let i = 1; i < lengths.length; i++) {
    // A longer training that happened to end higher does not take back what was reached.
    const next = Math.min(reached, losses[i]);
    if (loss >= next) {
      // Of a reference that had diverged only the end of the way is known.
      if (reached === Infinity || loss === next) return lengths[i];
      const share = naturalLog(reached / loss) / naturalLog(reached / next);
      return lengths[i - 1] *
        exponential(share * naturalLog(lengths[i] / lengths[i - 1]));
    }
    reached = next;
  }
  return lengths[lengths.length - 1];
}
