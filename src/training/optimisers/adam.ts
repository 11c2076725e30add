/**
 * AdamW with bias correction (Kingma & Ba 2015, section 2; Loshchilov & Hutter 2019, algorithm 2),
 * operation by operation what `src/training/kernel/adam.ts` does: a test holds the two to the same
 * bits.
 *
 * @module
 */
import { z } from "zod";
import type { Tagged } from "../../numerics/tagged.ts";
import { descend, Moments, momentSettings } from "./_moments.ts";
import type { Optimiser } from "./mod.ts";

const schema = z.strictObject({ kind: z.literal("adam"), ...momentSettings });

/** Adam's settings. */
export type AdamSettings = z.infer<typeof schema>;

/** Whether an optimiser is Adam. */
export function isAdam(optimiser: Tagged): optimiser is AdamSettings {
  return optimiser.kind === "adam";
}

const adam: Optimiser<AdamSettings> = {
  id: "adam",
  summary: "Adam, with decoupled weight decay where that is not 0 (AdamW)",
  schema,
  kernel: 0,
  start(settings, count) {
    const moments = new Moments(settings, count);
    const moves = new Float32Array(count);
    return (parameters, gradient, rate) => {
      moments.advance();
      moves.set(gradient);
      moments.sweep(0, moves, rate);
      descend(parameters, moves, rate * settings.weightDecay);
    };
  },
};

export default adam;
