/** The mean of the parameters over the last steps: what `src/training/averaging.ts` does. */
import { ELEMENT } from "./block";
import { Run } from "./records";

/** Takes the parameters after the step that has just been done into the mean. */
export function takeIntoMean(run: Run): void {
  const nth = run.step - (run.steps - run.averaged);
  if (!run.averaged || nth <= 0) return;
  const share = f32x4.splat(<f32> (1.0 / <f64> nth));
  const end = <usize> run.parameterCount * ELEMENT;
  for (let at: usize = 0; at < end; at += ELEMENT) {
    const mean = v128.load(run.means + at);
    const away = f32x4.sub(v128.load(run.parameters + at), mean);
    v128.store(run.means + at, f32x4.add(mean, f32x4.mul(away, share)));
  }
}
