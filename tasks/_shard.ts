/**
 * The flag `--shard`: trains a part of what the figures ask for, and draws nothing. What a figure
 * reports can depend on what tuning chose, so shards meet in rounds: each trains its part, the
 * stores are merged, and the command runs again.
 *
 * @module
 */
import { z } from "zod";
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import { Pending } from "../src/runs/plan.ts";
import type { Shard } from "../src/runs/shard.ts";
import type { ShardRuns } from "../src/runs/shard_runs.ts";
import type { Flag } from "./_flags.ts";

/** `--shard i/k`, null where it is not given. */
export const shardFlag: Flag<Shard | null> = {
  value: "i/k",
  help: "trains only part i of k and draws nothing; stores merge by copying",
  schema: z.string().transform((text, context) => {
    const match = text.match(/^(\d+)\/(\d+)$/);
    const [part, parts] = (match ?? []).slice(1).map(Number);
    if (match !== null && Number.isSafeInteger(parts)) {
      if (1 <= part && part <= parts) return { part, parts };
    }
    context.addIssue("give i/k with whole numbers, 1 ≤ i ≤ k, e.g. 1/2");
    return z.NEVER;
  }).optional().transform((shard) => shard ?? null),
};

/** A shard as the flag names it. */
export function shardName({ part, parts }: Shard): string {
  return `shard ${part}/${parts}`;
}

/**
 * Trains a shard's part of what one figure needs; returns the line that says whether anything is
 * left.
 */
export async function fillStore(
  figure: Figure,
  profile: ProfileName,
  { get, train, settled }: ShardRuns,
): Promise<string> {
  try {
    await figure.rows({ profile, get, train });
  } catch (error) {
    if (!(error instanceof Pending)) throw error;
    await settled();
    return `${figure.id}: waits for other shards`;
  }
  return `${figure.id}: all runs are in the store`;
}

/** What a shard has done, and how to go on. */
export function shardSummary(
  shard: Shard,
  trained: number,
  left: number,
): string {
  const done = `${shardName(shard)}: trained ${trained} runs`;
  return left === 0
    ? `${done}, nothing is left to other shards; without --shard the figures are drawn`
    : `${done}, left ${left} to other shards; merge the stores (copy the files of .pleat/store), ` +
      "then the same command goes on";
}
