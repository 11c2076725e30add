/**
 * The rate–distortion function of one sparse feature under squared error, and the limit that
 * follows for every scheme.
 *
 * `R(D)` is the least mutual information, in bits, between a feature and a reconstruction whose
 * mean squared error is at most D (Shannon, 1959). No closed form is known for a mixture of an atom
 * and a uniform density, so both bounds are computed, and both hold for the continuous source:
 *
 * - *Upper*: the rate and the distortion of an actual test channel, `q(y)·e^{−s(x−y)²}/c(x)`.
 * - *Lower*: `R(D) ≥ E[log λ(X)] − s·D` for any λ > 0 with `E[λ(X)·e^{−s(X−y)²}] ≤ 1` for all y
 *   (Gallager, 1968, section 9.4; Csiszár, 1974), with `λ = 1/(M·c)`. They are `log M` apart.
 *
 * @module
 */
import type { FeatureDistribution, Loss } from "../../features/mod.ts";
import { distributions, featureVariance } from "../../features/mod.ts";
import { exponential, ln2, naturalLog } from "../../numerics/elementary.ts";
import { entropy, type Group, groupsOf, weightedVariance } from "./group.ts";
import {
  type CurvePoint,
  type SearchedPoint,
  searchPoint,
} from "./curve_point.ts";

/** A number between two bounds. */
export interface Interval<T = number> {
  readonly lower: T;
  readonly upper: T;
}

/** √(2s) up to which the curve is followed: there D is about p·1e-24. */
const longest = 1e12;
/** `longest` as a slope, bits per squared error. */
const steepest = longest * longest / 2 / ln2;
/** Bounds nearer than this share of D are near enough. */
const nearEnough = 2e-4;
/** Slopes tried at most for one rate. */
const mostRounds = 12;

/** The end of the curve: the mean, at no rate. */
function noRate(sparsity: number): CurvePoint {
  const distortion = featureVariance(sparsity);
  return { slope: 0, distortion, rate: 0, intercept: 0 };
}

/** Throws for what is no sparsity. */
function checkSparsity(sparsity: number): void {
  if (!(sparsity >= 0 && sparsity < 1)) {
    throw new RangeError(`sparsity is ${sparsity}: it must be in [0, 1)`);
  }
}

const clamp = (x: number, low: number, high: number) =>
  Math.min(high, Math.max(low, x));

/** −dR/dD in bits per squared error, as a length √(2s). */
const lengthAt = (slope: number) => Math.sqrt(2 * ln2 * slope);

/**
 * The point of the rate–distortion curve of one feature at a slope, between certified bounds.
 *
 * @param sparsity S in [0, 1)
 * @param slope −dR/dD in bits per squared error, from 0 (where D is the variance) to 7e23
 */
export function rateDistortionPoint(
  sparsity: number,
  slope: number,
): CurvePoint {
  checkSparsity(sparsity);
  if (!(slope >= 0 && slope <= steepest)) {
    throw new RangeError(`slope is ${slope}: it must be in [0, ${steepest}]`);
  }
  if (slope === 0) return noRate(sparsity);
  return searchPoint(sparsity, lengthAt(slope), null).point;
}

/**
 * The least `Σ I_i·D_i` at `bits` in all, for independent features. At the optimum every feature
 * has the same −dR_i/d(I_i·D_i): the point at a slope is the sum of the features' points at I_i
 * times it.
 */
