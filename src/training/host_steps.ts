/**
 * What the host does with the gradient of a batch: penalties, and the step of any optimiser.
 *
 * @module
 */
import { terms } from "../losses/terms/mod.ts";
import { trainable } from "./check_config.ts";
import type { TrainingConfig } from "./config.ts";
import { trainedMatrices } from "./matrices.ts";
import { optimisers } from "./optimisers/mod.ts";
import { learningRateAt } from "./schedule.ts";

/**
 * The steps of one training: each changes the parameters in place, given the gradient of the mse,
 * to which it adds that of the penalties. Parameters of fixed layers stay as they are, bit for bit.
 *
 * @throws {RangeError} for an optimiser or a term that is unknown
 */
export function hostSteps(
  config: TrainingConfig,
): (parameters: Float32Array, gradient: Float32Array, step: number) => void {
  const { architecture, fixed, objective, optimiser, schedule } = config;
  const mask = trainable(architecture, fixed);
  const penalties = objective.flatMap((settings) => {
    const term = terms.get(settings.kind);
    return term.penalty ? [{ term, settings }] : [];
  });
  const take = optimisers.get(optimiser.kind)
    .start(optimiser, mask.length, trainedMatrices(config));
  const held = fixed.length > 0 ? new Float32Array(mask.length) : null;
  return (parameters, gradient, step) => {
    for (const { term, settings } of penalties) {
      term.penalty!(settings, architecture, parameters, gradient);
    }
    held?.set(parameters);
    // An optimiser may look at the whole gradient: what is held has no part in it.
    if (held !== null) gradient.forEach((g, i) => gradient[i] = mask[i] && g);
    take(parameters, gradient, learningRateAt(schedule, step), step);
    if (held === null) return;
    mask.forEach((trained, i) => {
      if (trained === 0) parameters[i] = held[i];
    });
  };
}
