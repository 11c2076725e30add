/**
 * Order statistics of a set of losses.
 *
 * A seed that diverged counts as the worst: NaN is read as +∞ everywhere in this folder. It is
 * never dropped, since that would flatter the scheme. A median stays finite as long as fewer than
 * half of the seeds diverge.
 *
 * @module
 */

/**
 * A sorted copy, NaN read as +∞.
 *
 * @throws {RangeError} where there is nothing to sort, or for −∞, which no loss can be
 */
export function sortedLosses(values: Iterable<number>): Float64Array {
  const sorted = Float64Array.from(values);
  sortLosses(sorted);
  return sorted;
}

/** Sorts in place, see {@link sortedLosses}. */
export function sortLosses(values: Float64Array): void {
  if (values.length === 0) {
    throw new RangeError("no values: a statistic needs at least one");
  }
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) values[i] = Infinity;
  }
  values.sort();
  if (values[0] === -Infinity) {
    throw new RangeError("a value is -Infinity: no statistic of losses can be");
  }
}

/** `a + f·(b − a)`, which stays a where f = 0 or a = b, infinite or not. */
function between(a: number, b: number, f: number): number {
  return f === 0 || a === b ? a : a + f * (b - a);
}

/**
 * The quantile of type 7 (Hyndman & Fan, 1996; the default of R and NumPy): the sorted values stand
 * at `i/(n − 1)`, with straight lines between.
 *
 * @param sorted ascending, at least one value
 * @param p in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) {
    throw new RangeError("no values: a quantile needs at least one");
  }
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`p is ${p}: a quantile needs a share in [0, 1]`);
  }
  const at = p * (sorted.length - 1), low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return between(sorted[low], sorted[high], at - low);
}

/** The middle value, or the mean of the middle two. */
export function median(values: Iterable<number>): number {
  return quantile(sortedLosses(values), 0.5);
}

/**
 * The interquartile mean: the mean of the middle half, a quarter of the weight cut from either end.
 * With n not divisible by 4 the outermost values that remain count in part: value i of the sorted n
 * (from 0) weighs as much of [i, i + 1] as lies within [n/4, 3n/4]. (Agarwal et al., 2021,
 * recommend the IQM; their code cuts whole values, `scipy.stats.trim_mean(0.25)`, which is the same
 * where 4 divides n.)
 */
export function interquartileMean(values: Iterable<number>): number {
  const sorted = sortedLosses(values);
  const n = sorted.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const weight = Math.min(i + 1, 0.75 * n) - Math.max(i, 0.25 * n);
    // Not 0·∞: a value outside the middle half has no say.
    if (weight > 0) sum += weight * sorted[i];
  }
  return sum / (0.5 * n);
}