function leastWeighted(groups: readonly Group[], bits: number): Interval {
  const sum = (f: (group: Group, g: number) => number) =>
    groups.reduce((total, group, g) => total + group.count * f(group, g), 0);
  const variance = weightedVariance(groups);
  if (bits === 0) return { lower: variance, upper: variance };
  if (bits === Infinity || variance === 0) return { lower: 0, upper: 0 };
  const largest = Math.max(...groups.map(({ weight }) => weight));
  const near: (SearchedPoint | null)[] = groups.map(() => null);
  /** The sum of the points at √(2s) = length for the largest importance. */
  const pointAt = (length: number): CurvePoint => {
    const points = groups.map(({ weight, sparsity }, g) => {
      const own = length * Math.sqrt(weight / largest);
      return (near[g] = searchPoint(sparsity, own, near[g])).point;
    });
    return {
      slope: length * length / 2 / ln2 / largest,
      distortion: sum(({ weight }, g) => weight * points[g].distortion),
      rate: sum((_, g) => points[g].rate),
      intercept: sum((_, g) => points[g].intercept),
    };
  };
  let below: CurvePoint = {
    slope: 0,
    distortion: variance,
    rate: 0,
    intercept: 0,
  };
  let above: CurvePoint | null = null;
  let lower = 0, upper = variance;
  // At high rates the zeros cost their entropy, and each nat more makes ln length grow by 1/p;
  // means, where features differ.
  const features = sum(() => 1);
  const mean = (f: (sparsity: number) => number) => {
    // As the first one and what others differ by: exact where none does.
    const first = f(groups[0].sparsity);
    return first + sum(({ sparsity }) => f(sparsity) - first) / features;
  };
  const p = mean((sparsity) => 1 - sparsity), zeros = mean(entropy);
  const nats = bits * ln2 / features - zeros;
  const last = naturalLog(longest);
  let at = clamp(nats / p + naturalLog(2 * Math.PI) / 2 + 0.5, 1.5, last);
  let floor = 0, ceiling = last, before: [number, number] | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const point = pointAt(exponential(at));
    lower = Math.max(lower, (point.intercept - bits) / point.slope);
    if (point.rate > bits) {
      ceiling = at;
      above = point;
    } else {
      floor = at;
      if (point.distortion < below.distortion) below = point;
    }
    upper = above === null ? below.distortion : below.distortion -
      (below.distortion - above.distortion) *
        (bits - below.rate) / (above.rate - below.rate);
    // The gap of the point itself stays, however near its rate is to the one wanted.
    const own = point.distortion - (point.intercept - point.rate) / point.slope;
    if (upper - lower <= nearEnough * upper + own || floor === last) break;
    const growth: number = before === null
      ? features * p / ln2
      : (point.rate - before[1]) / (at - before[0]);
    before = [at, point.rate];
    const secant: number = at + (bits - point.rate) / growth;
    if (above === null) at = Math.min(last, at + clamp(secant - at, 0.05, 1));
    else if (secant > floor && secant < ceiling && round % 4 < 3) at = secant;
    else at = (floor + ceiling) / 2;
  }
  return { lower: Math.min(lower, upper), upper };
}

/**
 * The least mean squared error of one feature at a rate, `D` with `R(D) = bits`, between certified
 * bounds. They are exact at 0 bits (the variance), and within 0.1 % of each other in every case
 * tried; past D ≈ p·1e-24 the lower bound is 0.
 *
 * @param sparsity S in [0, 1)
 * @param bits at least 0
 */
export function leastDistortion(sparsity: number, bits: number): Interval {
  checkSparsity(sparsity);
  if (!(bits >= 0)) {
    throw new RangeError(`bits is ${bits}: it must be at least 0`);
  }
  return leastWeighted([{ weight: 1, sparsity, count: 1 }], bits);
}

/**
 * The loss that no scheme can pass when n features go through m dimensions of unit power, each with
 * Gaussian noise of standard deviation σ: a lower bound on every scheme's loss, with the gap of its
 * computation.
 *
 * The converse holds for a single use, for any encoder and any decoder. For a code `x → h → ĥ = h +
 * σz → x̂`,
 *
 *     Σ R(D_i) ≤ I(x; x̂) ≤ I(h; ĥ) ≤ m·C,   C = ½·log₂(1 + 1/σ²) bits,
 *
 * where the first step is the definition of R and `I(x; x̂) ≥ Σ I(x_i; x̂_i)`, which holds for
 * independent features, the second is the data processing inequality, and the last is the capacity
 * of m parallel Gaussian channels of unit power (Shannon, 1949). So `Σ I_i·D_i` is at least its
 * minimum under `Σ R(D_i) ≤ m·C`, where all −dR_i/d(I_i·D_i) are equal (reverse water-filling) and
 * a feature of importance 0 gets no bits. Codes over many uses reach the limit; a scheme, which
 * codes one example at a time, need not.
 *
 * @param data n independent features, alike or not
 * @param hidden m ≥ 1
 * @param noise σ ≥ 0; 0 leaves no loss
 */
export function noisyLimit(
  data: FeatureDistribution,
  hidden: number,
  noise: number,
): Interval<Loss> {
  checkSparsity(data.sparsity);
  if (!distributions.get(data.kind).independent) {
    throw new RangeError(
      `data is ${data.kind}: the rates of features add up only where these are independent`,
    );
  }
  if (!(hidden > 0) || !(noise >= 0)) {
    throw new RangeError(
      `hidden is ${hidden} and noise ${noise}: the first must be above 0, the second at least 0`,
    );
  }
  const groups = groupsOf(data);
  const power = 1 / (noise * noise);
  const bits = power === Infinity
    ? Infinity
    : hidden * naturalLog(1 + power) / (2 * ln2);
  const variance = weightedVariance(groups);
  const { lower, upper } = leastWeighted(groups, bits);
  const loss = (error: number): Loss => ({
    mse: error / data.features,
    fvu: error / variance,
  });
  return { lower: loss(lower), upper: loss(upper) };
}
