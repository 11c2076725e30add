/**
 * What an engine is: something that fits a configuration for some seeds. The compiled kernel makes
 * every snapshot; tfjs is the oracle that it is held to.
 *
 * @module
 */
import type { TrainedRun, TrainingConfig } from "./config.ts";

/** Fits networks; `initial` and `TrainedRun` share the order of `parameterOffsets`. */
export interface Engine {
  readonly name: "compiled" | "tfjs";
  /**
   * Trains one network per seed. A seed's result does not depend on the other seeds of the call.
   *
   * @param initial the starting parameters of every seed, from `initialParameters`
   */
  train(
    config: TrainingConfig,
    seeds: readonly number[],
    initial: readonly Float32Array[],
  ): Promise<TrainedRun[]>;
}
