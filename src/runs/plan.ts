/**
 * What `--dry-run` needs: answers from the store alone, and a list of what is not in it and why.
 *
 * @module
 */
import type { PolylineOptions } from "../bounds/polyline/search.ts";
import type { TrainingConfig } from "../training/config.ts";
import { configKey } from "../training/config_key.ts";
import { kernelHash } from "./kernel.ts";
import {
  describePolyline,
  describeTraining,
  polyline as polylineSchema,
  polylineKey,
  trainKey,
  type TrainResult,
  trainResult,
} from "../jobs/job.ts";
import { forgivable, type Runs } from "./runner.ts";
import { ownsPolyline, ownsTraining, type Shard } from "./shard.ts";
import type { Entry, Store } from "./store.ts";

/** Runs that a figure would make. */
export interface PlannedRun {
  /** The configuration in a few words. */
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

  const note = (
    key: string,
    group: string,
    { what, seeds, reason }: PlannedRun,
  ) => {
    if (seen.has(key)) return;
    seen.add(key);
    const line = lines.get(`${group} ${reason}`);
    if (line !== undefined) line.seeds.push(...seeds);
    else {
      const started = { what, seeds, reason };
      lines.set(`${group} ${reason}`, started);
      missing.push(started);
    }
  };
  const find = (config: TrainingConfig, seed: number): TrainResult | null => {
    const run = configKey(config);
    const key = trainKey(engine, run, config, seed);
    const entry = store.read(key, trainResult);
    if (entry.state === "found") return entry.value;
    const { initial } = config;
    const waits = initial.kind === "grown" && find(initial.from, seed) === null;
    if (shard !== null && !ownsTraining(shard, config, seed)) return null;
    note(key, `${run}/${config.curvePoints}`, {
      what: describeTraining(config),
      seeds: [seed],
      reason: why(entry) +
        (waits ? ", nor is the run that it grows from" : ""),
    });
    return null;
  };
  const train = (config: TrainingConfig, seeds: readonly number[]) => {
    const results = seeds.map((seed) => find(config, seed));
    const found = results.filter((result) => result !== null);
    if (found.length < seeds.length) {
      throw new Pending(describeTraining(config));
    }
    return found;
  };
  const polyline = (options: PolylineOptions) => {
    const key = polylineKey(options);
    const entry = store.read(key, polylineSchema);
    if (entry.state === "found") return entry.value;
    const what = describePolyline(options);
    if (shard === null || ownsPolyline(shard, options)) {
      note(key, key, { what, seeds: [], reason: why(entry) });
    }
    throw new Pending(what);
  };
  // `Promise.try` looks at once: what is asked for together is noted before the first rejection is heard.
  return {
    missing,
    train: (config, seeds) => forgivable(Promise.try(train, config, seeds)),
    polyline: (options) => forgivable(Promise.try(polyline, options)),
  };
}

function why(entry: Exclude<Entry<unknown>, { state: "found" }>): string {
  return entry.state === "missing"
    ? "not in the store"
    : `damaged in the store (${entry.reason})`;
}
