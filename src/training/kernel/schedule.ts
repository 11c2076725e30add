/** How the step size moves: the formula of `src/training/schedule.ts`. */
import { Run } from "./records";

/** sin x for |x| ≤ π/4. */
function sine(x: f64): f64 {
  const square = x * x;
  let sum: f64 = 1;
  for (let k = 14; k >= 2; k -= 2) sum = 1.0 - square * sum / <f64> (k * (k + 1));
  return x * sum;
}

/** (1 − cos πu)/2 for u in [0, 1], operation by operation as in `src/numerics/elementary.ts`. */
function halfWave(u: f64): f64 {
  const s = sine(1.5707963267948966 * (u <= 0.5 ? u : 1.0 - u));
  return u <= 0.5 ? s * s : 1.0 - s * s;
}

/** The learning rate of step t = 1, 2, …: linear warm-up, plateau, decay. */
export function learningRateAt(run: Run, t: i32): f64 {
  let rate = run.learningRate;
  if (t < run.warmup) rate *= <f64> t / <f64> run.warmup;
  const late = t - (run.steps - run.decay);
  if (late > 0 && run.decay > 0) {
    const share = <f64> late / <f64> run.decay;
    const passed = run.cosine ? halfWave(share) : share;
    rate *= 1.0 - (1.0 - run.finalLearningRate) * passed;
  }
  return rate;
}
