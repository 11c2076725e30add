/**
 * The one way to a result: found in the store, or made on the workers and then kept there. A result
 * does not depend on the number of workers, on who asks first, on which jobs are done together or
 * on what was interrupted before.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";
import {
  describeJob,
  groupOf,
  type Job,
  jobCost,
  jobKey,
  jobKinds,
  neededBy,
} from "../jobs/mod.ts";
import { kernelHash } from "./kernel.ts";
import { type Batch, createBatches } from "./batches.ts";
import type { Executor } from "./execute.ts";
import { createPool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import { type Runs, runsFrom } from "./runs.ts";
import { findResult, type Store } from "./store.ts";
import { workerExecutor } from "./worker_executor.ts";

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
  /**
   * Ends the workers, so that the process can end. What is still asked for is rejected with {@link
   * Interrupted}.
   */
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

/**
 * Training was stopped from outside; `message` is a line that says what was kept and how to go on.
 */
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
  const made = new Map<string, Promise<unknown>>();
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
  // Once for all that is asked for in one go: "0 of 1" would say nothing about the 2000 that
  // follow.
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
  /** Work until the last job is done that needs one of a group, by the group's name. */
  const chains = new Map<string, number>();
  const noteChain = (job: Job, after: number) => {
    const chain = jobCost(job) + after;
    const { name } = groupOf(job);
    if (chain <= (chains.get(name) ?? 0)) return;
    chains.set(name, chain);
    neededBy(job).forEach((needed) => noteChain(needed, chain));
  };
  const batch: Batch = async (executor, requests) => {
    const jobs = requests.map(({ job }) => job);
    const [{ kind }] = jobs;
    try {
      const results = await executor.run(
        kind,
        jobs.map(({ spec }) => spec),
        requests.map(({ needs }) => needs),
      );
      const { result } = jobKinds.get(kind);
      requests.forEach(({ key }, i) => store.write(key, result, results[i]));
      return results;
    } catch (error) {
      throw explained(error, jobs);
    }
  };
  const enqueue = createBatches(pool, batch, (name) => chains.get(name) ?? 0);

  const one = (job: Job): Promise<unknown> => {
    const key = jobKey(job, engine);
    return once(made, key, async () => {
      const entry = findResult(store, job, key);
      if (entry.state === "found") {
        stats.found++;
        return entry.value;
      }
      if (entry.state === "damaged") {
        stats.damaged++;
        warn(`damaged run, made again: ${entry.reason}`);
      }
      const cost = jobCost(job);
      expect(cost);
      const needs = await Promise.all(neededBy(job).map(one));
      const result = await enqueue({ job, key, needs });
      finished(cost);
      return result;
    });
  };
  const runs = runsFrom((job) => {
    // Before anything starts, so that the root of a long chain does not wait behind single jobs.
    noteChain(job, 0);
    return Promise.race([one(job), stopped.promise]);
  });
  return {
    ...runs,
    stats: () => ({ ...stats }),
    close() {
      signal?.removeEventListener("abort", stop);
      progress?.finish();
      stop();
    },
  };
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

/** The error with what was attempted; one that the user can put right says so itself. */
function explained(error: unknown, jobs: readonly Job[]): Error {
  if (error instanceof UsageError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const seeds = jobs.map((job) => groupOf(job).seed)
    .filter((seed) => seed !== null);
  const which = seeds.length > 0 ? `, seeds ${seeds.join(", ")}` : "";
  const { verb } = jobKinds.get(jobs[0].kind);
  return new Error(`${verb} ${describeJob(jobs[0])}${which}: ${reason}`, {
    cause: error,
  });
}
