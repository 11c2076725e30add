/** Adam, and what of it other optimisers build on. */
import { ELEMENT } from "./block";
import { Run, Span } from "./records";
import { learningRateAt } from "./schedule";

/** The next powers of the moments' decay rates. */
export function advance(run: Run): void {
  run.power1 *= run.beta1;
  run.power2 *= run.beta2;
}

/** Takes moves off the parameters from the byte `at` on, and what decoupled weight decay does. */
export function descend(run: Run, at: usize, end: usize, moves: usize): void {
  const rate = learningRateAt(run, run.step);
  const shrink = f32x4.splat(<f32> (1.0 - rate * run.weightDecay));
  for (; at < end; at += ELEMENT) {
    const kept = f32x4.mul(v128.load(run.parameters + at), shrink);
    v128.store(run.parameters + at, f32x4.sub(kept, v128.load(moves)));
    moves += ELEMENT;
  }
}

/**
 * The moments from the byte `at` on, of the gradients at `gradients + at`, and what they take off
 * the parameters: taken off, or (where not `apply`) stored in place of the gradients.
 */
// @ts-ignore: decorator
@inline
export function sweep(run: Run, apply: bool, at: usize, end: usize, gradients: usize): void {
  const rate = learningRateAt(run, run.step) * run.singleRate;
  const root = Math.sqrt(1.0 - run.power2);
  const size = f32x4.splat(<f32> (rate * root / (1.0 - run.power1)));
  const stabilizer = f32x4.splat(<f32> (run.stabilizer * root));
  const shrink = f32x4.splat(<f32> (1.0 - rate * run.weightDecay));
  const beta1 = f32x4.splat(<f32> run.beta1), rest1 = f32x4.splat(<f32> (1.0 - run.beta1));
  const beta2 = f32x4.splat(<f32> run.beta2), rest2 = f32x4.splat(<f32> (1.0 - run.beta2));
  const negligible = f32x4.splat(1e-30);
  const first = run.firstMoments, second = run.secondMoments, parameters = run.parameters;
  for (; at < end; at += ELEMENT) {
    const g = v128.load(gradients + at);
    let m = f32x4.add(f32x4.mul(beta1, v128.load(first + at)), f32x4.mul(rest1, g));
    let v = f32x4.add(
      f32x4.mul(beta2, v128.load(second + at)),
      f32x4.mul(rest2, f32x4.mul(g, g)),
    );
    // The moments of a dead unit decay into subnormal numbers, where processors are many times
    // slower, and stay there. Written so that a NaN stays.
    m = v128.andnot(m, f32x4.le(f32x4.abs(m), negligible));
    v = v128.andnot(v, f32x4.le(v, negligible));
    v128.store(first + at, m);
    v128.store(second + at, v);
    const move = f32x4.div(f32x4.mul(size, m), f32x4.add(f32x4.sqrt(v), stabilizer));
    if (apply) {
      const kept = f32x4.mul(v128.load(parameters + at), shrink);
      v128.store(parameters + at, f32x4.sub(kept, move));
    } else v128.store(gradients + at, move);
  }
}

/**
 * AdamW with bias correction (Kingma & Ba 2015, section 2; Loshchilov & Hutter 2019, algorithm 2)
 * on the run's spans.
 */
export function adam(run: Run): void {
  advance(run);
  for (let i = 0; i < run.spanCount; i++) {
    const span = changetype<Span>(run.spans + <usize> i * offsetof<Span>());
    sweep(run, true, span.from - run.parameters, span.to - run.parameters, run.gradients);
  }
}
