/**
 * Seeded percentile bootstrap intervals.
 *
 * @module
 */
import { type RandomSource, randomStream } from "../numerics/random.ts";
import { quantile, sortedLosses, sortLosses } from "./quantile.ts";

/** An interval, low ≤ high. */
export type Interval = [low: number, high: number];

/** How an interval is resampled. */
export interface BootstrapOptions {
  /** Names the random stream; equal names and values give equal bits. */
  readonly name: string;
  /** Resamples with replacement, at least 1. */
  readonly resamples: number;
  /** Share of the resamples that the interval holds, in (0, 1). */
  readonly confidence: number;
}

const DEFAULTS: BootstrapOptions = {
  name: "bootstrap",
  resamples: 2000,
  confidence: 0.95,
};

/**
 * Prepares resampling with replacement; each call gives the next resample, sorted, in the place of
 * the one before.
 */
function resampler(
  values: readonly number[],
  random: RandomSource,
): () => Float64Array {
  const sorted = sortedLosses(values);
  const rank = Int32Array.from(
    values,
    (value) => sorted.indexOf(Number.isNaN(value) ? Infinity : value),
  );
  const count = values.length;
  const drawn = new Int32Array(count);
  const resample = new Float64Array(count);
  return () => {
    // Counting what is drawn sorts it, many times faster than sorting would.
    drawn.fill(0);
    for (let i = 0; i < count; i++) {
      drawn[rank[Math.floor(random.uniform() * count)]]++;
    }
    for (let r = 0, at = 0; at < count; r++) {
      const value = sorted[r];
      for (const end = at + drawn[r]; at < end; at++) resample[at] = value;
    }
    return resample;
  };
}

/**
 * The percentile bootstrap interval (Efron, 1979) of any statistic of one or more independent
 * samples, e.g. a median, a share, or the ratio of two medians: every sample is resampled on its
 * own, the statistic computed anew, and its quantiles (type 7) at `(1 ∓ confidence)/2` taken.
 *
 * @param samples one array per sample, none empty
 * @param statistic gets one resampled array per sample, sorted, with +∞ for NaN, which the next
 * resamples overwrite
 * @throws {RangeError} for an empty sample or an option out of range
 */
export function bootstrapInterval(
  samples: readonly (readonly number[])[],
  statistic: (...samples: Float64Array[]) => number,
  options: Partial<BootstrapOptions> = {},
): Interval {
  const { name, resamples, confidence } = { ...DEFAULTS, ...options };
  if (samples.length === 0 || samples.some((values) => values.length === 0)) {
    throw new RangeError("an empty sample: every sample needs a value");
  }
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(
      `resamples is ${resamples}: it must be a whole number of at least 1`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence is ${confidence}: it must lie in (0, 1)`);
  }
  const random = randomStream(name, 0, "bootstrap");
  const draws = samples.map((values) => resampler(values, random));
  const replicates = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    replicates[i] = statistic(...draws.map((draw) => draw()));
  }
  sortLosses(replicates);
  const tail = (1 - confidence) / 2;
  return [quantile(replicates, tail), quantile(replicates, 1 - tail)];
}

/** The bootstrap interval of the median. */
export function medianInterval(
  values: readonly number[],
  options: Partial<BootstrapOptions> = {},
): Interval {
  return bootstrapInterval(
    [values],
    (sorted) => quantile(sorted, 0.5),
    options,
  );
}

/**
 * Wilson's score interval (1927) of a share, e.g. of seeds that beat a reference: unlike the
 * bootstrap it does not shrink to a point at 0 or 1.
 *
 * @param successes whole number from 0 to `trials`
 * @param trials at least 1
 * @param z standard normal quantile; the default is that of 95 %
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  z = 1.959963984540054,
): Interval {
  if (!Number.isInteger(trials) || trials < 1) {
    throw new RangeError(
      `trials is ${trials}: it must be a whole number of at least 1`,
    );
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(
      `successes is ${successes}: it must be a whole number from 0 to ${trials}`,
    );
  }
  if (!(z > 0 && z < Infinity)) {
    throw new RangeError(`z is ${z}: it must be positive and finite`);
  }
  const share = successes / trials, square = z * z / trials;
  const centre = share + square / 2;
  const half = z * Math.sqrt(
    (share * (1 - share) + square / 4) / trials,
  );
  // At 0 and at 1 the exact end is the share itself; rounding must not step over it.
  return [
    successes === 0 ? 0 : (centre - half) / (1 + square),
    successes === trials ? 1 : (centre + half) / (1 + square),
  ];
}
