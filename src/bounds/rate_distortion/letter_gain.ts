/**
 * What a reproduction letter would gain: the optimality condition of an alphabet, and a bound on it
 * everywhere.
 *
 * Lengths are in units of 1/√(2s), s the slope of the rate–distortion curve in nats per squared
 * error, so that the kernel `e^{−s(x−y)²}` is `e^{−u²/2}`.
 *
 * @module
 */
import { exponential } from "../../numerics/elementary.ts";

/** A reproduction letter at `y` with weight `q`. */
export interface Letter {
  readonly y: number;
  readonly q: number;
}

/** A source as point masses (a density enters by its quadrature), of any total mass. */
export interface Source {
  /** Where the masses sit, increasing. */
  readonly positions: Float64Array;
  readonly masses: Float64Array;
  /** Letters that stay as they are. */
  readonly held: readonly Letter[];
}

/** Beyond this distance the kernel, below 1e-31, counts as 0. */
export const reach = 12;

/** `c(x) = Σ q e^{−(x−y)²/2}` of some letters, added to `output`. */
export function addOutput(
  { positions }: Source,
  letters: readonly Letter[],
  output: Float64Array,
): Float64Array {
  for (const { y, q } of letters) {
    for (let i = 0; i < positions.length; i++) {
      const u = positions[i] - y;
      if (u > reach) break;
      if (u > -reach) output[i] += q * exponential(-u * u / 2);
    }
  }
  return output;
}

/** What a letter at y would gain, `D(y) = Σ mass·e^{−u²/2}/c`, with D′ and `Σ mass·e^{−u²/4}/c`. */
function gain({ positions, masses }: Source, output: Float64Array, y: number) {
  let value = 0, derivative = 0, wide = 0;
  for (let i = 0; i < positions.length; i++) {
    const u = positions[i] - y;
    if (u < -reach) continue;
    if (u > reach) break;
    const root = exponential(-u * u / 4), share = masses[i] / output[i] * root;
    wide += share;
    value += share * root;
    derivative += share * root * u;
  }
  return { value, derivative, wide };
}

/**
 * The largest value of the cubic with values a, b and derivatives da, db at 0 and 1, and where it
 * is.
 */
function cubicPeak(a: number, da: number, b: number, db: number) {
  const second = 3 * (b - a) - 2 * da - db, third = 2 * (a - b) + da + db;
  let value = Math.max(a, b), at = a > b ? 0 : 1;
  const discriminant = second * second - 3 * third * da;
  if (discriminant >= 0) {
    const root = Math.sqrt(discriminant);
    const q = -(second + (second < 0 ? -root : root));
    for (const t of [q / (3 * third), da / q]) {
      const v = a + t * (da + t * (second + t * third));
      if (t > 0 && t < 1 && v > value) [value, at] = [v, t];
    }
  }
  return { value, at };
}

/**
 * The gains of all y, from the first position to the last (outside they only fall): local peaks,
 * the highest peak, and a bound on every gain.
 *
 * Between grid points D is its cubic Hermite interpolant plus at most `h⁴/384·max D⁗`; with He₄ the
 * Hermite polynomial, `D⁗ = Σ mass·He₄(u)·e^{−u²/2}/c ≤ 4 Σ mass·e^{−u²/4}/c`, and that sum times
 * `e^{y²/4}` is log-convex in y, so between two grid points it is at most `e^{h²/16}` times its
 * larger end.
 */
export function gains(source: Source, output: Float64Array, spacing: number) {
  const { positions } = source;
  const low = positions[0], length = positions[positions.length - 1] - low;
  const steps = Math.max(1, Math.ceil(length / spacing)), h = length / steps;
  const remainder = h * h * h * h / 96 * exponential(h * h / 16);
  const peaks: { y: number; value: number }[] = [];
  let bound = 0, highest = 0, rising = false;
  let left = gain(source, output, low);
  for (let k = 0; k < steps; k++) {
    const right = gain(source, output, low + (k + 1) * h);
    const { value, at } = cubicPeak(
      left.value,
      left.derivative * h,
      right.value,
      right.derivative * h,
    );
    // A peak inside, or at a grid point that both of its neighbours rise to.
    if (at > 0 ? at < 1 || k === steps - 1 : rising || k === 0) {
      peaks.push({ y: low + (k + at) * h, value });
    }
    rising = at === 1;
    highest = Math.max(highest, value);
    const wide = Math.max(left.wide, right.wide);
    bound = Math.max(bound, value + remainder * wide);
    left = right;
  }
  return { peaks, highest, bound };
}
