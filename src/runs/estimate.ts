/**
 * How much a figure would train in all. What it asks for can depend on what tuning chose, so every request gets an answer:
 * that of the store where there is one, else a made-up one, which leads to requests of the same size.
 *
 * @module
 */
import type { Polyline, PolylineOptions } from "../bounds/polyline/search.ts";
import { isExact } from "../losses/exact_loss.ts";
import { LANES } from "../training/compiled/memory.ts";
import { curveSteps } from "../training/schedule.ts";
import type { TrainingConfig } from "../training/config.ts";
import { configKey } from "../training/config_key.ts";
import { initialParameters } from "../training/initial.ts";
import { kernelHash } from "./kernel.ts";
import {
  polyline as polylineSchema,
  polylineCost,
  polylineKey,
  trainingCost,
  trainKey,
  type TrainResult,
  trainResult,
} from "../jobs/job.ts";
import type { Runs } from "./runner.ts";
import { ownsPolyline, ownsTraining, type Shard } from "./shard.ts";
import type { Store } from "./store.ts";

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
  /** Expected work of the others, in the unit of `trainingCost`; a job with idle lanes counts as a full one. */
  readonly work: number;
  /**
   * Configurations whose speeds say most about all: each stands in the middle of a third of the training that is
   * missing, from small ones to large ones. Empty where nothing is to be trained.
   */
  readonly typical: readonly TrainingConfig[];
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
  const missing = new Map<string, { config: TrainingConfig; seeds: number }>();
  let found = 0, searches = 0, invented = 0;

  const find = (
    config: TrainingConfig,
    run: string,
    seed: number,
  ): TrainResult => {
    const key = trainKey(engine, run, config, seed);
    const entry = store.read(key, trainResult);
    const { initial } = config;
    const base = entry.state !== "found" && initial.kind === "grown"
      ? find(initial.from, configKey(initial.from), seed)
      : null;
    const mine = shard === null || ownsTraining(shard, config, seed);
    if (mine && !seen.has(key)) {
      seen.add(key);
      if (entry.state === "found") found++;
      else {
        const name = `${run}/${config.curvePoints}`;
        const seeds = (missing.get(name)?.seeds ?? 0) + 1;
        missing.set(name, { config, seeds });
      }
    }
    if (entry.state === "found") return entry.value;
    invented++;
    return untrained(config, seed, base);
  };
  const findPolyline = (options: PolylineOptions): Polyline => {
    const key = polylineKey(options);
    const entry = store.read(key, polylineSchema);
    const mine = shard === null || ownsPolyline(shard, options);
    if (mine && !seen.has(key)) {
      seen.add(key);
      if (entry.state === "found") found++;
      else searches += polylineCost(options);
    }
    if (entry.state === "found") return entry.value;
    invented++;
    return straight(options);
  };
  return {
    train: (config, seeds) =>
      Promise.try(() => {
        const run = configKey(config);
        return seeds.map((seed) => find(config, run, seed));
      }),
    polyline: (options) => Promise.try(findPolyline, options),
    madeUp: () => invented,
    total() {
      const jobs = [...missing.values()].map(({ config, seeds }) => ({
        config,
        work: Math.ceil(seeds / LANES) * LANES * trainingCost(config),
      })).sort((a, b) => trainingCost(a.config) - trainingCost(b.config));
      const training = jobs.reduce((sum, { work }) => sum + work, 0);
      const at = (part: number) => {
        let below = 0;
        return jobs.find(({ work }) => (below += work) >= part * training);
      };
      const typical = [1 / 6, 3 / 6, 5 / 6].map(at)
        .filter((job) => job !== undefined);
      return {
        runs: seen.size,
        found,
        work: training + searches,
        typical: typical.map(({ config }) => config),
      };
    },
  };
}

/** The network before training, said to lose as much as guessing the mean. */
function untrained(
  config: TrainingConfig,
  seed: number,
  base: TrainResult | null,
): TrainResult {
  const exact = isExact(config);
  return {
    seed,
    // Made where somebody looks.
    get parameters() {
      return initialParameters(config, seed, base?.parameters ?? null);
    },
    curve: curveSteps(config.schedule.steps, config.curvePoints)
      .map((step) => [step, 1] as const),
    loss: { mse: 1, fvu: 1 },
    standardError: exact ? null : 0,
    deadUnits: exact ? null : 0,
  };
}

/** A straight line with its kinks evenly spaced. */
function straight({ kinks, reach }: PolylineOptions): Polyline {
  return {
    kinks,
    reach,
    vertices: Array.from(
      { length: kinks + 2 },
      (_, i) => [i / (kinks + 1), 0.5] as const,
    ),
    mse: 1,
    mseError: 0,
    fvu: 1,
    start: "made up",
    improvements: 0,
  };
}
