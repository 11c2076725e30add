/** Networks as training starts from them, and what they read. */
import { drawFeatures } from "../../src/features/mod.ts";
import { randomStream } from "../../src/numerics/random.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";

/** A config and the network that one seed of it starts from. */
export function start(
  config: TrainingConfig,
  seed: number,
  base?: Float32Array,
) {
  const values = initialParameters(config, seed, base ?? null);
  const parameters = Float64Array.from(values);
  return { architecture: config.architecture, parameters };
}

/** Dense samples of the data. */
export function samples(config: TrainingConfig, count: number): Float32Array[] {
  const random = randomStream("initial test", 0, "samples");
  return Array.from({ length: count }, () => drawFeatures(config.data, random));
}
