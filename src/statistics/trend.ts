/**
 * How one number follows another.
 *
 * @module
 */

/**
 * The slope of the least-squares line through points `[x, y]`, at least two different x. Where some
 * y are infinite it is infinite as well, or NaN where they pull either way.
 */
export function slope(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  // Any number in its place gives the same slope, up to rounding.
  const from = Number.isFinite(meanY) ? meanY : 0;
  let above = 0, below = 0;
  for (const [x, y] of points) {
    const weight = x - meanX;
    // Not 0·∞: in the middle any y leaves the slope as it is.
    if (weight !== 0) above += weight * (y - from);
    below += weight * weight;
  }
  if (!(below > 0)) {
    throw new RangeError("a slope needs points at two different x");
  }
  return above / below;
}
