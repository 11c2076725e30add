/**
 * How the step size moves during training. The kernel carries the same formula; a test holds the
 * two together.
 *
 * @module
 */
import { halfWave } from "../numerics/elementary.ts";
import type { Schedule } from "./config.ts";

/**
 * Learning rate of step t = 1, 2, …, `steps`: linear warm-up to the peak, plateau, decay to
 * `finalLearningRate` times the peak at the last step, straight or along half a wave of the cosine
 * (Loshchilov & Hutter 2017, without restarts). Where warm-up and decay overlap, both
 * factors apply.
 */
export function learningRateAt(
  { steps, learningRate, warmup, decay, finalLearningRate, shape }: Schedule,
  step: number,
): number {
  let rate = learningRate;
  if (step < warmup) rate *= step / warmup;
  const late = step - (steps - decay);
  if (late > 0 && decay > 0) {
    const passed = shape === "cosine" ? halfWave(late / decay) : late / decay;
    rate *= 1 - (1 - finalLearningRate) * passed;
  }
  return rate;
}

/** The steps at which a learning curve has its points: evenly spread, the last one at the end. */
export function curveSteps(steps: number, points: number): number[] {
  const count = Math.min(steps, points);
  return Array.from(
    { length: count },
    (_, i) => Math.floor((steps * (i + 1)) / count),
  );
}
