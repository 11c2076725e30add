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

/** Exponents looked at, evenly in their logarithm; between neighbours the best is searched. */
const exponents = { least: 0.02, most: 8, tried: 24 };
/** Golden sections of two neighbouring intervals: what is left is 1e-5 of them. */
const sections = 24;
const golden = (Math.sqrt(5) - 1) / 2;

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
  // How far the law with scale 1 is above its end.
  const heightsOf = (logExponent: number) => {
    const exponent = exponential(logExponent);
    return logs.map((log) => exponential(exponent * log) - 1);
  };
  const first = naturalLog(exponents.least);
  const apart = (naturalLog(exponents.most) - first) / (exponents.tried - 1);
  const tried = Array.from({ length: exponents.tried }, (_, i) => {
    const at = first + i * apart;
    return { at, heights: heightsOf(at) };
  });
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
    let best = 0, least = Infinity;
    tried.forEach(({ heights }, i) => {
      const { misfit } = line(heights);
      if (misfit < least) [best, least] = [i, misfit];
    });
    const at = search(
      (at) => line(heightsOf(at)).misfit,
      tried[Math.max(best - 1, 0)].at,
      tried[Math.min(best + 1, tried.length - 1)].at,
    );
    const { end, scale } = line(heightsOf(at));
    return scale > 0
      ? { limit: end - scale, scale, exponent: exponential(at), longest }
      : over;
  };
}

/** The straight line of some losses over heights, end and scale as {@link powerLawFitter} says. */
function lineOf(
  losses: ArrayLike<number>,
): (heights: readonly number[]) => Line {
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
  return (heights) => {
    let meanHeight = 0;
    for (let i = 0; i < count; i++) meanHeight += weights[i] * heights[i];
    meanHeight /= weight;
    let above = 0, below = 0;
    for (let i = 0; i < count; i++) {
      const height = heights[i] - meanHeight;
      above += weights[i] * height * (losses[i] - mean);
      below += weights[i] * height * height;
    }
    let scale = above > 0 && below > 0 ? above / below : 0;
    let end = mean - scale * meanHeight;
    if (end < scale) {
      // The limit would be below 0: the law without one.
      above = below = 0;
      for (let i = 0; i < count; i++) {
        const height = heights[i] + 1;
        above += weights[i] * height * losses[i];
        below += weights[i] * height * height;
      }
      scale = end = above / below;
    }
    let misfit = 0;
    for (let i = 0; i < count; i++) {
      const rest = losses[i] - end - scale * heights[i];
      misfit += weights[i] * rest * rest;
    }
    return { end, scale, misfit };
  };
}

/** Where a function with one valley is least, by golden sections (Kiefer, 1953). */
function search(
  of: (at: number) => number,
  low: number,
  high: number,
): number {
  let left = high - golden * (high - low), right = low + golden * (high - low);
  let ofLeft = of(left), ofRight = of(right);
  for (let i = 0; i < sections; i++) {
    if (ofLeft <= ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - golden * (high - low);
      ofLeft = of(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + golden * (high - low);
      ofRight = of(right);
    }
  }
  return ofLeft <= ofRight ? left : right;
}
