/**
 * The quantized code of the paper's appendix: `t = (⌊Z·x⌋ + y)/Z`, undone by `x̂ = ⌊Z·t⌋/Z` and `ŷ = Z·t − ⌊Z·t⌋`.
 *
 * More features share one number by mixed radix: all but the last feature of a group are digits to base Z, the last one
 * is what follows the point. It is therefore kept exactly, and a digit loses what rounding loses, whatever stands
 * beside it. Each of the m groups keeps one of the m most important features, so the grouping of the others does not
 * matter.
 *
 * Where the hidden state has noise, what is read is clipped to [0, 1) and decoded as if it had none, and the loss is a mean over the
 * evaluation set: noise flips digits that lie near a jump, so a few levels serve better the more of it there is.
 * Sparse features stand on the jumps: where the last one of a group is 0 the least noise flips every second digit. So for S > 0 the loss does not
 * tend to that without noise as σ tends to 0; and since the reconstruction is fitted, both decoders lose the same under noise.
 *
 * @module
 */
import { lossFromErrors } from "../features/distribution.ts";
import { evaluationSet } from "../features/evaluation_set.ts";
import { type Code, codeLoss } from "../networks/code_loss.ts";
import { byImportance, checkProblem, checkSegments } from "./_check.ts";
import type { Problem, Scheme } from "./_scheme.ts";

/** What a digit k stands for: its lower end `k/Z` (the paper's formula) or its middle `(k + ½)/Z`. */
export type LevelDecoder = "floor" | "centred";

/** How far a level stands above its lower end, in units of 1/Z. */
export function levelOffset(decoder: LevelDecoder): number {
  return decoder === "floor" ? 0 : 0.5;
}

/**
 * One number for a whole group, `t` in [0, 1).
 *
 * A division may round to below the jump that a group with a last feature of 0 stands on, where the decoder would read the digit before it. The
 * number is then the next one that is read right, so that {@link dequantize} gives back every digit as long as Z^(g−1) ≤ 2²⁰ for g features.
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
 * `E(x − x̂)²` of a quantized feature. A uniform feature loses `1/(3Z²)` to floor and `1/(12Z²)` to centred levels; an
 * absent one, x = 0, loses nothing to floor and `1/(4Z²)` to centred. Hence `p/(3Z²)` against
 * `p/(12Z²) + S/(4Z²)`: centred levels are better below S = ½, floor above.
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

/** The largest number below 1 whose every digit to a base of up to 2²⁰ is below that base. */
const below1 = 1 - 2 ** -52;

/** The code as functions of all features and all hidden numbers; what is read of a noisy one is clipped to [0, 1). */
export function quantizedCode(
  problem: Problem,
  segments: number,
  decoder: LevelDecoder,
): Code {
  const { data, hidden } = problem;
  const order = byImportance(problem);
  const kept = order.slice(0, hidden);
  const groups: number[][] = kept.map(() => []);
  order.slice(hidden).forEach((f, i) => groups[i % hidden].push(f));
  groups.forEach((group, j) => group.push(kept[j]));
  const back = new Float64Array(data.features);
  return {
    hidden,
    encode: (x: Float64Array) =>
      groups.map((group) => quantize(group.map((f) => x[f]), segments)),
    decode(h: Float64Array) {
      groups.forEach((group, j) => {
        const t = Math.min(Math.max(h[j], 0), below1);
        dequantize(t, group.length, segments, decoder)
          .forEach((value, i) => back[group[i]] = value);
      });
      return back;
    },
  };
}

/** Loss and standard error under noise. */
function noisyLoss(
  problem: Problem,
  segments: number,
  decoder: LevelDecoder,
) {
  const { data, noise } = problem;
  const code = quantizedCode(problem, segments, decoder);
  return codeLoss(code, data, evaluationSet(data), { noise, units: "own" });
}

const quantized: Scheme = {
  id: "quantized",
  summary:
    "features as digits to base Z, one per dimension kept exactly; ideal floors, not a network; closed form",
  candidates(problem, { segments }) {
    checkProblem(problem, "noise");
    checkSegments(segments);
    const { data, hidden } = problem;
    const kept = byImportance(problem).slice(0, hidden);
    return segments.flatMap((z) =>
      (["floor", "centred"] as const).map((variant) => {
        const digit = quantizedError(z, data.sparsity, variant);
        const errors = Array.from(
          { length: data.features },
          (_, i) => kept.includes(i) ? 0 : digit,
        );
        return {
          kind: "closed" as const,
          variant,
          segments: z,
          epsilon: null,
          neurons: { encoder: 0, decoder: 0, output: 0, total: 0 },
          parameters: 1, // Z itself; everything else follows from it.
          ...(problem.noise > 0
            ? noisyLoss(problem, z, variant)
            : { loss: lossFromErrors(data, errors) }),
        };
      })
    );
  },
};
export default quantized;
