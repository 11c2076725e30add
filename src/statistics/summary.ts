/**
 * A set of seeds in four numbers, and who beats whom.
 *
 * @module
 */
import {
  type BootstrapOptions,
  type Interval,
  medianInterval,
} from "./bootstrap.ts";
import { interquartileMean, median, sortedLosses } from "./quantile.ts";

/** Share of the resamples that every interval of the project holds. */
export const confidence = 0.95;

/** Losses over seeds. A diverged seed (NaN or ∞) counts as +∞ in all of them. */
export interface Summary {
  /** The lowest, i.e. the best of as many seeds as there are. */
  readonly best: number;
  readonly median: number;
  /** The interquartile mean. */
  readonly iqm: number;
  /** 95 % bootstrap interval of the median; null for a closed form, which has no seeds. */
  readonly ci95: Interval | null;
}

/**
 * Summarises the losses of independent seeds.
 *
 * @param values one loss per seed, at least one
 * @throws {RangeError} for no values
 */
export function summarize(
  values: readonly number[],
  options: Partial<Omit<BootstrapOptions, "confidence">> = {},
): Summary {
  return {
    best: sortedLosses(values)[0],
    median: median(values),
    iqm: interquartileMean(values),
    ci95: medianInterval(values, { ...options, confidence }),
  };
}

/** A loss that is known: all statistics are equal and there is no interval. */
export function exactSummary(value: number): Summary {
  if (Number.isNaN(value)) {
    throw new RangeError("the value is NaN: a closed form must have a loss");
  }
  return { best: value, median: value, iqm: value, ci95: null };
}

/**
 * Whether `a` beats `b`: its interval lies wholly below that of `b`. The interval of a known loss
 * is the loss itself.
 */
export function beats(a: Summary, b: Summary): boolean {
  return (a.ci95?.[1] ?? a.median) < (b.ci95?.[0] ?? b.median);
}

/** A scheme at a budget. */
export interface BudgetPoint {
  /** E.g. total neurons; any finite number, no two points the same. */
  readonly budget: number;
  readonly loss: Summary;
}

/**
 * The smallest measured budget at which a scheme beats the reference and keeps beating it at every
 * larger measured budget, or null where there is none.
 *
 * @param points in any order
 * @param reference what is to be beaten, at every budget the same
 * @throws {RangeError} for no points, a budget that is not finite, or one that occurs twice
 */
export function breakEven(
  points: readonly BudgetPoint[],
  reference: Summary,
): number | null {
  if (points.length === 0) {
    throw new RangeError("no points: a break-even needs at least one budget");
  }
  const sorted = [...points].sort((a, b) => b.budget - a.budget);
  sorted.forEach(({ budget }, i) => {
    if (!Number.isFinite(budget)) {
      throw new RangeError(`a budget is ${budget}: it must be finite`);
    }
    if (i > 0 && sorted[i - 1].budget === budget) {
      throw new RangeError(
        `budget ${budget} occurs twice: give each one point`,
      );
    }
  });
  let smallest: number | null = null;
  for (const { budget, loss } of sorted) {
    if (!beats(loss, reference)) break;
    smallest = budget;
  }
  return smallest;
}
