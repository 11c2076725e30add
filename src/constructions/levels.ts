/**
 * Features as digits: several of them in one number by mixed radix, and what rounding loses.
 *
 * @module
 */

/**
 * What a digit k stands for: its lower end `k/Z` (the paper's formula) or its middle `(k + ½)/Z`.
 */
export type LevelDecoder = "floor" | "centred";

/** How far a level stands above its lower end, in units of 1/Z. */
export function levelOffset(decoder: LevelDecoder): number {
  return decoder === "floor" ? 0 : 0.5;
}

/**
 * One number for a whole group, `t` in [0, 1).
 *
 * A division may round to below the jump that a group with a last feature of 0 stands on, where the
 * decoder would read the digit before it. The number is then the next one that is read right, so
 * that {@link dequantize} gives back every digit as long as Z^(g−1) ≤ 2²⁰ for g features.
 *
 * @param x the group's features, each in [0, 1), the last one kept exactly
 * @param segments Z ≥ 1
 */
export function quantize(x: ArrayLike<number>, segments: number): number {
  const digits: number[] = [];
  for (let i = 0; i + 1 < x.length; i++) {
    digits.push(Math.floor(segments * x[i]));
  }
  let t = digits.reduceRight(
    (rest, digit) => (digit + rest) / segments,
    x[x.length - 1],
  );
  while (readsLess(t, digits, segments)) t += 2 ** -53;
  return t;
}

/** Whether the decoder reads a smaller number than that of the digits. */
function readsLess(
  t: number,
  digits: readonly number[],
  segments: number,
): boolean {
  for (const digit of digits) {
    const level = Math.floor(segments * t);
    if (level !== digit) return level < digit;
    t = segments * t - level;
  }
  return false;
}

/** The group's features back from `t` in [0, 1), see {@link quantize}. */
export function dequantize(
  t: number,
  features: number,
  segments: number,
  decoder: LevelDecoder,
): number[] {
  const x: number[] = [];
  for (let i = 0; i + 1 < features; i++) {
    const level = Math.floor(segments * t);
    x.push((level + levelOffset(decoder)) / segments);
    t = segments * t - level;
  }
  return [...x, t];
}

/**
 * `E(x − x̂)²` of a quantized feature. A uniform feature loses `1/(3Z²)` to floor and `1/(12Z²)` to
 * centred levels; an absent one, x = 0, loses nothing to floor and `1/(4Z²)` to centred. Hence
 * `p/(3Z²)` against `p/(12Z²) + S/(4Z²)`: centred levels are better below S = ½, floor above.
 *
 * @param segments Z ≥ 1
 * @param sparsity S in [0, 1), p = 1 − S
 */
export function quantizedError(
  segments: number,
  sparsity: number,
  decoder: LevelDecoder,
): number {
  const p = 1 - sparsity;
  const inLevels = decoder === "floor" ? p / 3 : p / 12 + sparsity / 4;
  return inLevels / (segments * segments);
}
