/**
 * The name of a configuration: what its random streams are derived from.
 *
 * @module
 */
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import type { TrainingConfig } from "./config.ts";

/** The configuration without its learning curve, and without noise where that is 0; likewise the runs that it grows from. */
function essentials({ noise, ...config }: TrainingConfig): object {
  const { initial } = config;
  return {
    ...config,
    initial: initial.kind === "grown"
      ? { ...initial, from: essentials(initial.from) }
      : initial,
    curvePoints: 0,
    ...(noise > 0 && { noise }),
  };
}

/**
 * The run key of a configuration. How many points of the learning curve are kept changes no number, so it is left out; so is the
 * kernel, so that a faster one sees the same batches. Without noise a run is what it was before there was any.
 */
export function configKey(config: TrainingConfig): string {
  return sha256(canonicalJson(essentials(config)));
}
