/**
 * AdamW with bias correction (Kingma & Ba 2015, section 2; Loshchilov & Hutter 2019, algorithm 2),
 * operation by operation what `src/training/kernel/adam.ts` does: a test holds the two to the same
 * bits.
 *
 * @module
 */
import { z } from "zod";
import type { Tagged } from "../../numerics/tagged.ts";
import type { Optimiser } from "./mod.ts";

const schema = z.strictObject({
  kind: z.literal("adam"),
  /**
   * Decoupled weight decay, as a fraction of the learning rate; 0 is Adam as it was before AdamW.
   */
  weightDecay: z.number("use a number").min(0, "use at least 0").default(0),
  /** Decay rate of the mean gradient: its authors' value. */
  beta1: rate().default(0.9),
  /** Decay rate of the mean square: its authors' value. */
  beta2: rate().default(0.999),
  /** ε, added to the root of the mean square: its authors' value. */
  stabilizer: z.number("use a number").positive("use a number above 0")
    .default(1e-8),
});

function rate() {
  return z.number("use a number").min(0, "use a number in [0, 1)")
    .lt(1, "use a number in [0, 1)");
}

/** Adam's settings. */
export type AdamSettings = z.infer<typeof schema>;

/** Whether an optimiser is Adam. */
export function isAdam(optimiser: Tagged): optimiser is AdamSettings {
  return optimiser.kind === "adam";
}

const f = Math.fround;

const adam: Optimiser<AdamSettings> = {
  id: "adam",
  summary: "Adam, with decoupled weight decay where that is not 0 (AdamW)",
  schema,
  kernel: true,
  start(settings, count) {
    const first = new Float32Array(count), second = new Float32Array(count);
    const beta1 = f(settings.beta1), rest1 = f(1 - settings.beta1);
    const beta2 = f(settings.beta2), rest2 = f(1 - settings.beta2);
    const negligible = f(1e-30);
    let power1 = 1, power2 = 1;
    return (parameters, gradient, rate) => {
      power1 *= settings.beta1;
      power2 *= settings.beta2;
      const root = Math.sqrt(1 - power2);
      const size = f(rate * root / (1 - power1));
      const stabilizer = f(settings.stabilizer * root);
      const shrink = f(1 - rate * settings.weightDecay);
      for (let i = 0; i < count; i++) {
        const g = gradient[i];
        let m = f(f(beta1 * first[i]) + f(rest1 * g));
        let v = f(f(beta2 * second[i]) + f(rest2 * f(g * g)));
        // As in the kernel: no subnormal numbers, and a NaN stays.
        if (Math.abs(m) <= negligible) m = 0;
        if (v <= negligible) v = 0;
        first[i] = m;
        second[i] = v;
        const move = f(f(size * m) / f(f(Math.sqrt(v)) + stabilizer));
        parameters[i] = f(f(parameters[i] * shrink) - move);
      }
    };
  },
};

export default adam;
