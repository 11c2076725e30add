/**
 * What a figure or a task sees of all this: it asks for a job and is promised its result. Runners,
 * plans, estimates, shards and ledgers each answer in their own way.
 *
 * @module
 */
import type { Job } from "../jobs/mod.ts";
import { trainingJob } from "../jobs/training.ts";
import type { TrainingConfig } from "../training/config.ts";
import type { TrainResult } from "../training/result.ts";

/** What a figure or a task can ask for. */
export interface Runs {
  /** The result of any job. */
  get<Result>(job: Job<Result>): Promise<Result>;
  /** One trained network per seed, in the order of the seeds. */
  train(
    config: TrainingConfig,
    seeds: readonly number[],
  ): Promise<TrainResult[]>;
}

/**
 * Runs from a function that answers jobs. Whatever is asked for in one go must be noted before the
 * first of it is answered, so the function has to begin its work at once.
 */
export function runsFrom(get: (job: Job) => Promise<unknown>): Runs {
  const answer: Runs["get"] = <Result>(job: Job<Result>) =>
    forgivable(get(job) as Promise<Result>);
  return {
    get: answer,
    train: (config, seeds) =>
      forgivable(
        Promise.all(seeds.map((seed) => answer(trainingJob(config, seed)))),
      ),
  };
}

/**
 * The same promise, whose rejection need not be caught: a caller that has made several requests
 * gives up on all of them at the first error.
 */
export function forgivable<T>(result: Promise<T>): Promise<T> {
  result.catch(() => {});
  return result;
}
