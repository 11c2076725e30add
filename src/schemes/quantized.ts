/**
 * The quantized code of the paper's appendix: `t = (⌊Z·x⌋ + y)/Z`, undone by `x̂ = ⌊Z·t⌋/Z` and `ŷ = Z·t − ⌊Z·t⌋`.
 *
 * More features share one number by mixed radix: all but the last feature of a group are digits to base Z, the last one
 * is what follows the point. It is therefore kept exactly, and a digit loses what rounding loses, whatever stands
 * beside it. Each of the m groups keeps one of the m most important features, so the grouping of the others does not
 * matter.
 *
 * Where the hidden state has noise, digits that lie near a jump flip. Sparse features stand on the jumps: where the last one of a
 * group is 0 the least noise would flip every second digit. So the code then keeps a margin γ: the last feature takes the middle of its
 * digit's range, `y ↦ γ + (1 − 2γ)·y`, and the rest stays empty. What is read is clipped to that range. The loss is a mean over the evaluation
 * set, γ is the best of a few on samples apart, and since the reconstruction is fitted, floor and centred levels are one.
 *
 * @module
 */
import { lossFromErrors } from "../features/distribution.ts";
import {
  evaluationSamples,
  evaluationSet,
} from "../features/evaluation_set.ts";
import { type Code, codeLoss } from "../networks/code_loss.ts";
import { byImportance, checkProblem, checkSegments } from "./_check.ts";
import type { ClosedCandidate, Problem, Scheme } from "./_scheme.ts";

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

/** Margins γ that are tried under noise. */
export const margins: readonly number[] = [0, 0.05, 0.1, 0.2, 0.3];

/**
 * The code as functions of all features and all hidden numbers, for a noisy hidden state.
 *
 * @param margin γ in [0, ½)
 */
export function quantizedCode(
  problem: Problem,
  segments: number,
  margin: number,
): Code {
  const { data, hidden } = problem;
  const order = byImportance(problem);
  const kept = order.slice(0, hidden);
  const groups: number[][] = kept.map(() => []);
  order.slice(hidden).forEach((f, i) => groups[i % hidden].push(f));
  groups.forEach((group, j) => group.push(kept[j]));
  const range = 1 - 2 * margin;
  const back = new Float64Array(data.features);
  return {
    hidden,
    encode: (x) =>
      groups.map((group) => {
        const own = group.map((f) => x[f]);
        own.push(margin + range * own.pop()!);
        return quantize(own, segments);
      }),
    decode(h) {
      groups.forEach((group, j) => {
        const own = dequantize(
          clip(h[j], below1),
          group.length,
          segments,
          "centred",
        );
        own.push(clip((own.pop()! - margin) / range, 1));
        own.forEach((value, i) => back[group[i]] = value);
      });
      return back;
    },
  };
}

const clip = (value: number, most: number) =>
  Math.min(Math.max(value, 0), most);

/** Enough to choose a margin by. */
const selectionSamples = evaluationSamples / 8;

/** The candidate under noise: the best margin for so many levels. */
function noisyCandidate(problem: Problem, segments: number): ClosedCandidate {
  const { data, noise } = problem;
  const loss = (margin: number, set: Float64Array) =>
    codeLoss(quantizedCode(problem, segments, margin), data, set, {
      noise,
      units: "own",
    });
  const few = evaluationSet(data, selectionSamples, "selection");
  const scores = margins.map((margin) => loss(margin, few).loss.mse);
  const margin = margins[scores.indexOf(Math.min(...scores))];
  return {
    kind: "closed",
    variant: `margin ${margin}`,
    segments,
    epsilon: null,
    neurons: noNeurons,
    parameters: 2, // Z and γ.
    ...loss(margin, evaluationSet(data)),
  };
}

const noNeurons = { encoder: 0, decoder: 0, output: 0, total: 0 };

const quantized: Scheme = {
  id: "quantized",
  summary:
    "features as digits to base Z, one per dimension kept exactly; ideal floors, not a network; closed form",
  candidates(problem, { segments }) {
    checkProblem(problem, "noise");
    checkSegments(segments);
    const { data, hidden, noise } = problem;
    if (noise > 0) return segments.map((z) => noisyCandidate(problem, z));
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
          neurons: noNeurons,
          parameters: 1, // Z itself; everything else follows from it.
          loss: lossFromErrors(data, errors),
        };
      })
    );
  },
};
export default quantized;
