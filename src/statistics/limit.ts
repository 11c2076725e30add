/**
 * The loss that a recipe would end at if it trained for ever, with its interval: a power law
 * through the medians of a ladder of training lengths, bootstrapped over seeds.
 *
 * @module
 */
import { randomStream } from "../numerics/random.ts";
import {
  bootstrapInterval,
  type BootstrapOptions,
  type Interval,
} from "./bootstrap.ts";
import { type PowerLaw, powerLawFitter } from "./power_law.ts";
import { median, quantile, sortLosses } from "./quantile.ts";
import { confidence } from "./summary.ts";

/** Where training ends. */
export interface Limit {
  /** The loss there, at least 0. */
  readonly limit: number;
  /** Its 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** How fast it is neared; 0 where nothing is to go. */
  readonly exponent: number;
  /** Share of the last length's median loss that more training would still take off, in [0, 1]. */
  readonly toGo: number;
  /** The law through the medians. */
  readonly law: PowerLaw;
  /** The law of every resample; none for a loss that is known. */
  readonly draws: readonly PowerLaw[];
  /** The stream that made them. */
  readonly name: string;
}

/** A ratio with its interval; an end that nothing bounds is Infinity. */
export interface Ratio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Hundreds of limits are fitted anew wherever rows are made: enough for their 95 % intervals. */
const resamples = 500;

/** Of so many resamples one leaves out the shortest length, where four or more are there. */
const oneIn = 16;

/**
 * A law without an offset says that the curve does not flatten, and no more: its limit lies
 * anywhere from 0 to the last loss. This share of the resamples with such a law have the last loss.
 */
const bentShare = 0.25;

/**
 * Fits where a ladder of training lengths ends, with a 95 % bootstrap interval.
 *
 * Runs of different lengths are different runs, so that every length is resampled on its own. What
 * hangs on the form of the law is in the interval too, as far as the ladder shows it: with four or
 * more lengths every sixteenth resample is fitted without the shortest, which moves a law that does
 * not hold from there on. Where a resample does not flatten, its limit is known to be below the
 * last loss alone. Where it holds, with four lengths and eight seeds, 95 % intervals hold
 * the limit in 95 to 99 % of simulated ladders, with three in 92 to 98 %. Where the curve is
 * another one, e.g. the sum of two power laws, no interval of this kind is safe: a limit is that of
 * its recipe and its ladder.
 *
 * @param lengths of training, ascending, at least three
 * @param losses by length, then by seed; a seed that diverged counts as the worst
 */
export function fitLimit(
  lengths: readonly number[],
  losses: readonly (readonly number[])[],
  options: Pick<BootstrapOptions, "name"> & Partial<BootstrapOptions>,
): Limit {
  const fit = powerLawFitter(lengths);
  const later = lengths.length > 3 ? powerLawFitter(lengths.slice(1)) : null;
  const law = fit(losses.map(median));
  const draws: PowerLaw[] = [];
  const random = randomStream(options.name, 0, "limit");
  const [low, high] = bootstrapInterval(losses, (...samples) => {
    const medians = samples.map((sorted) => quantile(sorted, 0.5));
    const leavesOut = draws.length % oneIn === oneIn - 1;
    const fitted = later !== null && leavesOut
      ? later(medians.slice(1))
      : fit(medians);
    const ends = fitted.limit > 0 || random.uniform() >= bentShare;
    const last = medians[medians.length - 1];
    draws.push(
      ends ? fitted : { ...fitted, limit: last, scale: 0, exponent: 0 },
    );
    return draws[draws.length - 1].limit;
  }, { confidence, resamples, ...options });
  const { limit, exponent } = law;
  const last = median(losses[losses.length - 1]);
  const toGo = limit < last ? 1 - limit / last : 0;
  return { limit, low, high, exponent, toGo, law, draws, name: options.name };
}

/** The limit of a loss that is known: nothing is to go. */
export function knownLimit(loss: number): Limit {
  const law = { limit: loss, scale: 0, exponent: 0, longest: 1 };
  const { limit, exponent } = law;
  const [low, high]: Interval = [loss, loss];
  return { limit, low, high, exponent, toGo: 0, law, draws: [], name: "" };
}

/** What the ratio of two laws goes to as the steps grow. */
function limitOfRatio(a: PowerLaw, b: PowerLaw): number {
  if (a.limit > 0 || b.limit > 0) {
    // Infinity / Infinity is not a number.
    return a.limit === b.limit ? 1 : a.limit / b.limit;
  }
  // Both end at 0: first the one that is there already, then the one that falls faster.
  if (a.scale === 0 || b.scale === 0) {
    return a.scale === b.scale ? 1 : a.scale === 0 ? 0 : Infinity;
  }
  if (a.exponent !== b.exponent) return a.exponent > b.exponent ? 0 : Infinity;
  return a.scale / b.scale;
}

/**
 * What the ratio of two losses goes to as the steps grow: that of the limits, 0 or Infinity where
 * one of them is 0. Its 95 % interval pairs the resamples of both.
 *
 * @throws {RangeError} for two limits by one stream, whose resamples are not independent, or by
 * different numbers of resamples
 */
export function limitRatio(a: Limit, b: Limit): Ratio {
  const ratio = limitOfRatio(a.law, b.law);
  const counts = [a, b].map(({ draws }) => draws.length).filter((n) => n > 0);
  if (counts.length === 0) return { ratio, low: ratio, high: ratio };
  if (a.name === b.name) {
    throw new RangeError(
      `both limits are by the stream "${a.name}": give each its own`,
    );
  }
  if (counts.some((count) => count !== counts[0])) {
    throw new RangeError(
      `${counts.join(" and ")} resamples: a ratio pairs as many of both`,
    );
  }
  const replicates = Float64Array.from(
    { length: counts[0] },
    (_, i) => limitOfRatio(a.draws[i] ?? a.law, b.draws[i] ?? b.law),
  );
  sortLosses(replicates);
  const tail = (1 - confidence) / 2;
  return {
    ratio,
    low: quantile(replicates, tail),
    high: quantile(replicates, 1 - tail),
  };
}
