/**
 * How the comparison of figure 10 follows the size: slopes over sizes at every length of training
 * and in the limit, and which way all of them point.
 *
 * @module
 */
import { exponential, ln2, naturalLog } from "../../src/numerics/elementary.ts";
import type { Convergence } from "../../src/protocol/convergence.ts";
import { lossesOf } from "../../src/protocol/measured.ts";
import { ratioOfMedians } from "../../src/protocol/ratio.ts";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import { decided } from "../../src/statistics/decided.ts";
import { quantile } from "../../src/statistics/quantile.ts";
import { confidence } from "../../src/statistics/summary.ts";
import { slope } from "../../src/statistics/trend.ts";
import type { Place, Row, RowOf } from "./rows.ts";

/** Both sides of one size, at the same lengths. */
export interface Sides {
  readonly hidden: number;
  readonly linear: Convergence;
  readonly nonlinear: Convergence;
}

type Slope = Pick<RowOf<"trend">, "slope" | "low" | "high">;

/** JSON has neither infinite numbers nor those that are none. */
const finite = (value: number) => Number.isFinite(value) ? value : null;

const tail = (1 - confidence) / 2;

/** The interval that resamples leave. NaN could be any number: it counts at both ends. */
export function boundsOf(
  draws: readonly number[],
): [low: number | null, high: number | null] {
  const sorted = (any: number) =>
    Float64Array.from(draws, (x) => Number.isNaN(x) ? any : x).sort();
  return [
    finite(quantile(sorted(-Infinity), tail)),
    finite(quantile(sorted(Infinity), 1 - tail)),
  ];
}

/** Of a limit too, which may be 0. */
const logOf = (loss: number) => loss > 0 ? naturalLog(loss) : -Infinity;

/** The limit of a side: that of its medians, or of a resample. */
type LimitOf = (side: Convergence) => number;

/** The slope over sizes of what follows from their limits, with its interval over resamples. */
function slopeOfLimits(
  sizes: readonly Sides[],
  at: (size: Sides) => number,
  value: (size: Sides, limit: LimitOf) => number,
): Slope {
  const through = (limit: LimitOf) =>
    slope(sizes.map((size) => [at(size), value(size, limit)]));
  const count = sizes[0].linear.limit.draws.length;
  const [low, high] = boundsOf(
    Array.from(
      { length: count },
      (_, i) => through((side) => side.limit.draws[i].limit),
    ),
  );
  return { slope: finite(through((side) => side.limit.limit)), low, high };
}

/** The slope of ln ratio over ln m after one length of training. */
function slopeAt(
  sizes: readonly Sides[],
  step: number,
  name: string,
): Slope {
  const at = sizes.map(({ hidden }) => naturalLog(hidden));
  /** Samples of the two sides of every size, one after the other. */
  const fit = (...samples: ArrayLike<number>[]) =>
    slope(at.map((x, i) => {
      const ratio = ratioOfMedians(samples[2 * i], samples[2 * i + 1]);
      return [x, naturalLog(ratio)];
    }));
  const samples = sizes.flatMap(({ linear, nonlinear }) =>
    [linear, nonlinear].map(({ lengths }) => lossesOf(lengths[step].measured))
  );
  const [low, high] = bootstrapInterval(samples, fit, { name });
  return {
    slope: fit(...samples.map((s) => Float64Array.from(s).sort())),
    low,
    high,
  };
}

/** Which way slopes point at all lengths, from the shortest, and in the limit. */
export function directionOf(
  lengths: readonly Slope[],
  limit: Slope,
): Pick<RowOf<"direction">, "settled" | "unsettled" | "changesSign"> {
  // Of what the ratio is multiplied by while m grows e-fold, as `decided` judges ratios.
  const factor = ({ slope, low, high }: Slope) => ({
    ratio: exponential(slope ?? 0),
    low: low === null ? 0 : exponential(low),
    high: high === null ? Infinity : exponential(high),
  });
  const { winner, reason } = decided([
    { lengths: lengths.map(factor), limit: factor(limit) },
  ]);
  const falls = [...lengths, limit].flatMap(({ slope }) =>
    slope === null ? [] : [slope < 0]
  );
  return {
    settled: winner === null ? null : winner === "first" ? "falls" : "rises",
    unsettled: reason,
    changesSign: falls.includes(true) && falls.includes(false),
  };
}

/** What follows from all sizes of one case, at least two. */
export function trendRows(place: Place, sizes: readonly Sides[]): Row[] {
  const { sparsity, neuronsPerFeature } = place;
  const trends = sizes[0].linear.lengths.map(({ length }, i) => ({
    length,
    ...slopeAt(
      sizes,
      i,
      `scaling/${sparsity}/${neuronsPerFeature}/${length}/trend`,
    ),
  }));
  const limit = slopeOfLimits(
    sizes,
    ({ hidden }) => naturalLog(hidden),
    ({ linear, nonlinear }, of) => logOf(of(linear)) - logOf(of(nonlinear)),
  );
  const delay = (name: "linear" | "nonlinear"): Row => ({
    kind: "delay",
    ...place,
    side: name,
    ...slopeOfLimits(
      sizes,
      ({ hidden }) => naturalLog(hidden) / ln2,
      ({ [name]: side }, of) =>
        Math.max(0, 1 - of(side) / side.measured.fvu.median),
    ),
  });
  return [
    ...trends.map((trend): Row => ({ kind: "trend", ...place, ...trend })),
    { kind: "trend", ...place, length: null, ...limit },
    delay("linear"),
    delay("nonlinear"),
    { kind: "direction", ...place, ...directionOf(trends, limit) },
  ];
}
