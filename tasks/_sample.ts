/**
 * A sample of runs, drawn by the hash of their keys and a name: the same name draws the same sample, on every machine.
 *
 * @module
 */
import { z } from "zod";
import { trainingCost } from "../src/jobs/job.ts";
import { shardKey } from "../src/runs/shard.ts";
import type { TrainingConfig } from "../src/training/config.ts";
import { sha256 } from "../src/numerics/hash.ts";
import { decimal, type Flag } from "./_flags.ts";

/** `--share`: how much of a full profile is trained, by cost. */
export const shareFlag: Flag<number> = {
  value: "x",
  help: "trains this share of a full profile's cost, in (0, 1]",
  default: "0.02",
  schema: decimal("a number above 0, at most 1", (x) => 0 < x && x <= 1)
    .default(0.02),
};

/** `--draw`: names the sample. */
export const drawFlag: Flag<string> = {
  value: "text",
  help: "names the sample of a full profile that is trained",
  default: "another one every time",
  schema: z.string().default(() => crypto.randomUUID()),
};

/** Runs of one configuration. */
export interface Asked {
  readonly config: TrainingConfig;
  readonly seeds: readonly number[];
}

/** Some of the runs that a figure asks for. */
export interface Sample {
  readonly runs: Asked[];
  /** How many runs these are, of how many. */
  readonly count: number;
  readonly of: number;
  /** Their share of the cost of all. */
  readonly share: number;
}

/**
 * Draws jobs until they make up a share of the cost of all: at least one, and at most one more than needed. A job is
 * what `--shard` keeps together, the seeds that train in the time of one; so each can be drawn, the largest too.
 *
 * @param share in (0, 1]
 */
export function drawSample(
  asked: readonly Asked[],
  share: number,
  draw: string,
): Sample {
  const jobs = new Map<string, { cost: number; runs: Asked[] }>();
  for (const { config, seeds } of asked) {
    for (const seed of seeds) {
      const key = shardKey(config, seed);
      const job = jobs.get(key) ?? { cost: 0, runs: [] };
      jobs.set(key, job);
      // Whole numbers, so that sums are exact in any order.
      job.cost += trainingCost(config);
      job.runs.push({ config, seeds: [seed] });
    }
  }
  const order = [...jobs].map(([key, job]) => ({
    ...job,
    turn: sha256(`${draw} ${key}`),
  })).sort((a, b) => (a.turn < b.turn ? -1 : 1));
  const all = order.reduce((sum, { cost }) => sum + cost, 0);
  const runs: Asked[] = [];
  let cost = 0;
  for (const job of order) {
    if (cost >= share * all) break;
    cost += job.cost;
    runs.push(...job.runs);
  }
  return {
    runs,
    count: runs.length,
    of: order.reduce((sum, job) => sum + job.runs.length, 0),
    share: cost / all,
  };
}
