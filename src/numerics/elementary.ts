/**
 * Logarithm, exponential and half a wave of the cosine by + − × ÷ alone, for numbers that are kept:
 * `Math.log`, `Math.exp` and `Math.cos` may differ between hosts.
 *
 * @module
 */

/** ln 2, rounded to float64. */
export const ln2 = 0.6931471805599453;

/**
 * ln x, within a few units of the last place: x is halved or doubled into [√½, √2], where
 * `ln x = 2·(s + s³/3 + s⁵/5 + …)` with `s = (x − 1)/(x + 1)`, |s| ≤ 0.172.
 *
 * @param x positive and finite
 * @throws {RangeError} for anything else
 */
export function naturalLog(x: number): number {
  if (!(x > 0 && x < Infinity)) {
    throw new RangeError(`x is ${x}: a logarithm needs a positive number`);
  }
  let power = 0;
  while (x > Math.SQRT2) {
    x /= 2;
    power++;
  }
  while (x < Math.SQRT1_2) {
    x *= 2;
    power--;
  }
  const s = (x - 1) / (x + 1), square = s * s;
  let term = s, sum = 0;
  for (let k = 1; sum + term / k !== sum; k += 2) {
    sum += term / k;
    term *= square;
  }
  return power * ln2 + 2 * sum;
}

/**
 * ln 2 as a sum of two float64; k·high is exact for |k| < 2²¹ (the split of fdlibm's `e_exp.c`).
 */
const ln2Parts = {
  high: 6.93147180369123816490e-1,
  low: 1.9082149292705877e-10,
};

/** 1/k!, from k = 0. */
const inverseFactorials: number[] = [1];
for (let k = 1; k <= 14; k++) {
  inverseFactorials.push(inverseFactorials[k - 1] / k);
}

/** 2^k for k from −538 to 538: two of them reach every power of two that a float64 holds. */
const halfRange = 538;
const powersOfTwo = new Float64Array(2 * halfRange + 1);
powersOfTwo[halfRange] = 1;
for (let k = 1; k <= halfRange; k++) {
  powersOfTwo[halfRange + k] = powersOfTwo[halfRange + k - 1] * 2;
  powersOfTwo[halfRange - k] = powersOfTwo[halfRange - k + 1] / 2;
}

/**
 * e^x, within two units of the last place: `x = k·ln 2 + r` with |r| ≤ ½ ln 2, and `e^r` is its
 * Taylor polynomial of degree 14, whose remainder is below 1e-19. 0 where e^x is below the smallest
 * float64, Infinity where it is above the largest, NaN for NaN.
 */
export function exponential(x: number): number {
  if (!(x > -746)) return Number.isNaN(x) ? NaN : 0;
  if (x > 710) return Infinity;
  const k = Math.round(x / ln2);
  const r = (x - k * ln2Parts.high) - k * ln2Parts.low;
  let sum = inverseFactorials[14];
  for (let i = 13; i >= 0; i--) sum = sum * r + inverseFactorials[i];
  const half = k >> 1;
  return sum * powersOfTwo[halfRange + half] *
    powersOfTwo[halfRange + k - half];
}

/** π/2, rounded to float64. */
const quarterTurn = 1.5707963267948966;

/**
 * sin x for |x| ≤ π/4, within two units of the last place: its Taylor polynomial of degree 15,
 * whose remainder is below 1e-16 of it.
 */
function sine(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let k = 14; k >= 2; k -= 2) sum = 1 - square * sum / (k * (k + 1));
  return x * sum;
}

/**
 * (1 − cos πu)/2 = sin²(πu/2), which rises from 0 to 1 over u in [0, 1]. The training kernel
 * carries the same operations.
 */
export function halfWave(u: number): number {
  const s = sine(quarterTurn * (u <= 0.5 ? u : 1 - u));
  return u <= 0.5 ? s * s : 1 - s * s;
}
