/**
 * The one way to a result: found in the store, or trained on the workers and then kept there. A result does not depend
 * on the number of workers, on who asks first, on which seeds train together or on what was interrupted before.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";
import type { Polyline, PolylineOptions } from "../bounds/polyline/search.ts";
import { kernelHash } from "./kernel.ts";
import type { TrainingConfig } from "../training/config.ts";
import { configKey } from "../training/config_key.ts";
import { createBatches, type TrainJob } from "./batches.ts";
import type { Executor } from "./execute.ts";
import {
  describePolyline,
  describeTraining,
  polyline as polylineSchema,
  polylineCost,
  polylineKey,
  trainingCost,
  trainKey,
  type TrainResult,
  trainResult,
} from "../jobs/job.ts";
import { createPool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import type { Store } from "./store.ts";
import { workerExecutor } from "./worker_executor.ts";

/** What a figure or a task can ask for. */
export interface Runs {
  /** One result per seed, in the order of the seeds. */
  train(
    config: TrainingConfig,
    seeds: readonly number[],
  ): Promise<TrainResult[]>;
  /** The best polyline found. */
  polyline(options: PolylineOptions): Promise<Polyline>;
}

/** How many results came from where. */
export interface RunnerStats {
  /** Made in this process. */
  readonly trained: number;
  /** Read from the store. */
  readonly found: number;
  /** Made again because their entry was damaged; counted in `trained` as well. */
  readonly damaged: number;
}

/** Answers requests until it is closed. */
export interface Runner extends Runs {
  /** What has been answered so far, and from where. */
  stats(): RunnerStats;
  /** Ends the workers, so that the process can end. What is still asked for is rejected with {@link Interrupted}. */
  close(): void;
}

/** What a runner works with. */
export interface RunnerOptions {
  /** Where results are found and kept. */
  readonly store: Store;
  /** Told of what is trained; none means silence. */
  readonly progress?: Progress;
  /** Takes one line about a damaged entry, e.g. to stderr. */
  readonly warn: (line: string) => void;
  /** Aborting it ends the workers at once and rejects all requests with {@link Interrupted}. */
  readonly signal?: AbortSignal;
  /** What does the jobs; default {@link compiledWorkers}, one per core. */
  readonly executors?: readonly Executor[];
  /** Names what computes, as a part of every key; default the hash of the kernel. */
  readonly engine?: string;
}

/** Training was stopped from outside; `message` is a line that says what was kept and how to go on. */
export class Interrupted extends Error {
  /** The class, for stacks. */
  override name = "Interrupted";
}

/** Workers that run the compiled kernel; they start when there is something to train. */
export function compiledWorkers(
  count: number = navigator.hardwareConcurrency,
): Executor[] {
  const module = new URL("./worker.ts", import.meta.url);
  return Array.from({ length: count }, () => workerExecutor(module));
}

