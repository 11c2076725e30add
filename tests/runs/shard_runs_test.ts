import { assertEquals, assertRejects } from "@std/assert";
import { createPlanner, Pending } from "../../src/runs/plan.ts";
import { createRunner } from "../../src/runs/runner.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { trainingJob } from "../../src/jobs/training.ts";
import { ownsJob } from "../../src/runs/shard.ts";
import { createShardRuns } from "../../src/runs/shard_runs.ts";
import { memoryStore } from "../../src/runs/store.ts";
import { POLYLINE_SEARCH } from "../../src/bounds/polyline/search.ts";
import {
  fakeResult,
  type Log,
  recordingExecutor,
  smallConfig,
} from "./_runs.ts";

const engine = "fake";
const shard = { part: 1, parts: 2 };
const config = smallConfig();
const seeds = Array.from({ length: 32 }, (_, seed) => seed);
const mine = seeds.filter((seed) => ownsJob(shard, trainingJob(config, seed)));
const others = seeds.filter((seed) => !mine.includes(seed));

function fakeShard(store = memoryStore()) {
  const log: Log = [];
  const runner = createRunner({
    store,
    engine,
    executors: [recordingExecutor(log)],
    warn: (line) => {
      throw new Error(line);
    },
  });
  const runs = createShardRuns({ runs: runner, store, shard, engine });
  return { runner, runs, log, store };
}

Deno.test("a shard trains its own seeds, whole jobs, and leaves the others, each once", async () => {
  const { runner, runs, log } = fakeShard();
  assertEquals(mine.length > 0 && others.length > 0, true);
  await assertRejects(() => runs.train(config, seeds), Pending);
  await assertRejects(() => runs.train(config, others), Pending);
  await runs.settled();
  assertEquals(log.length, mine.length / 4);
  assertEquals(runs.left(), others.length);
  assertEquals(runner.stats().trained, mine.length);
  // What is only its own is answered.
  assertEquals(await runs.train(config, mine), mine.map((s) => fakeResult(s)));
  runner.close();
});

Deno.test("a shard answers what others have trained", async () => {
  const { runner, runs, log, store } = fakeShard();
  await runner.train(config, others);
  log.length = 0;
  const again = fakeShard(store);
  const results = await again.runs.train(config, seeds);
  assertEquals(results, seeds.map((seed) => fakeResult(seed)));
  assertEquals([again.log.length, again.runs.left()], [mine.length / 4, 0]);
  assertEquals([log, runs.left()], [[], 0]);
  runner.close();
  again.runner.close();
});

Deno.test("a shard leaves the polylines of others", async () => {
  const { runner, runs, log } = fakeShard();
  for (let kinks = 1; kinks <= 8; kinks++) {
    const search = polylineJob({ ...POLYLINE_SEARCH, kinks });
    // The executor knows none, so that what reaches it fails.
    const own = ownsJob(shard, search);
    const error = await assertRejects(() => runs.get(search), Error);
    assertEquals(error instanceof Pending, !own);
  }
  assertEquals(log.length + runs.left(), 8);
  assertEquals(log.length > 0 && runs.left() > 0, true);
  runner.close();
});

Deno.test("what follows from a request is waited for after another has ended the figure", async () => {
  const { runner, runs, log } = fakeShard();
  const next = smallConfig({ steps: 21 });
  const nextSeed = seeds.find((seed) =>
    ownsJob(shard, trainingJob(next, seed))
  )!;
  const follow = async () => {
    await runs.train(config, mine);
    // A figure may take its time between an answer and what it asks for next.
    for (let hop = 0; hop < 50; hop++) await null;
    await runs.train(next, [nextSeed]);
  };
  await assertRejects(() =>
    Promise.all([
      runs.train(config, others),
      follow(),
    ]), Pending);
  await runs.settled();
  assertEquals(log.at(-1), `21 steps: ${nextSeed}`);
  assertEquals(runner.stats().trained, mine.length + 1);
  runner.close();
});

Deno.test("an error is not lost behind what is left to others", async () => {
  const { runner, runs } = fakeShard();
  await assertRejects(() => runs.train(config, others), Pending);
  const own = { ...POLYLINE_SEARCH, kinks: 1 };
  while (!ownsJob(shard, polylineJob(own))) own.kinks++;
  runs.get(polylineJob(own));
  await assertRejects(() => runs.settled(), Error, "no polyline here");
  runner.close();
});

Deno.test("the plans of all shards are the plan, in disjoint parts", async () => {
  const grown = smallConfig({
    neurons: 3,
    initial: { kind: "grown", gain: 1, from: config },
  });
  const plan = async (shard: { part: number; parts: number } | null) => {
    const planner = createPlanner({ store: memoryStore(), shard, engine });
    await assertRejects(() => planner.train(grown, seeds), Pending);
    for (const kinks of [1, 2, 3, 4, 5]) {
      const search = polylineJob({ ...POLYLINE_SEARCH, kinks });
      await assertRejects(() => planner.get(search), Pending);
    }
    return planner.missing.flatMap(({ what, seeds }) =>
      seeds.length > 0 ? seeds.map((seed) => `${what} ${seed}`) : [what]
    );
  };
  const parts = await Promise.all(
    [1, 2, 3].map((part) => plan({ part, parts: 3 })),
  );
  assertEquals(parts.every((part) => part.length > 0), true);
  assertEquals(parts.flat().sort(), (await plan(null)).sort());
});
