/**
 * A side that was trained by several optimisers, each time by the one with which it loses less.
 * As both sides have the same ones, a sign on which all of them agree is that of the lowest losses
 * too.
 *
 * @module
 */
import { lossesOf, type Measured } from "../../src/protocol/measured.ts";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import type { Limit, Ratio } from "../../src/statistics/limit.ts";
import type { PowerLaw } from "../../src/statistics/power_law.ts";
import { quantile, sortedLosses } from "../../src/statistics/quantile.ts";

/** The lowest median of sorted samples. */
const lowestMedian = (samples: readonly ArrayLike<number>[]) =>
  Math.min(...samples.map((sorted) => quantile(sorted, 0.5)));

/** A statistic of the losses over seeds of everything measured, with its 95 % interval. */
function withInterval(
  measured: readonly Measured[],
  statistic: (samples: readonly ArrayLike<number>[]) => number,
  stream: string,
): [value: number, low: number, high: number] {
  const losses = measured.map(lossesOf);
  return [
    statistic(losses.map(sortedLosses)),
    ...bootstrapInterval(losses, (...samples) => statistic(samples), {
      name: stream,
    }),
  ];
}

/** The lowest median loss, with the interval in which the choice is bootstrapped too. */
export function lowestOf(
  measured: readonly Measured[],
  stream: string,
): { median: number; low: number; high: number } {
  const [median, low, high] = withInterval(measured, lowestMedian, stream);
  return { median, low, high };
}

/** The ratio of the lowest median losses of two sides. */
export function ratioOfLowest(
  a: readonly Measured[],
  b: readonly Measured[],
  stream: string,
): Ratio {
  const [ratio, low, high] = withInterval(
    [...a, ...b],
    (samples) =>
      lowestMedian(samples.slice(0, a.length)) /
      lowestMedian(samples.slice(a.length)),
    stream,
  );
  return { ratio, low, high };
}

/** Of two laws with one limit, the one that is there sooner. */
const lowerLaw = (a: PowerLaw, b: PowerLaw) =>
  b.limit < a.limit || (b.limit === a.limit && b.exponent > a.exponent) ? b : a;

/** The lowest of some limits, resample by resample. */
export function lowerLimit(limits: readonly Limit[]): Limit {
  return limits.reduce((a, b) => ({
    ...(lowerLaw(a.law, b.law) === b.law ? b : a),
    draws: a.draws.map((draw, i) => lowerLaw(draw, b.draws[i])),
    law: lowerLaw(a.law, b.law),
    name: `${a.name} or ${b.name}`,
  }));
}
