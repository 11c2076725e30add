/**
 * Where a ladder of training lengths leads: what the last doubling did, what is still to go, and
 * what more training can change about two sides.
 *
 * @module
 */
import { exponential, ln2, naturalLog } from "../numerics/elementary.ts";
import { bootstrapInterval } from "../statistics/bootstrap.ts";
import type { Evidence } from "../statistics/decided.ts";
import {
  fitLimit,
  knownLimit,
  type Limit,
  limitRatio,
  type Ratio,
} from "../statistics/limit.ts";
import type { Rung } from "./ladder.ts";
import { lossesOf, type Measured } from "./measured.ts";
import { ratioOf, ratioOfMedians } from "./ratio.ts";

/** A code after one length of training. */
export type Length = Pick<Rung, "length" | "measured">;

/** A code at several lengths of training, and where it would end. */
export interface Convergence {
  /** From the shortest to the longest; none of a closed form. */
  readonly lengths: readonly Length[];
  /** After the longest. */
  readonly measured: Measured;
  /** In units of the ladder's lengths, so that recipes whose steps differ compare. */
  readonly limit: Limit;
  /**
   * Median loss at the longest length over that at half of it; where the length before is another,
   * what each doubling since then did to it, if all did the same. Null of a closed form.
   */
  readonly lastDoubling: Ratio | null;
}

/**
 * Where a ladder leads. Its intervals have streams named after that of the longest length.
 *
 * @param lengths ascending, at least three
 */
export function convergenceOf(lengths: readonly Length[]): Convergence {
  const { measured } = lengths[lengths.length - 1];
  const { stream } = measured;
  const limit = fitLimit(
    lengths.map(({ length }) => length),
    lengths.map(({ measured }) => lossesOf(measured)),
    { name: `${stream}/limit` },
  );
  const lastDoubling = doublingOf(lengths, `${stream}/doubling`);
  return { lengths, measured, limit, lastDoubling };
}

/**
 * The same as seen from a shorter length: its own last doubling, and what is to go from there to
 * the limit of all lengths.
 */
export function seenFrom(of: Convergence, length: number): Convergence {
  const lengths = of.lengths.filter((other) => other.length <= length);
  const { measured } = lengths[lengths.length - 1];
  const { limit } = of.limit, { median } = measured.fvu;
  return {
    lengths,
    measured,
    limit: { ...of.limit, toGo: limit < median ? 1 - limit / median : 0 },
    lastDoubling: doublingOf(lengths, `${measured.stream}/doubling`),
  };
}

function doublingOf(lengths: readonly Length[], name: string): Ratio {
  const [before, last] = lengths.slice(-2);
  const doublings = naturalLog(last.length / before.length) / ln2;
  const each = (ratio: number) =>
    last.length === 2 * before.length || !(ratio > 0 && ratio < Infinity)
      ? ratio
      : exponential(naturalLog(ratio) / doublings);
  const [a, b] = [last.measured, before.measured];
  const [low, high] = bootstrapInterval(
    [lossesOf(a), lossesOf(b)],
    (a, b) => each(ratioOfMedians(a, b)),
    { name },
  );
  return { ratio: each(a.fvu.median / b.fvu.median), low, high };
}

/** A code whose loss is known: no training changes it. */
export function closedConvergence(measured: Measured): Convergence {
  const limit = knownLimit(measured.fvu.median);
  return { lengths: [], measured, limit, lastDoubling: null };
}

/** Two sides at every length and in the limit, by one recipe or one rule of choosing it. */
export interface Comparison extends Evidence {
  readonly lengths: readonly (Ratio & { readonly length: number })[];
}

/**
 * The ratios of two sides, at least one of them trained.
 *
 * @param stream names the streams of the intervals: that of length 1 as it is, to which every other
 * length adds itself
 * @throws {RangeError} for two ladders of different lengths
 */
export function compareConvergence(
  a: Convergence,
  b: Convergence,
  stream: string,
): Comparison {
  const both = [a, b].map(({ lengths }) => lengths.map((l) => l.length))
    .filter((all) => all.length > 0);
  if (both.some((all) => all.join() !== both[0].join())) {
    throw new RangeError(
      `lengths ${both[0].join(", ")} against ${
        both[1].join(", ")
      }: compare ladders of the same lengths`,
    );
  }
  const after = ({ lengths, measured }: Convergence, i: number) =>
    lengths.length === 0 ? measured : lengths[i].measured;
  const lengths = (both[0] ?? []).map((length, i) => ({
    length,
    ...ratioOf(
      after(a, i),
      after(b, i),
      length === 1 ? stream : `${stream}/${length}`,
    ),
  }));
  return { lengths, limit: limitRatio(a.limit, b.limit) };
}
