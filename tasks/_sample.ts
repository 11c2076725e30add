/**
 * A sample of runs, drawn by the hash of their keys and a name: the same name draws the same
 * sample, on every machine.
 *
 * @module
 */
import { z } from "zod";
import { type Job, jobCost } from "../src/jobs/mod.ts";
import { shardKey } from "../src/runs/shard.ts";
import { sha256 } from "../src/numerics/hash.ts";
import { type Flag } from "./_flags.ts";
import { decimal } from "./_values.ts";

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
  schema: z.string()
    .regex(/^[\w.-]{1,60}$/, "give up to 60 letters, digits, dots and hyphens")
    .default(() => crypto.randomUUID()),
};

/** Some of the runs that a figure asks for. */
export interface Sample {
  readonly runs: Job[];
  /** How many these are, of how many. */
  readonly count: number;
  readonly of: number;
  /** Their share of the cost of all. */
  readonly share: number;
}

/**
 * Draws batches until they make up a share of the cost of all: at least one, and at most one more
 * than needed. A batch is what `--shard` keeps together, the seeds that train in the time of one;
 * so each can be drawn, the largest too.
 *
 * @param share in (0, 1]
 */
export function drawSample(
  asked: readonly Job[],
  share: number,
  draw: string,
): Sample {
  const batches = new Map<string, { cost: number; jobs: Job[] }>();
  for (const job of asked) {
    const key = shardKey(job);
    const batch = batches.get(key) ?? { cost: 0, jobs: [] };
    batches.set(key, batch);
    // Whole numbers, so that sums are exact in any order.
    batch.cost += jobCost(job);
    batch.jobs.push(job);
  }
  const order = [...batches].map(([key, batch]) => ({
    ...batch,
    turn: sha256(`${draw} ${key}`),
  })).sort((a, b) => (a.turn < b.turn ? -1 : 1));
  const all = order.reduce((sum, { cost }) => sum + cost, 0);
  const runs: Job[] = [];
  let cost = 0;
  for (const batch of order) {
    if (cost >= share * all) break;
    cost += batch.cost;
    runs.push(...batch.jobs);
  }
  return { runs, count: runs.length, of: asked.length, share: cost / all };
}
