/**
 * Gathers seeds of one configuration into jobs: the engine trains four seeds in the time of one, whoever asked for them.
 *
 * @module
 */
import { LANES } from "../training/compiled/memory.ts";
import type { TrainingConfig } from "../training/config.ts";
import type { Executor } from "./execute.ts";
import type { TrainResult } from "../jobs/job.ts";
import type { Pool } from "./pool.ts";

/** One seed to be trained. */
export interface SeedRequest {
  /** Which seed. */
  readonly seed: number;
  /** The key of the result in the store. */
  readonly key: string;
  /** Parameters that a grown network starts from, else null. */
  readonly base: Float32Array | null;
}

interface Waiting extends SeedRequest {
  readonly resolve: (result: TrainResult) => void;
  readonly reject: (error: unknown) => void;
}

interface Group {
  readonly waiting: Waiting[];
  /** Jobs in the pool's queue. */
  jobs: number;
}

/** Does a job and keeps its results, which come in the order of the seeds. */
export type TrainJob = (
  executor: Executor,
  config: TrainingConfig,
  seeds: readonly SeedRequest[],
) => Promise<TrainResult[]>;

/**
 * A queue of single seeds before a pool. Equal `name`s must mean equal configurations; their seeds may share a job.
 *
 * @param cost of a job under a name, asked whenever the pool chooses
 */
export function createBatches(
  pool: Pool<Executor>,
  job: TrainJob,
  cost: (name: string) => number,
): (
  name: string,
  config: TrainingConfig,
  request: SeedRequest,
) => Promise<TrainResult> {
  const groups = new Map<string, Group>();

  const run = async (
    executor: Executor,
    config: TrainingConfig,
    seeds: readonly Waiting[],
  ) => {
    try {
      const results = await job(executor, config, seeds);
      seeds.forEach(({ resolve }, i) => resolve(results[i]));
    } catch (error) {
      seeds.forEach(({ reject }) => reject(error));
    }
  };
  return (name, config, request) => {
    const group = groups.get(name) ?? { waiting: [], jobs: 0 };
    groups.set(name, group);
    const { promise, resolve, reject } = Promise.withResolvers<TrainResult>();
    group.waiting.push({ ...request, resolve, reject });
    // A job takes its seeds when it starts, so that seeds which come later can still fill it up.
    if (LANES * group.jobs < group.waiting.length) {
      group.jobs++;
      pool.submit({
        cost: () => cost(name),
        run(executor) {
          group.jobs--;
          return run(executor, config, group.waiting.splice(0, LANES));
        },
      });
    }
    return promise;
  };
}
