/**
 * The piecewise-linear code for two features and one hidden number: the quantized code with every
 * jump a ramp.
 *
 * Encoder `t = (s(x) + y)/Z`, decoder `x̂ = (s(t) + offset)/Z` and `ŷ = Z·t − s(t)`. The staircase
 * s rises by 1 along each of Z − 1 ramps of width ε, measured in its own input. A ramp may end at
 * its jump j/Z ("before"), lie around it ("centred") or begin there ("after"). Centred ramps lose
 * least, in the encoder and in the decoder: only half of a ramp then stands for the wrong level.
 * The one exception is the encoder of a floor decoder: x̂ is too low on average there, so ramps
 * before their jumps lose less. These are the defaults; a test compares all nine pairs.
 *
 * @module
 */
import type { Network } from "../networks/network.ts";
import { type LevelDecoder, levelOffset } from "./levels.ts";
import { networkOfUnits, type Unit, unit } from "./units.ts";

/** Where a ramp lies relative to its jump. */
export type RampPosition = "before" | "centred" | "after";

/** A piecewise-linear code of two features in one hidden number. */
export interface StaircaseCode {
  /** Z ≥ 1. */
  readonly segments: number;
  /** ε, the width of a ramp, 0 < ε ≤ 1/Z. */
  readonly epsilon: number;
  readonly decoder: LevelDecoder;
  /** Where the ramps of encoder and decoder lie; where they lose least unless told otherwise. */
  readonly ramps?: {
    readonly encoder: RampPosition;
    readonly decoder: RampPosition;
  };
}

function encoderRamps({ ramps, decoder }: StaircaseCode): RampPosition {
  return ramps?.encoder ?? (decoder === "floor" ? "before" : "centred");
}

function decoderRamps({ ramps }: StaircaseCode): RampPosition {
  return ramps?.decoder ?? "centred";
}

const shift = { before: 1, centred: 0.5, after: 0 };

/** Where the Z − 1 ramps begin. */
function rampStarts(
  { segments, epsilon }: StaircaseCode,
  position: RampPosition,
): number[] {
  return Array.from(
    { length: segments - 1 },
    (_, j) => (j + 1) / segments - shift[position] * epsilon,
  );
}

/** s(u): how many jumps lie behind u, a ramp counting by the part that does. */
function staircase(code: StaircaseCode, position: RampPosition, u: number) {
  return rampStarts(code, position).reduce(
    (sum, start) => sum + Math.min(Math.max((u - start) / code.epsilon, 0), 1),
    0,
  );
}

/** The hidden number of `(x, y)`, both in [0, 1). */
export function encodeStaircase(
  code: StaircaseCode,
  [x, y]: readonly [x: number, y: number],
): number {
  return (staircase(code, encoderRamps(code), x) + y) / code.segments;
}

/** The reconstruction of the hidden number t in [0, 1]. */
export function decodeStaircase(
  code: StaircaseCode,
  t: number,
): [x: number, y: number] {
  const { segments } = code;
  const level = staircase(code, decoderRamps(code), t);
  return [
    (level + levelOffset(code.decoder)) / segments,
    segments * t - level,
  ];
}

/** A hidden unit, and the weights with which the layer above reads it. */
interface Hinge extends Unit {
  readonly out: readonly number[];
}

/** The layer above: one unit per output, with the given biases. */
const readout = (hinges: readonly Hinge[], biases: readonly number[]) =>
  biases.map((bias, o) => unit(hinges.map(({ out }) => out[o]), bias));

/** Two ReLUs whose difference rises from 0 at `from` to `to − from` at `to`, times `slopes`. */
const segment = (
  from: number,
  to: number,
  weights: readonly number[],
  slopes: readonly number[],
): Hinge[] => [
  { weights, bias: -from, out: slopes },
  { weights, bias: -to, out: slopes.map((slope) => -slope) },
];

function assemble(
  code: StaircaseCode,
  encoder: readonly Hinge[],
  decoder: readonly Hinge[],
): Network {
  const bottom = levelOffset(code.decoder) / code.segments;
  return networkOfUnits(
    [encoder, readout(encoder, [0])],
    [decoder, readout(decoder, [bottom, 0])],
  );
}

/**
 * One ReLU per kink, x̂ and ŷ sharing the decoder's: 2(Z − 1) + 1 in the encoder and as many in the
 * decoder, the odd ones passing y and t through.
 */
export function sharedHinges(code: StaircaseCode): Network {
  const { segments, epsilon } = code;
  const ramps = (
    position: RampPosition,
    weights: number[],
    slopes: number[],
  ) =>
    rampStarts(code, position).flatMap((start) =>
      segment(start, start + epsilon, weights, slopes)
    );
  const step = 1 / (segments * epsilon);
  return assemble(code, [
    { weights: [0, 1], bias: 0, out: [1 / segments] },
    ...ramps(encoderRamps(code), [1, 0], [step]),
  ], [
    { weights: [1], bias: 0, out: [0, segments] },
    ...ramps(decoderRamps(code), [1], [step, -1 / epsilon]),
  ]);
}

/**
 * The paper's accounting: every line segment is a difference of two ReLUs. Per level of Z a flat
 * and a ramp of the encoder's staircase, a flat and a ramp of x̂, a tooth and a ramp of ŷ: 12
 * neurons, 12·Z in all. Flats have slope 0, so their ReLUs are read with weight 0, and the ramp of
 * the last level lies past the end; the accounting counts them. In place of the first flat stands y
 * = ReLU(y) − ReLU(−y), which the paper passes through for free.
 */
export function twoPerSegment(code: StaircaseCode): Network {
  const { segments, epsilon } = code;
  /** Per level a flat or tooth and the ramp that follows it. */
  const levels = (
    position: RampPosition,
    weights: number[],
    level: number[],
    ramp: number[],
  ) => {
    const ends = [...rampStarts(code, position), 1];
    return ends.flatMap((end, k) => [
      ...segment(k === 0 ? 0 : ends[k - 1] + epsilon, end, weights, level),
      ...segment(end, end + epsilon, weights, ramp),
    ]);
  };
  const step = 1 / (segments * epsilon);
  const [, , ...stairs] = levels(
    encoderRamps(code),
    [1, 0],
    [0],
    [step],
  );
  const position = decoderRamps(code);
  return assemble(code, [
    { weights: [0, 1], bias: 0, out: [1 / segments] },
    { weights: [0, -1], bias: 0, out: [-1 / segments] },
    ...stairs,
  ], [
    ...levels(position, [1], [0, 0], [step, 0]),
    ...levels(position, [1], [0, segments], [0, segments - 1 / epsilon]),
  ]);
}
