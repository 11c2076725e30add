/**
 * The quantized code of the paper's appendix: `t = (⌊Z·x⌋ + y)/Z`, undone by `x̂ = ⌊Z·t⌋/Z` and `ŷ
 * = Z·t − ⌊Z·t⌋`.
 *
 * More features share one number by mixed radix: all but the last feature of a group are digits to
 * base Z, the last one is what follows the point. It is therefore kept exactly, and a digit loses
 * what rounding loses, whatever stands beside it. Each of the m groups keeps one of the m features
 * that would lose most as digits, so the grouping of the others does not matter, nor does it
 * whether features depend on each other.
 *
 * Where the hidden state has noise, digits that lie near a jump flip. Sparse features stand on the
 * jumps: where the last one of a group is 0 the least noise would flip every second digit. So the
 * code then keeps a margin γ: the last feature takes the middle of its digit's range, `y ↦ γ + (1 −
 * 2γ)·y`, and the rest stays empty. What is read is clipped to that range. The loss is a mean over
 * the evaluation set, γ is the best of a few on samples apart, and since the reconstruction is
 * fitted, floor and centred levels are one.
 *
 * @module
 */
import { activityOf, lossFromErrors } from "../features/mod.ts";
import { evaluationSamples, evaluationSet } from "../losses/evaluation_set.ts";
import {
  dequantize,
  quantize,
  quantizedError,
} from "../constructions/levels.ts";
import { type Code, codeLoss } from "../losses/code_loss.ts";
import {
  byCost,
  byWeight,
  checkProblem,
  checkSegments,
  everything,
} from "../constructions/problem.ts";
import type { ClosedCandidate, Scheme } from "./mod.ts";
import type { Problem } from "../constructions/problem.ts";

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
  const order = byWeight(problem);
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
    checkProblem(problem, ...everything);
    checkSegments(segments);
    const { data, hidden, noise } = problem;
    if (noise > 0) return segments.map((z) => noisyCandidate(problem, z));
    const { patterns } = activityOf(data);
    const absent = Array.from(
      { length: data.features },
      (_, i) => patterns([i])[0],
    );
    return segments.flatMap((z) =>
      (["floor", "centred"] as const).map((variant) => {
        const digits = absent.map((s) => quantizedError(z, s, variant));
        const errors = [...digits];
        for (const kept of byCost(data, digits).slice(0, hidden)) {
          errors[kept] = 0;
        }
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
