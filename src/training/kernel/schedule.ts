/** How the step size moves: the formula of `src/training/schedule.ts`. */
import { Run } from "./records";

/** The learning rate of step t = 1, 2, …: linear warm-up, plateau, linear decay. */
export function learningRateAt(run: Run, t: i32): f64 {
  let rate = run.learningRate;
  if (t < run.warmup) rate *= <f64> t / <f64> run.warmup;
  const late = t - (run.steps - run.decay);
  if (late > 0 && run.decay > 0) {
    rate *= 1.0 - (1.0 - run.finalLearningRate) * (<f64> late / <f64> run.decay);
  }
  return rate;
}
