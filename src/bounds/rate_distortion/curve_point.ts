/**
 * One point of a rate–distortion curve from the best alphabet at its slope, with its certified
 * bounds.
 *
 * @module
 */
import { featureVariance } from "../../features/mod.ts";
import { exponential, ln2, naturalLog } from "../../numerics/elementary.ts";
import type { Letter, Source } from "./letter_gain.ts";
import { type Alphabet, bestAlphabet } from "./reproduction.ts";
import {
  carryLetters,
  type SparseSource,
  sparseSource,
} from "./sparse_source.ts";

/** A point above the curve, and a line below it. */
export interface CurvePoint {
  /** −dR/dD at the point, bits per squared error. */
  readonly slope: number;
  /** D ≥ 0 of the test channel. */
  readonly distortion: number;
  /** The test channel's mutual information, bits: `R(distortion) ≤ rate`. */
  readonly rate: number;
  /** Bits: `R(D) ≥ intercept − slope·D` for every D. */
  readonly intercept: number;
}

/** The excess aimed at is this share of the squared error: about half the relative gap in D. */
const tolerance = 1e-4;
/** The least excess that the search can be sure to reach. */
const finest = 5e-8;

/** `Σ mass·ln c` and `Σ mass·E[(x − y)²|x]` of an alphabet's test channel. */
export function channelSums(
  { positions, masses, held }: Source,
  { letters, output }: Alphabet,
): { logOutput: number; squaredError: number } {
  let logOutput = 0, squaredError = 0;
  const all = [...letters, ...held];
  for (let i = 0; i < positions.length; i++) {
    let second = 0;
    for (const { y, q } of all) {
      const square = (positions[i] - y) * (positions[i] - y);
      second += q * square * exponential(-square / 2);
    }
    logOutput += masses[i] * naturalLog(output[i]);
    squaredError += masses[i] * second / output[i];
  }
  return { logOutput, squaredError };
}

/** A point, with what the search for a neighbouring one may begin with. */
export interface SearchedPoint {
  readonly point: CurvePoint;
  readonly source: SparseSource;
  readonly letters: readonly Letter[];
}

/**
 * The point of a sparse feature's curve at √(2s) = length, s the slope in nats per squared error.
 *
 * @param near a point nearby, whose letters the search may begin with; it changes the time, and the
 * bounds by their gap
 */
export function searchPoint(
  sparsity: number,
  length: number,
  near: SearchedPoint | null,
): SearchedPoint {
  const p = 1 - sparsity, source = sparseSource(sparsity, length);
  const carried = near && carryLetters(near.letters, near.source, source);
  // What the squared error is in units of 1/(2s), at high rates and at none.
  const scale = Math.min(p, featureVariance(sparsity) * length * length);
  const alphabet = bestAlphabet(
    source,
    carried ?? source.start,
    Math.max(finest, tolerance * scale),
  );
  const { logOutput, squaredError } = channelSums(source, alphabet);
  // Masses are in units of p/length. In the cut middle c is √(2π) and the squared error 1.
  const unit = p / length, { cut } = source;
  const local = unit * (squaredError + cut);
  const free = -naturalLog(unit) -
    unit * (logOutput + cut * naturalLog(2 * Math.PI) / 2);
  const rate = Math.max(0, (free - local / 2) / ln2);
  return {
    point: {
      slope: length * length / 2 / ln2,
      distortion: local / (length * length),
      rate,
      intercept: (free - naturalLog(alphabet.excess)) / ln2,
    },
    source,
    letters: alphabet.letters,
  };
}
