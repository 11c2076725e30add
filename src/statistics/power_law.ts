/**
 * Where a curve of losses ends: a power law with an offset, through losses after several lengths of
 * training.
 *
 * @module
 */
import { exponential, naturalLog } from "../numerics/elementary.ts";

/** loss(steps) = limit + scale·(steps/longest)^(−exponent). */
export interface PowerLaw {
  /** The loss that no number of steps ends below, at least 0. */
  readonly limit: number;
  /** What is above the limit after `longest` steps, at least 0. */
  readonly scale: number;
  /** Above 0; 0 where nothing is to go. */
  readonly exponent: number;
  /** The longest of the lengths fitted. */
  readonly longest: number;
}

/** The loss that a law has after so many steps. */
export function lossAfter(law: PowerLaw, steps: number): number {
  const { limit, scale, exponent, longest } = law;
  return limit + scale * exponential(exponent * naturalLog(longest / steps));
}

/**
 * Exponents looked at, evenly in their logarithm: first `tried`, then between neighbours the best
 * of `between` steps, and at last where a parabola through three of those is least.
 */
const exponents = { least: 0.02, most: 8, tried: 24, between: 1024 };
const count = (exponents.tried - 1) * exponents.between + 1;
const first = naturalLog(exponents.least);
const apart = (naturalLog(exponents.most) - first) / (count - 1);

/**
 * How far above its end the law with scale 1 is: of every exponent after every length. There are
 * few ladders and thousands of fits of each, which then need no exponential to search.
 */
const tables = new Map<string, Float64Array>();

function tableOf(lengths: readonly number[], logs: readonly number[]) {
  const name = lengths.join();
  let table = tables.get(name);
  if (table === undefined) {
    table = new Float64Array(count * logs.length);
    for (let i = 0; i < count; i++) {
      setHeights(table.subarray(i * logs.length), logs, i);
    }
    tables.set(name, table);
  }
  return table;
}

/** The heights of the exponent at one place among all, a whole number or not; returns it. */
function setHeights(
  heights: Float64Array,
  logs: readonly number[],
  at: number,
): number {
  const exponent = exponential(first + at * apart);
  for (let j = 0; j < logs.length; j++) {
    heights[j] = exponential(exponent * logs[j]) - 1;
  }
  return exponent;
}

/** What is least with one exponent. */
interface Line {
  /** The loss at the longest length. */
  readonly end: number;
  readonly scale: number;
  /** Sum of the squared relative residuals, up to a factor. */
  readonly misfit: number;
}

/**
 * Prepares fits of losses after the same lengths of training, of which there may be thousands.
 *
 * A fit is by least squares of the relative residuals (loss − law)/loss: seeds scatter in
 * proportion to the loss, and unlike residuals of the logarithm they leave limit and scale linear,
 * so that the search is over the exponent alone. Limit and scale are at least 0. What a power law
 * cannot be:
 *
 * - a curve that ends no lower than it begins, or with a loss that is 0 or not finite, has nothing
 *   to go: its limit is its last loss;
 * - a curve that bends down has everything to go: the law without an offset, its limit 0.
 *
 * @param lengths of training, ascending, at least three
 * @throws {RangeError} for other lengths; the fit, for another number of losses
 */
export function powerLawFitter(
  lengths: readonly number[],
): (losses: ArrayLike<number>) => PowerLaw {
  if (lengths.length < 3) {
    throw new RangeError(
      `${lengths.length} lengths of training: three numbers need at least three`,
    );
  }
  lengths.forEach((length, i) => {
    const before = i === 0 ? 0 : lengths[i - 1];
    if (!(length > before && length < Infinity)) {
      throw new RangeError(
        `a length of training is ${length} after ${before}: lengths must ascend from above 0`,
      );
    }
  });
  const longest = lengths[lengths.length - 1];
  const logs = lengths.map((length) => naturalLog(longest / length));
  const table = tableOf(lengths, logs);
  const heights = new Float64Array(logs.length);
  return (losses) => {
    if (losses.length !== lengths.length) {
      throw new RangeError(
        `${losses.length} losses after ${lengths.length} lengths of training`,
      );
    }
    const last = losses[losses.length - 1];
    const over = { limit: last, scale: 0, exponent: 0, longest };
    if (!(last < losses[0])) return over;
    for (let i = 0; i < losses.length; i++) {
      if (!(losses[i] > 0 && losses[i] < Infinity)) return over;
    }
    const line = lineOf(losses);
    const at = search((at) => {
      if (Number.isInteger(at)) return line(table, at * logs.length);
      setHeights(heights, logs, at);
      return line(heights, 0);
    });
    const exponent = setHeights(heights, logs, at);
    const { end, scale } = line(heights, 0);
    return scale > 0 ? { limit: end - scale, scale, exponent, longest } : over;
  };
}

/**
 * The straight line of some losses over heights from a place on, end and scale as {@link
 * powerLawFitter} says.
 */
function lineOf(
  losses: ArrayLike<number>,
): (heights: Float64Array, from: number) => Line {
  const count = losses.length;
  const last = losses[count - 1];
  // In units of the last loss no weight overflows.
  const weights = Float64Array.from(losses, (loss) => {
    const inverse = last / loss;
    return inverse * inverse;
  });
  let weight = 0, mean = 0;
  for (let i = 0; i < count; i++) {
    weight += weights[i];
    mean += weights[i] * losses[i];
  }
  mean /= weight;
  return (heights, from) => {
    let meanHeight = 0;
    for (let i = 0; i < count; i++) {
      meanHeight += weights[i] * heights[from + i];
    }
    meanHeight /= weight;
    let above = 0, below = 0;
    for (let i = 0; i < count; i++) {
      const height = heights[from + i] - meanHeight;
      above += weights[i] * height * (losses[i] - mean);
      below += weights[i] * height * height;
    }
    let scale = above > 0 && below > 0 ? above / below : 0;
    let end = mean - scale * meanHeight;
    if (end < scale) {
      // The limit would be below 0: the law without one.
      above = below = 0;
      for (let i = 0; i < count; i++) {
        const height = heights[from + i] + 1;
        above += weights[i] * height * losses[i];
        below += weights[i] * height * height;
      }
      scale = end = above / below;
    }
    let misfit = 0;
    for (let i = 0; i < count; i++) {
      const rest = losses[i] - end - scale * heights[from + i];
      misfit += weights[i] * rest * rest;
    }
    return { end, scale, misfit };
  };
}

/** Where among all exponents the misfit is least, which has one valley near the best tried. */
function search(of: (at: number) => Line): number {
  let best = 0, least = Infinity;
  const look = (at: number) => {
    if (at < 0 || at > count - 1) return;
    const { misfit } = of(at);
    if (misfit < least) [best, least] = [at, misfit];
  };
  const narrow = (from: number, to: number) => {
    for (let step = from; step >= to; step /= 2) {
      const middle = best;
      look(middle - step);
      look(middle + step);
    }
  };
  for (let i = 0; i < count; i += exponents.between) look(i);
  narrow(exponents.between / 2, 1);
  if (best === 0 || best === count - 1) return best;
  const left = of(best - 1), right = of(best + 1);
  // Where the limit comes to be 0 the misfit has a kink, and no parabola.
  if (left.end > left.scale !== right.end > right.scale) {
    narrow(1 / 2, 1 / exponents.between);
    return best;
  }
  const before = left.misfit - least, after = right.misfit - least;
  return before >= 0 && after >= 0 && before + after > 0
    ? best + 0.5 * (before - after) / (before + after)
    : best;
}
