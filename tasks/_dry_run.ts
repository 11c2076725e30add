/**
 * The flag `--dry-run`: what would train and why, and what that costs.
 *
 * @module
 */
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import { createEstimator, type Estimator } from "../src/runs/estimate.ts";
import { createPlanner, Pending } from "../src/runs/plan.ts";
import type { Shard } from "../src/runs/shard.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import { openStore, type Store } from "../src/runs/store.ts";
import { costLine } from "./_cost.ts";
import type { Layout } from "./_layout.ts";
import { shardName } from "./_shard.ts";
import type { Terminal } from "./_task.ts";

/** What is asked: which profile, which part of it, with how many workers. */
interface Asked {
  readonly profile: ProfileName;
  readonly shard: Shard | null;
  readonly jobs: number;
}

/** Says what the figures would train, one after the other, and what all of it costs. */
export async function dryRun(
  figures: readonly Figure[],
  { profile, shard, jobs }: Asked,
  terminal: Terminal,
  layout: Layout,
): Promise<void> {
  const store = openStore(layout.store, "read");
  const estimator = createEstimator({ store, shard });
  for (const figure of figures) {
    const before = estimator.madeUp();
    await count(figure, profile, estimator, terminal);
    if (estimator.madeUp() === before) terminal.print(idle(figure));
    else await plan(figure, { profile, shard, store }, terminal);
  }
  const part = shard === null ? "" : `, ${shardName(shard)}`;
  const name = `profile ${profile}${part}`;
  const now = () => performance.now();
  terminal.print(await costLine(name, estimator.total(), jobs, now));
}

const idle = ({ id }: Figure) =>
  `${id}: nothing to train, all runs are in the store`;

/** Says what a figure would train next. */
async function plan(
  figure: Figure,
  { profile, shard, store }: Omit<Asked, "jobs"> & { store: Store },
  terminal: Terminal,
): Promise<void> {
  const { missing, get, train } = createPlanner({ store, shard });
  const who = shard === null ? "" : `${shardName(shard)} `;
  let more = "";
  try {
    await figure.rows({ profile, get, train });
  } catch (error) {
    if (!(error instanceof Pending)) throw error;
    more = "; what follows from these is known when they are trained";
  }
  const runs = missing.reduce(
    (sum, { seeds }) => sum + Math.max(seeds.length, 1),
    0,
  );
  terminal.print(
    runs === 0
      ? `${figure.id}: nothing to train before other shards have trained`
      : `${figure.id}: ${who}would train ${runs} runs${more}`,
  );
  for (const { what, seeds, reason } of missing) {
    const which = seeds.length > 0 ? `, seeds ${seeds.join(" ")}` : "";
    terminal.print(`  ${what}${which}: ${reason}`);
  }
}

/** Counts all that a figure asks for. Its rows come from made-up results and are thrown away. */
async function count(
  figure: Figure,
  profile: ProfileName,
  { get, train }: Estimator,
  terminal: Terminal,
): Promise<void> {
  try {
    await figure.rows({ profile, get, train });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { message } = error as Error;
    terminal.remark(
      `${figure.id}: counted only until made-up results would not do: ${message}`,
    );
  }
}
