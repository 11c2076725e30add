/**
 * How one number follows another.
 *
 * @module
 */

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
