/**
 * The natural logarithm by + − × ÷ alone, for numbers that are kept: `Math.log` may differ between hosts.
 *
 * @module
 */

/** ln 2, rounded to float64. */
const ln2 = 0.6931471805599453;

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

/** The slope of the least-squares line through points `[x, y]`, at least two different x. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let above = 0, below = 0;
  for (const [x, y] of points) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) * (x - meanX);
  }
  if (!(below > 0)) {
    throw new RangeError("a slope needs points at two different x");
  }
  return above / below;
}