/** A runner over a store. Close it, or its workers keep the process alive. */
export function createRunner(options: RunnerOptions): Runner {
  const { store, progress, warn, signal } = options;
  const executors = options.executors ?? compiledWorkers();
  const engine = options.engine ?? kernelHash;
  const pool = createPool(executors);
  const trained = new Map<string, Promise<TrainResult>>();
  const polylines = new Map<string, Promise<Polyline>>();
  const stats = { trained: 0, found: 0, damaged: 0 };
  const state = { done: 0, total: 0, unitsDone: 0, unitsTotal: 0 };
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});

  const stop = () => {
    pool.stop();
    executors.forEach((executor) => executor.close());
    const { location } = store;
    stopped.reject(
      new Interrupted(
        `interrupted after ${state.done} of ${state.total} runs: ` +
          (location === null
            ? "nothing is kept, the same command starts again from nothing"
            : `finished runs are kept in "${location}", the same command goes on from there`),
      ),
    );
  };
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);

  let reporting = false;
  // Once for all that is asked for in one go: "0 of 1" would say nothing about the 2000 that follow.
  const report = () => {
    if (reporting) return;
    reporting = true;
    queueMicrotask(() => {
      reporting = false;
      progress?.update({ ...state });
    });
  };
  const expect = (units: number) => {
    state.total++;
    state.unitsTotal += units;
    report();
  };
  const finished = (units: number) => {
    stats.trained++;
    state.done++;
    state.unitsDone += units;
    report();
  };
  /** Work until the last run that grows from a configuration is finished, by name. */
  const chains = new Map<string, number>();
  const noteChain = (config: TrainingConfig, run: string, after: number) => {
    const chain = trainingCost(config) + after;
    const name = batchName(config, run);
    if (chain <= (chains.get(name) ?? 0)) return;
    chains.set(name, chain);
    const { initial } = config;
    if (initial.kind !== "grown") return;
    noteChain(initial.from, configKey(initial.from), chain);
  };
  const job: TrainJob = async (executor, config, requests) => {
    const seeds = requests.map(({ seed }) => seed);
    try {
      const bases = requests.map(({ base }) => base);
      const results = await executor.train(config, seeds, bases);
      requests.forEach(({ key }, i) =>
        store.write(key, trainResult, results[i])
      );
      return results;
    } catch (error) {
      const what = `training ${describeTraining(config)}, seeds ${
        seeds.join(", ")
      }`;
      throw explained(error, what);
    }
  };
  const enqueue = createBatches(pool, job, (name) => chains.get(name) ?? 0);
  const find: Store["read"] = (key, schema) => {
    const entry = store.read(key, schema);
    if (entry.state === "found") stats.found++;
    if (entry.state === "damaged") {
      stats.damaged++;
      warn(`damaged run, made again: ${entry.reason}`);
    }
    return entry;
  };

  const one = (
    config: TrainingConfig,
    run: string,
    seed: number,
  ): Promise<TrainResult> => {
    const key = trainKey(engine, run, config, seed);
    return once(trained, key, async () => {
      const entry = find(key, trainResult);
      if (entry.state === "found") return entry.value;
      const { initial } = config;
      const cost = trainingCost(config);
      expect(cost);
      const grown = initial.kind === "grown"
        ? await one(initial.from, configKey(initial.from), seed)
        : null;
      const base = grown?.parameters ?? null;
      const name = batchName(config, run);
      const result = await enqueue(name, config, { seed, key, base });
      finished(cost);
      return result;
    });
  };
  const findPolyline = (wanted: PolylineOptions): Promise<Polyline> => {
    const key = polylineKey(wanted);
    return once(polylines, key, async () => {
      const entry = find(key, polylineSchema);
      if (entry.state === "found") return entry.value;
      const cost = polylineCost(wanted);
      expect(cost);
      const result = await submitPolyline(wanted, key, cost);
      finished(cost);
      return result;
    });
  };
  const submitPolyline = (
    wanted: PolylineOptions,
    key: string,
    cost: number,
  ): Promise<Polyline> => {
    const { promise, resolve, reject } = Promise.withResolvers<Polyline>();
    pool.submit({
      cost: () => cost,
      async run(executor) {
        try {
          const result = await executor.polyline(wanted);
          store.write(key, polylineSchema, result);
          resolve(result);
        } catch (error) {
          reject(explained(error, describePolyline(wanted)));
        }
      },
    });
    return promise;
  };
  const untilStopped = <T>(result: Promise<T>): Promise<T> =>
    forgivable(Promise.race([result, stopped.promise]));
  return {
    train(config, seeds) {
      const run = configKey(config);
      // Before anything starts, so that the root of a long chain does not wait behind single runs.
      noteChain(config, run, 0);
      return untilStopped(
        Promise.all(seeds.map((seed) => one(config, run, seed))),
      );
    },
    polyline: (wanted) => untilStopped(findPolyline(wanted)),
    stats: () => ({ ...stats }),
    close() {
      signal?.removeEventListener("abort", stop);
      progress?.finish();
      stop();
    },
  };
}

/** Runs of one name differ in nothing but the seed. */
function batchName({ curvePoints }: TrainingConfig, run: string): string {
  return `${run}/${curvePoints}`;
}

/** The promise under a key, made at the first call: equal requests are one. */
function once<T>(
  made: Map<string, Promise<T>>,
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  let result = made.get(key);
  if (result === undefined) {
    result = make();
    made.set(key, result);
  }
  return result;
}

/**
 * The same promise, whose rejection need not be caught: a caller that has made several requests gives up on all of them
 * at the first error.
 */
export function forgivable<T>(result: Promise<T>): Promise<T> {
  result.catch(() => {});
  return result;
}

/** The error with what was attempted; one that the user can put right says so itself. */
function explained(error: unknown, what: string): Error {
  if (error instanceof UsageError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`${what}: ${reason}`, { cause: error });
}
