/**
 * Whether the parts of a configuration fit together, and which of its parameters are trained.
 *
 * @module
 */
import { featureDistribution } from "../features/kinds/names.ts";
import { checkSource } from "../losses/source.ts";
import { terms } from "../losses/terms/mod.ts";
import { activations } from "../networks/activations/mod.ts";
import {
  type Architecture,
  checkArchitecture,
  parameterOffsets,
} from "../networks/network.ts";
import { read, settingsIn } from "../numerics/tagged.ts";
import { checkBatches } from "./batches.ts";
import { decayShapes, type TrainingConfig } from "./config.ts";
import { optimisers } from "./optimisers/mod.ts";

/** A power of 2 beyond anybody's memory. */
const mostGrowth = 2 ** 16;

/**
 * Refuses a configuration whose parts do not fit together. Every engine asks before it trains.
 *
 * @throws {RangeError} naming the field, its value and the remedy
 */
export function checkConfig(config: TrainingConfig): void {
  const { architecture, data, fixed, noise, objective, source } = config;
  // An engine would not notice: without its group a sampler draws nothing but zeros, for ever.
  read(featureDistribution, data, "data");
  if (!(noise >= 0 && noise < Infinity)) {
    throw new RangeError(`noise is ${noise}: use a number of at least 0`);
  }
  for (const field of ["steps", "batch"] as const) {
    const value = config.schedule[field];
    if (Number.isInteger(value) && value >= 1) continue;
    throw new RangeError(
      `schedule.${field} is ${value}: use a whole number of at least 1`,
    );
  }
  const { averaged, growth, shape, steps } = config.schedule;
  if (!(Number.isInteger(growth) && growth >= 1 && mostGrowth % growth === 0)) {
    throw new RangeError(
      `schedule.growth is ${growth}: use a power of 2 up to ${mostGrowth}, 1 for batches of one size`,
    );
  }
  if (!(Number.isInteger(averaged) && averaged >= 0 && averaged <= steps)) {
    throw new RangeError(
      `schedule.averaged is ${averaged} of ${steps} steps: use a whole number of at least 0 and at most schedule.steps`,
    );
  }
  if (!decayShapes.includes(shape)) {
    throw new RangeError(
      `schedule.shape is ${shape}: use ${decayShapes.join(" or ")}`,
    );
  }
  checkBatches(config);
  // Nothing is filled in here: what is missing would have no place in the name of the run.
  for (
    const [table, settings] of [
      [optimisers, config.optimiser] as const,
      ...objective.map((term) => [terms, term] as const),
    ]
  ) {
    const complete = read(settingsIn(table), settings, table.what);
    for (const field of Object.keys(complete)) {
      if (!(field in settings)) {
        throw new RangeError(
          `${field} of the ${table.what} ${settings.kind} is missing: make the configuration with configure`,
        );
      }
    }
  }
  checkArchitecture(architecture);
  for (const { activation } of architecture.layers) activations.get(activation);
  checkSource(source, data, architecture);
  const { features, importance } = data;
  if (importance !== null && importance.length !== features) {
    throw new RangeError(
      `data.importance has ${importance.length} numbers for ${features} features: give one for each, or null`,
    );
  }
  const errors = objective.filter(({ kind }) => kind === "mse");
  if (errors.length !== 1) {
    throw new RangeError(
      `objective has ${errors.length} terms of kind mse: give it exactly one, penalties come beside it`,
    );
  }
  const last = architecture.layers.length - 1;
  fixed.forEach((layer, i) => {
    if (
      !Number.isInteger(layer) || layer < 0 || layer > last ||
      i > 0 && layer <= fixed[i - 1]
    ) {
      throw new RangeError(
        `fixed is [${
          fixed.join(", ")
        }]: name layers 0 to ${last}, each once, in order`,
      );
    }
  });
}

/**
 * Which parameters training may change, in the order of `parameterOffsets`: 1, or 0 for those that
 * a fixed layer reads. A tied layer reads its partner's weights, so either of the two holds them.
 */
export function trainable(
  architecture: Architecture,
  fixed: readonly number[],
): Uint8Array {
  const { layers, length } = parameterOffsets(architecture);
  const mask = new Uint8Array(length).fill(1);
  for (const l of fixed) {
    const { inputs, outputs } = architecture.layers[l];
    const { weights, bias } = layers[l];
    mask.fill(0, weights, weights + inputs * outputs);
    if (bias !== null) mask.fill(0, bias, bias + outputs);
  }
  return mask;
}
