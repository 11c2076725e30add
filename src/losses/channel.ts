/**
 * The noisy hidden state. A noiseless real number holds unlimited information; here every hidden
 * dimension is a Gaussian channel instead: it is held to unit power, `h̃ = (h − mean h)/√(variance
 * h + floor)`, and the decoder receives `h̃ + σz` with z standard normal and independent. The mean
 * is taken out because it would spend power and say nothing. In training, mean and variance are
 * those of the batch, and the gradient passes through both; in evaluation they are those of the
 * evaluation set. Such a dimension carries at most `½·log₂(1 + 1/σ²)` bits (Shannon 1949).
 *
 * @module
 */
import { drawNormal } from "../numerics/normal.ts";
import type { SetPurpose } from "./evaluation_set.ts";
import { randomStream } from "../numerics/random.ts";

/**
 * Added to every variance: a dimension that never varies gives pure noise instead of a division by
 * 0. The kernel has the same number.
 */
export const powerFloor = 1e-10;

/** The moments that hold a hidden state to unit power, one of each per dimension. */
export interface HiddenMoments {
  readonly mean: Float64Array;
  /** √(variance + floor). */
  readonly deviation: Float64Array;
}

/** Moments over hidden states `h[samples, m]`, row by row. */
export function hiddenMoments(
  states: Float64Array,
  hidden: number,
): HiddenMoments {
  const samples = states.length / hidden;
  const mean = new Float64Array(hidden);
  states.forEach((h, at) => mean[at % hidden] += h / samples);
  const variance = new Float64Array(hidden);
  states.forEach((h, at) => {
    const distance = h - mean[at % hidden];
    variance[at % hidden] += distance * distance / samples;
  });
  const deviation = variance.map((v) => Math.sqrt(v + powerFloor));
  return { mean, deviation };
}

/**
 * Standard normal `z[samples, m]`, row by row, the same on every call: all codes and all σ meet the
 * same noise.
 */
function evaluationNoise(
  samples: number,
  hidden: number,
  purpose: SetPurpose,
): Float64Array {
  const random = randomStream(
    `evaluation noise in ${hidden} dimensions`,
    0,
    purpose,
  );
  return Float64Array.from(
    { length: samples * hidden },
    () => drawNormal(random),
  );
}

/**
 * What the decoder receives for every hidden state.
 *
 * @param states `h[samples, m]`, row by row
 * @param noise σ > 0
 * @param units `power`: h̃ + σz, as training has it; `own`: the same multiplied by the deviation,
 * plus the mean, for a decoder that is built for h itself
 */
export function transmit(
  states: Float64Array,
  hidden: number,
  noise: number,
  units: "power" | "own",
  purpose: SetPurpose = "evaluation",
): Float64Array {
  const { mean, deviation } = hiddenMoments(states, hidden);
  const normals = evaluationNoise(states.length / hidden, hidden, purpose);
  return states.map((h, at) => {
    const j = at % hidden;
    return units === "own"
      ? h + noise * deviation[j] * normals[at]
      : (h - mean[j]) / deviation[j] + noise * normals[at];
  });
}
