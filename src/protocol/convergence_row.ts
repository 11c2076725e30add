/**
 * How far from converged what was measured is, as columns of a row.
 *
 * @module
 */
import { z } from "zod";
import { decided } from "../statistics/decided.ts";
import type { Comparison, Convergence } from "./convergence.ts";

/** JSON has no Infinity. */
const known = (value: number) => Number.isFinite(value) ? value : null;

/** The columns that say how far from converged a code is; null of a closed form. */
export const convergenceShape = {
  /** What the last doubling of the steps did to the median loss: a factor. */
  lastDoubling: z.number().nullable(),
  /** Its 95 % bootstrap interval. */
  lastDoublingLow: z.number().nullable(),
  lastDoublingHigh: z.number().nullable(),
  /** The loss (fvu) that training would end at, by a power law through all lengths. */
  limit: z.number().nullable(),
  /** Its 95 % bootstrap interval. */
  limitLow: z.number().nullable(),
  limitHigh: z.number().nullable(),
  /** Share of the median loss that is still to go, in [0, 1]. */
  toGo: z.number().nullable(),
};
const convergence = z.strictObject(convergenceShape);
/** How far from converged a code is, as columns. */
export type ConvergenceRow = z.infer<typeof convergence>;

/** How far from converged a code is. */
export function convergenceRow(of: Convergence): ConvergenceRow {
  const { limit, lastDoubling } = of;
  if (lastDoubling === null) {
    return {
      lastDoubling: null,
      lastDoublingLow: null,
      lastDoublingHigh: null,
      limit: null,
      limitLow: null,
      limitHigh: null,
      toGo: null,
    };
  }
  return {
    lastDoubling: known(lastDoubling.ratio),
    lastDoublingLow: known(lastDoubling.low),
    lastDoublingHigh: known(lastDoubling.high),
    limit: known(limit.limit),
    limitLow: known(limit.low),
    limitHigh: known(limit.high),
    toGo: limit.toGo,
  };
}

/** The same as one side of a row that compares two, e.g. `linearLimit`, `linearToGo`. */
export type ConvergenceSide<Name extends string> = {
  [Key in keyof ConvergenceRow as `${Name}${Capitalize<Key>}`]:
    ConvergenceRow[Key];
};

const columnOf = (name: string, key: string) =>
  `${name}${key[0].toUpperCase()}${key.slice(1)}`;

/** The shape of {@link ConvergenceSide}. */
export function convergenceSideShape<Name extends string>(
  name: Name,
): {
  [Key in keyof ConvergenceSide<Name>]: z.ZodType<ConvergenceSide<Name>[Key]>;
} {
  const columns = Object.entries(convergenceShape).map(([key, shape]) => [
    columnOf(name, key),
    shape,
  ]);
  return Object.fromEntries(columns);
}

/** How far from converged one side of a row is. */
export function convergenceSide<Name extends string>(
  name: Name,
  of: Convergence,
): ConvergenceSide<Name> {
  const columns = Object.entries(convergenceRow(of)).map(([key, value]) => [
    columnOf(name, key),
    value,
  ]);
  return Object.fromEntries(columns);
}

/** The columns of what more training can change about two sides. */
export const settledShape = {
  /** What the ratio of the losses goes to; null where nothing bounds it. */
  limitRatio: z.number().nullable(),
  /** Its 95 % bootstrap interval; an end that nothing bounds is null. */
  limitRatioLow: z.number().nullable(),
  limitRatioHigh: z.number().nullable(),
  /** Which side loses less whatever more training does; null where that is not known. */
  settled: z.enum(["first", "second"]).nullable(),
  /** Why it is not known. */
  unsettled: z.enum(["flips", "close", "falling"]).nullable(),
};
const settled = z.strictObject(settledShape);
/** What more training can change, as columns. */
export type Settled = z.infer<typeof settled>;

/**
 * What more training can change about two sides, see {@link decided}.
 *
 * @param first of the recipe whose limit is shown
 * @param others of every other recipe that has a say
 */
export function settledBy(
  first: Comparison,
  ...others: readonly Comparison[]
): Settled {
  const { ratio, low, high } = first.limit;
  const { winner, reason } = decided([first, ...others]);
  return {
    limitRatio: known(ratio),
    limitRatioLow: known(low),
    limitRatioHigh: known(high),
    settled: winner,
    unsettled: reason,
  };
}
