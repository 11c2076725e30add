/**
 * How much a figure would train in all. What it asks for can depend on what tuning chose, so every
 * request gets an answer: that of the store where there is one, else a made-up one, which leads to
 * requests of the same size.
 *
 * @module
 */
import {
  groupOf,
  type Job,
  jobCost,
  jobKey,
  jobKinds,
  neededBy,
} from "../jobs/mod.ts";
import { kernelHash } from "./kernel.ts";
import { type Runs, runsFrom } from "./runs.ts";
import { ownsJob, type Shard } from "./shard.ts";
import { findResult, type Store } from "./store.ts";

/** Counts what is asked for. What it answers must not outlive it: no snapshot, no store. */
export interface Estimator extends Runs {
  /** What has been asked for so far. */
  total(): Estimate;
  /** How many answers were made up so far. */
  madeUp(): number;
}

/** Runs that have been asked for, each counted once. */
export interface Estimate {
  readonly runs: number;
  /** How many of them are in the store. */
  readonly found: number;
  /**
   * Expected work of the others, in the unit of `JobKind.cost`; a batch with idle lanes counts as a
   * full one.
   */
  readonly work: number;
  /**
   * Jobs whose speeds say most about all: each stands in the middle of a third of the work that is
   * missing, from small ones to large ones, of kinds that have a `pace`. Empty where nothing of
   * these is missing.
   */
  readonly typical: readonly Job[];
}

/** An estimator over a store, which it only reads; with a shard, it counts only what that has. */
export function createEstimator(
  { store, shard = null, engine = kernelHash }: {
    store: Store;
    shard?: Shard | null;
    engine?: string;
  },
): Estimator {
  const seen = new Set<string>();
  const missing = new Map<string, { job: Job; count: number }>();
  let found = 0, invented = 0;

  const find = (job: Job): unknown => {
    const key = jobKey(job, engine);
    const kind = jobKinds.get(job.kind);
    const entry = findResult(store, job, key);
    const needs = entry.state === "found" ? [] : neededBy(job).map(find);
    const mine = shard === null || ownsJob(shard, job);
    if (mine && !seen.has(key)) {
      seen.add(key);
      if (entry.state === "found") found++;
      else {
        const { name } = groupOf(job);
        const batch = missing.get(name);
        if (batch === undefined) missing.set(name, { job, count: 1 });
        else batch.count++;
      }
    }
    if (entry.state === "found") return entry.value;
    invented++;
    return kind.madeUp(job.spec, needs);
  };
  return {
    ...runsFrom((job) => Promise.try(find, job)),
    madeUp: () => invented,
    total() {
      const batches = [...missing.values()].map(({ job, count }) => {
        const { lanes } = groupOf(job);
        const cost = jobCost(job);
        return { job, cost, work: Math.ceil(count / lanes) * lanes * cost };
      });
      const workOf = (some: typeof batches) =>
        some.reduce((sum, { work }) => sum + work, 0);
      const timed = batches
        .filter(({ job }) => jobKinds.get(job.kind).pace !== undefined)
        .sort((a, b) => a.cost - b.cost);
      const at = (part: number) => {
        let below = 0;
        return timed.find(({ work }) =>
          (below += work) >= part * workOf(timed)
        );
      };
      return {
        runs: seen.size,
        found,
        work: workOf(batches),
        typical: [1 / 6, 3 / 6, 5 / 6].map(at)
          .flatMap((batch) => batch === undefined ? [] : [batch.job]),
      };
    },
  };
}
