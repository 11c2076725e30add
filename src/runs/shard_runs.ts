/**
 * The runs of one shard: what is in the store is answered, what is missing is trained where the shard has it, and else
 * left to the other shards.
 *
 * @module
 */
import { configKey } from "../training/config_key.ts";
import { kernelHash } from "./kernel.ts";
import {
  describePolyline,
  describeTraining,
  polyline as polylineSchema,
  polylineKey,
  trainKey,
  trainResult,
} from "../jobs/job.ts";
import { Pending } from "./plan.ts";
import { forgivable, type Runs } from "./runner.ts";
import { ownsPolyline, ownsTraining, type Shard } from "./shard.ts";
import type { Store } from "./store.ts";

/** Answers as far as the shard goes; a request that needs more is rejected with {@link Pending}, its own part trained. */
export interface ShardRuns extends Runs {
  /** How many runs have been asked for that are missing and belong to other shards. */
  left(): number;
  /**
   * Waits until everything is done that was asked for, also what follows from it; a figure that one request has ended
   * may have made others.
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
  const note = <T>(answer: Promise<T>): Promise<T> => {
    asked.push(answer);
    return forgivable(answer);
  };
  const leave = (key: string): false => {
    left.add(key);
    return false;
  };

  const train: Runs["train"] = async (config, seeds) => {
    const run = configKey(config);
    const here = seeds.filter((seed) => {
      if (ownsTraining(shard, config, seed)) return true;
      const key = trainKey(engine, run, config, seed);
      return store.read(key, trainResult).state === "found" || leave(key);
    });
    const results = await runs.train(config, here);
    if (here.length < seeds.length) throw new Pending(describeTraining(config));
    return results;
  };
  const polyline: Runs["polyline"] = async (options) => {
    const key = polylineKey(options);
    const here = ownsPolyline(shard, options) ||
      store.read(key, polylineSchema).state === "found" || leave(key);
    if (!here) throw new Pending(describePolyline(options));
    return await runs.polyline(options);
  };
  return {
    train: (config, seeds) => note(train(config, seeds)),
    polyline: (options) => note(polyline(options)),
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
