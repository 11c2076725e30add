/**
 * The runs of one shard: what is in the store is answered, what is missing is trained where the
 * shard has it, and else left to the other shards.
 *
 * @module
 */
import { describeJob, type Job, jobKey } from "../jobs/mod.ts";
import { kernelHash } from "./kernel.ts";
import { Pending } from "./plan.ts";
import { type Runs, runsFrom } from "./runs.ts";
import { ownsJob, type Shard } from "./shard.ts";
import { findResult, type Store } from "./store.ts";

/**
 * Answers as far as the shard goes; a request that needs more is rejected with {@link Pending},
 * what belongs to the shard is done.
 */
export interface ShardRuns extends Runs {
  /** How many runs have been asked for that are missing and belong to other shards. */
  left(): number;
  /**
   * Waits until everything is done that was asked for, also what follows from it; a figure that one
   * request has ended may have made others.
   *
   * @throws the first error that is not {@link Pending}
   */
  settled(): Promise<void>;
}

/** A shard over a runner and its store. */
export function createShardRuns(
  { runs, store, shard, engine = kernelHash }: {
    runs: Runs;
    store: Store;
    shard: Shard;
    engine?: string;
  },
): ShardRuns {
  const left = new Set<string>();
  const asked: Promise<unknown>[] = [];
  const get = (job: Job): Promise<unknown> => {
    if (!ownsJob(shard, job)) {
      const key = jobKey(job, engine);
      if (findResult(store, job, key).state !== "found") {
        left.add(key);
        return Promise.reject(new Pending(describeJob(job)));
      }
    }
    return runs.get(job);
  };
  return {
    ...runsFrom((job) => {
      const answer = get(job);
      asked.push(answer);
      return answer;
    }),
    left: () => left.size,
    async settled() {
      for (let heard = -1; heard < asked.length;) {
        heard = asked.length;
        for (const result of await Promise.allSettled(asked)) {
          if (result.status === "fulfilled") continue;
          if (!(result.reason instanceof Pending)) throw result.reason;
        }
        // A turn of the event loop: whoever has just been answered asks for what follows.
        await new Promise((done) => setTimeout(done, 0));
      }
    },
  };
}
