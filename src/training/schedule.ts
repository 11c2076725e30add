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

/** Steps that take batches of one size: those after the part before, to step `until`. */
export interface Part {
  readonly until: number;
  readonly batch: number;
}

/** The parts of a schedule; batches double from one to the next. */
export function partsOf({ steps, batch, growth }: Schedule): Part[] {
  const parts: Part[] = [];
  for (let factor = 1; factor <= growth; factor *= 2) {
    parts.push({ until: 0, batch: factor * batch });
  }
  return parts.map((part, i) => ({
    ...part,
    until: Math.floor((steps * (i + 1)) / parts.length),
  }));
}

/** The part that has step t = 1, 2, …; the last one also all that come after the end. */
export function partAt(parts: readonly Part[], step: number): Part {
  return parts.find(({ until }) => step <= until) ??
    { ...parts[parts.length - 1], until: Infinity };
}

/** How many samples all steps take together. */
export function sampleCount(schedule: Schedule): number {
  let samples = 0, done = 0;
  for (const { until, batch } of partsOf(schedule)) {
    samples += (until - done) * batch;
    done = until;
  }
  return samples;
}

/** The steps at which a learning curve has its points: evenly spread, the last one at the end. */
export function curveSteps(steps: number, points: number): number[] {
  const count = Math.min(steps, points);
  return Array.from(
    { length: count },
    (_, i) => Math.floor((steps * (i + 1)) / count),
  );
}
