/**
 * What `--dry-run` needs: answers from the store alone, and a list of what is not in it and why.
 *
 * @module
 */
import {
  describeJob,
  groupOf,
  type Job,
  jobKey,
  jobKinds,
  neededBy,
} from "../jobs/mod.ts";
import { kernelHash } from "./kernel.ts";
import { type Runs, runsFrom } from "./runs.ts";
import { ownsJob, type Shard } from "./shard.ts";
import { type Entry, findResult, type Store } from "./store.ts";

/** Runs that a figure would make. */
export interface PlannedRun {
  /** The job in a few words. */
  readonly what: string;
  /** Empty where the result has no seed. */
  readonly seeds: number[];
  /** Why the store cannot answer. */
  readonly reason: string;
}

/** Answers from the store; otherwise notes what is missing and rejects with {@link Pending}. */
export interface Planner extends Runs {
  /** What has been asked for and is missing, in the order of asking, each run once. */
  readonly missing: readonly PlannedRun[];
}

/** A result is not there yet; what a figure asks for after it is not known before it is. */
export class Pending extends Error {
  /** The class, for stacks. */
  override name = "Pending";
}

/** A planner over a store, which it only reads; with a shard, it lists only what that has. */
export function createPlanner(
  { store, shard = null, engine = kernelHash }: {
    store: Store;
    shard?: Shard | null;
    engine?: string;
  },
): Planner {
  const missing: PlannedRun[] = [];
  const lines = new Map<string, PlannedRun>();
  const seen = new Set<string>();

  const note = (job: Job, key: string, reason: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    const { name, seed } = groupOf(job);
    const seeds = seed === null ? [] : [seed];
    const line = lines.get(`${name} ${reason}`);
    if (line !== undefined) line.seeds.push(...seeds);
    else {
      const started = { what: describeJob(job), seeds, reason };
      lines.set(`${name} ${reason}`, started);
      missing.push(started);
    }
  };
  const find = (job: Job): Entry<unknown> => {
    const key = jobKey(job, engine);
    const { needs } = jobKinds.get(job.kind);
    const entry = findResult(store, job, key);
    if (entry.state === "found") return entry;
    const waits = neededBy(job).map(find)
      .some(({ state }) => state !== "found");
    if (shard === null || ownsJob(shard, job)) {
      note(job, key, why(entry) + (waits ? `, nor is ${needs!.name}` : ""));
    }
    return entry;
  };
  return {
    missing,
    // `Promise.try` looks at once: what is asked for together is noted before the first rejection
    // is heard.
    ...runsFrom((job) =>
      Promise.try(() => {
        const entry = find(job);
        if (entry.state === "found") return entry.value;
        throw new Pending(describeJob(job));
      })
    ),
  };
}

function why(entry: Exclude<Entry<unknown>, { state: "found" }>): string {
  return entry.state === "missing"
    ? "not in the store"
    : `damaged in the store (${entry.reason})`;
}
