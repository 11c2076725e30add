/**
 * The zigzag code of `zigzag.ts` with one layer on either side and without the neurons that pass y
 * and t through: 3(Z − 1) neurons for Z ≥ 4, two per jump in the encoder and one per turn in the
 * decoder.
 *
 * A neuron may face the other way, since `ReLU(z) = z + ReLU(−z)`; what it gives up is linear.
 * Where the linear parts of the turned neurons cancel against what is passed through, nothing needs
 * to be passed through.
 *
 * - Encoder: the first neuron of jump 1 and the second of jump 2 are turned. Their steep parts
 *   `M·x` cancel, and leaning jump 1 by less than ε makes the parts in y cancel too.
 * - Decoder: with slopes s_i of the path on strip i, turning the neurons of turns 2 and 3 leaves
 *   `s₀ − s₁ + s₃`, which must be 0 in both coordinates. That holds where strip 0 takes `slow`
 *   times as much of t as the others, strip 3 slightly less (`1/τ₃ = 1/τ₀ + 1/τ₁`), and strip 1
 *   leans slightly more (`Δ₁/τ₁ = Δ₀/τ₀ + Δ₃/τ₃`).
 *
 * All jumps must be equally steep, and jump 1, across the slow strip, is by far the highest. So ε
 * is the width of its ramps; those of the other jumps are about ε·2/(1 + slow) wide, which is why
 * this code loses less than `zigzag` at equal ε and Z.
 *
 * @module
 */
import type { Network } from "../networks/network.ts";
import { networkOfUnits, unit } from "./units.ts";
import { bestOvershoot } from "./zigzag.ts";

/** Fewest segments for which the linear parts can cancel. */
export const leastLeanSegments = 4;

/**
 * τ₀ in units of τ₁. The strips are the more even the longer it is; at 16 unevenness costs less
 * than 0.3 % of the loss.
 */
const slow = 16;

/** The path through the strips: where strip i begins and how it lies. */
interface Strips {
  /** τ_i: how much of t strip i takes; t on it runs from `start[i]` to `start[i] + length[i]`. */
  readonly length: readonly number[];
  readonly start: readonly number[];
  /** x at the turns: strip i runs from `turn[i]` to `turn[i + 1]`. */
  readonly turn: readonly number[];
  /** x at the jump before strip i (unused for i = 0): half way between the strips' middles. */
  readonly jump: readonly number[];
}

function strips(segments: number): Strips {
  const length = new Array<number>(segments).fill(1);
  length[0] = slow;
  length[3] = slow / (slow + 1);
  const width = length.map((_, i) => i === 1 ? 1 + 2 / slow : 1);
  const sums = (steps: readonly number[]) =>
    steps.reduce((all, step) => [...all, all[all.length - 1] + step], [0]);
  const turn = sums(width);
  const middle = width.map((w, i) => turn[i] + w / 2);
  // The outer strips reach as far outwards as inwards.
  const left = middle[0] - (middle[1] - middle[0]) / 2;
  const right = middle[segments - 1] +
    (middle[segments - 1] - middle[segments - 2]) / 2;
  const place = (x: number) => (x - left) / (right - left);
  return {
    length,
    start: sums(length),
    turn: turn.map(place),
    jump: middle.map((x, i) => place(i === 0 ? left : (x + middle[i - 1]) / 2)),
  };
}

/**
 * The lean zigzag network; levels lie in the middle of their strips.
 *
 * @param segments Z ≥ 4
 * @param epsilon ε, the width of the widest ramps in x, 0 < ε ≤ 1/Z
 * @param overshoot h ≥ 0, how far beyond the square the path turns; the best one unless told
 * otherwise
 */
export function leanZigzag(
  segments: number,
  epsilon: number,
  overshoot: number = bestOvershoot({ radices: [segments], epsilon }),
): Network {
  const { length, start, turn, jump } = strips(segments);
  const total = start[segments];
  const height = 1 + 2 * overshoot;
  const boundaries = length.map((_, i) => i).slice(1);

  // Encoder, in the unit of `length`: strip i is start[i] + length[i]·(ỹ on even, 1 − ỹ on odd
  // strips).
  let constant = length[0] * overshoot / height;
  const encoder = boundaries.flatMap((i) => {
    // Half the jump is v = slope·y + level.
    const mean = (length[i - 1] + length[i]) / 2;
    const slope = (i % 2 === 1 ? -mean : mean) / height;
    const level = mean * (i % 2 === 1 ? 1 + overshoot : overshoot) / height;
    return [1, -1].map((sign) => ({
      i,
      sign,
      slope: sign * slope,
      level: sign * level,
    }));
  });
  // The same steepness everywhere, for the parts in x must cancel; it makes the widest ramp ε wide.
  const widest = (length[0] + length[1]) * (1 + overshoot) / height;
  const steepness = widest / epsilon;
  const turned = ({ i, sign }: { i: number; sign: number }) =>
    (i === 1 && sign === 1) || (i === 2 && sign === -1);
  // What the passed-through y and the turned neurons leave in y, taken up by leaning jump 1 about y
  // = ½.
  const lean = -encoder.filter(turned).reduce(
    (sum, { sign, slope }) => sum + sign * slope,
    length[0] / height,
  );
  const inEncoder = encoder.map((half) => {
    const { i, sign, slope, level } = half;
    const leaning = i === 1 ? lean : 0;
    const weights = [steepness, slope + leaning];
    const bias = -steepness * jump[i] + level - leaning / 2;
    if (!turned(half)) return unit(weights, bias);
    constant += sign * bias;
    return unit(weights.map((weight) => -weight), -bias);
  });
  const hidden = unit(
    encoder.map(({ sign }) => sign / total),
    constant / total,
  );

  // Decoder: slopes of the path on every strip, and a kink at every turn.
  const slopes = length.map((tau, i) => [
    (turn[i + 1] - turn[i]) * total / tau,
    (i % 2 === 0 ? height : -height) * total / tau,
  ]);
  const output = [turn[0], -overshoot];
  const kinks = boundaries.map((i) => {
    const at = start[i] / total;
    const change = slopes[i].map((slope, o) => slope - slopes[i - 1][o]);
    if (i !== 2 && i !== 3) return { unit: unit([1], -at), change };
    change.forEach((value, o) => output[o] -= value * at);
    return { unit: unit([-1], at), change };
  });
  return networkOfUnits(
    [inEncoder, [hidden]],
    [
      kinks.map((kink) => kink.unit),
      output.map((bias, o) => unit(kinks.map(({ change }) => change[o]), bias)),
    ],
  );
}
