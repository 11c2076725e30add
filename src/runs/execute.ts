/**
 * Does a job: the same code in a worker and in the calling thread.
 *
 * @module
 */
import { networkLoss } from "../losses/network_loss.ts";
import {
  bestPolyline,
  type Polyline,
  type PolylineOptions,
} from "../bounds/polyline/search.ts";
import type { TrainedRun, TrainingConfig } from "../training/config.ts";
import type { Engine } from "../training/engine.ts";
import { initialParameters } from "../training/initial.ts";
import type { TrainResult } from "../jobs/job.ts";

/** Something that does one job at a time. */
export interface Executor {
  /**
   * Trains one network per seed.
   *
   * @param bases per seed, the parameters that a grown network starts from, else null
   */
  train(
    config: TrainingConfig,
    seeds: readonly number[],
    bases: readonly (Float32Array | null)[],
  ): Promise<TrainResult[]>;
  /** Finds the best polyline. */
  polyline(options: PolylineOptions): Promise<Polyline>;
  /** Gives up what is running, which then never settles. */
  close(): void;
}

/** Does jobs in this thread, with the given engine. */
export function localExecutor(engine: Engine): Executor {
  return {
    async train(config, seeds, bases) {
      const initial = seeds.map((seed, i) =>
        initialParameters(config, seed, bases[i])
      );
      const runs = await engine.train(config, seeds, initial);
      return runs.map((run) => measure(config, run));
    },
    polyline: (options) => Promise.try(bestPolyline, options),
    close() {},
  };
}

/** Adds the loss, see {@link networkLoss}. */
export function measure(config: TrainingConfig, run: TrainedRun): TrainResult {
  const curve = run.curve.map(([step, mse]) => [step, finite(mse)] as const);
  if (!run.parameters.every(Number.isFinite)) {
    const loss = { mse: Infinity, fvu: Infinity };
    return { ...run, curve, loss, standardError: null, deadUnits: null };
  }
  const parameters = Float64Array.from(run.parameters);
  return { ...run, curve, ...networkLoss(config, parameters) };
}

/** A loss that overflowed or is not a number is that of a run that diverged. */
function finite(loss: number): number {
  return Number.isFinite(loss) ? loss : Infinity;
}
