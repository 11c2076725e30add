/**
 * Whether more training could change who loses less.
 *
 * @module
 */
import type { Ratio } from "./limit.ts";

/** What one recipe says of two sides, the loss of the first over that of the second. */
export interface Evidence {
  /** By training length, ascending, at least two. */
  readonly lengths: readonly Ratio[];
  /** In the extrapolated limit. */
  readonly limit: Ratio;
}

/** Why nobody is known to lose less in the end. */
export type Undecided =
  /** Two ratios are known to lie on different sides of 1. */
  | "flips"
  /** The interval at one of the two longest lengths holds 1. */
  | "close"
  /** All lengths agree, but the interval of the limit holds 1: training has not gone far enough. */
  | "falling";

/** Who loses less whatever more training does. */
export type Decision =
  | { readonly winner: "first" | "second"; readonly reason: null }
  | { readonly winner: null; readonly reason: Undecided };

/** Which side loses less; null where the interval holds 1, or where both have diverged. */
function winnerOf({ ratio, low, high }: Ratio): "first" | "second" | null {
  if (Number.isNaN(ratio)) return null;
  return high < 1 ? "first" : low > 1 ? "second" : null;
}

/**
 * Who loses less, decided only where the sign of the log ratio is the same, with its interval, at
 * the two longest lengths and in the limit, with every recipe. (A ratio of 0.99 beside one of 1.01
 * does not flip as long as intervals hold 1: neither side is known.)
 *
 * @param recipes at least one
 * @throws {RangeError} for no recipe, or for fewer than two lengths
 */
export function decided(recipes: readonly Evidence[]): Decision {
  if (recipes.length === 0) {
    throw new RangeError("no recipes: a decision needs at least one");
  }
  for (const { lengths } of recipes) {
    if (lengths.length < 2) {
      throw new RangeError(
        `${lengths.length} lengths of training: a decision needs the two longest`,
      );
    }
  }
  const measured = recipes.flatMap(({ lengths }) => lengths.slice(-2))
    .map(winnerOf);
  const extrapolated = recipes.map(({ limit }) => winnerOf(limit));
  const all = [...measured, ...extrapolated];
  if (all.includes("first") && all.includes("second")) {
    return { winner: null, reason: "flips" };
  }
  if (measured.includes(null)) return { winner: null, reason: "close" };
  if (extrapolated.includes(null)) return { winner: null, reason: "falling" };
  return { winner: measured[0]!, reason: null };
}
