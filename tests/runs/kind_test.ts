/**
 * A further kind of job, made here and nowhere else: it must be found, done, planned, estimated,
 * shared out and recorded as those that exist.
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { type Job, type JobKind, jobKinds, keyOf } from "../../src/jobs/mod.ts";
import { createEstimator } from "../../src/runs/estimate.ts";
import { localExecutor } from "../../src/runs/execute.ts";
import {
  decodeLedger,
  encodeLedger,
  recordRuns,
  replayLedger,
} from "../../src/runs/ledger.ts";
import { createPlanner, Pending } from "../../src/runs/plan.ts";
import { createRunner } from "../../src/runs/runner.ts";
import { ownsJob } from "../../src/runs/shard.ts";
import { createShardRuns } from "../../src/runs/shard_runs.ts";
import { memoryStore, type Store } from "../../src/runs/store.ts";

/**
 * Adds a seed to a start, or to the sum that another job gives; two at a time, in the time of one.
 */
interface Sum {
  readonly start: number | Sum;
  readonly seed: number;
}
interface Total {
  readonly total: number;
  readonly bytes: Float32Array;
}

/** Every batch that was done. */
const log: string[] = [];

const sumJob = (start: Sum["start"], seed: number): Job<Total> => ({
  kind: "sum",
  spec: { start, seed },
});
const form: z.ZodType<Sum> = z.strictObject({
  start: z.number().or(z.lazy(() => form)),
  seed: z.int(),
});
const familyOf = (start: Sum["start"]): unknown =>
  typeof start === "number" ? start : [familyOf(start.start)];

const sum: JobKind<Sum, Total> = {
  id: "sum",
  verb: "adding",
  spec: form,
  result: z.strictObject({
    total: z.number(),
    bytes: z.codec(z.array(z.number()), z.instanceof(Float32Array), {
      decode: (numbers) => Float32Array.from(numbers),
      encode: (values) => [...values],
    }),
  }),
  key: (spec, engine) => keyOf("sum", 1, { spec, engine }),
  describe: ({ start }) => `a sum from ${JSON.stringify(familyOf(start))}`,
  cost: () => 10,
  needs: {
    name: "the sum that it adds to",
    of: ({ start }) =>
      typeof start === "number" ? [] : [sumJob(start.start, start.seed)],
  },
  group({ start, seed }) {
    const family = keyOf("sum family", 1, familyOf(start));
    return { name: family, lanes: 2, family, seed };
  },
  run(specs, needs) {
    log.push(specs.map(({ seed }) => seed).join(" "));
    if (specs.some(({ seed }) => seed === 99)) throw new Error("unlucky");
    return Promise.resolve(specs.map(({ start, seed }, i) => {
      const before = typeof start === "number"
        ? start
        : (needs[i][0] as Total).total;
      return { total: before + seed, bytes: Float32Array.of(seed) };
    }));
  },
  madeUp: () => ({ total: 0, bytes: new Float32Array(0) }),
  keeping: {
    columns: { total: z.number() },
    keep: ({ total }) => ({ total }),
    restore: (_, { total }) => ({
      total: total as number,
      bytes: new Float32Array(0),
    }),
  },
};
jobKinds.add("sum.ts", { default: sum });

const engine = "fake";

function fakeRunner(store: Store = memoryStore()) {
  log.length = 0;
  return createRunner({
    store,
    engine,
    executors: [localExecutor({
      name: "compiled",
      train: () => Promise.reject(new Error("nothing trains here")),
    })],
    warn: (line) => {
      throw new Error(line);
    },
  });
}

const totals = (results: readonly Total[]) => results.map((r) => r.total);
const all = (get: <R>(job: Job<R>) => Promise<R>, jobs: Job<Total>[]) =>
  Promise.all(jobs.map((job) => get(job)));

Deno.test("a further kind is done in its batches, after what it needs, once, and kept", async () => {
  const store = memoryStore();
  const runner = fakeRunner(store);
  const jobs = [1, 2, 3].map((seed) => sumJob({ start: 100, seed }, seed));
  assertEquals(
    totals(await all(runner.get, [...jobs, jobs[0]])),
    [102, 104, 106, 102],
  );
  assertEquals(log, ["1 2", "3", "1 2", "3"]);
  assertEquals(runner.stats(), { trained: 6, found: 0, damaged: 0 });
  runner.close();

  const again = fakeRunner(store);
  const [{ bytes }] = await all(again.get, jobs);
  assertEquals(bytes, Float32Array.of(1));
  assertEquals([log, again.stats().found], [[], 3]);
  again.close();
});

Deno.test("a further kind that fails says what it did", async () => {
  const runner = fakeRunner();
  const error = await assertRejects(() =>
    all(runner.get, [sumJob(1, 98), sumJob(1, 99)])
  );
  assertEquals(
    (error as Error).message,
    "adding a sum from 1, seeds 98, 99: unlucky",
  );
  await assertRejects(
    () => runner.get(sumJob(1, 0.5)),
    Error,
    "adding a sum from 1, seeds 0.5: sum: seed: ",
  );
  runner.close();
});

Deno.test("a further kind is planned, with what it waits for", async () => {
  const store = memoryStore();
  const runner = fakeRunner(store);
  await runner.get(sumJob(5, 1));
  runner.close();
  const planner = createPlanner({ store, engine });
  assertEquals((await planner.get(sumJob(5, 1))).total, 6);
  const jobs = [1, 2].map((seed) => sumJob({ start: 5, seed }, seed));
  await assertRejects(() => all(planner.get, jobs), Pending);
  const reason = "not in the store";
  assertEquals(planner.missing, [
    { what: "a sum from [5]", seeds: [1], reason },
    { what: "a sum from 5", seeds: [2], reason },
    {
      what: "a sum from [5]",
      seeds: [2],
      reason: `${reason}, nor is the sum that it adds to`,
    },
  ]);
});

Deno.test("a further kind is estimated, idle lanes and all", async () => {
  const estimator = createEstimator({ store: memoryStore(), engine });
  const jobs = [1, 2, 3].map((seed) => sumJob({ start: 100, seed }, seed));
  assertEquals(totals(await all(estimator.get, jobs)), [0, 0, 0]);
  assertEquals(estimator.total(), {
    runs: 6,
    found: 0,
    work: 2 * 4 * 10,
    typical: [],
  });
});

Deno.test("a further kind is shared out with what it needs and what is done with it", async () => {
  const shards = [1, 2, 3].map((part) => ({ part, parts: 3 }));
  const jobs = Array.from(
    { length: 24 },
    (_, seed) => sumJob({ start: 7, seed }, seed),
  );
  const owner = (job: Job) => shards.filter((shard) => ownsJob(shard, job));
  for (const [seed, job] of jobs.entries()) {
    assertEquals(owner(job).length, 1);
    assertEquals(owner(sumJob(7, seed)), owner(job));
    assertEquals(owner(jobs[seed ^ 1]), owner(job));
  }
  let done = 0;
  for (const shard of shards) {
    const store = memoryStore();
    const runner = fakeRunner(store);
    const runs = createShardRuns({ runs: runner, store, shard, engine });
    await assertRejects(() => all(runs.get, jobs), Pending);
    await runs.settled();
    const { trained } = runner.stats();
    assert(trained > 0 && trained < 48);
    assertEquals(trained / 2 + runs.left(), 24);
    done += trained;
    runner.close();
  }
  assertEquals(done, 48);
});

Deno.test("a further kind is recorded and replayed", async () => {
  const runner = fakeRunner();
  const noted = recordRuns(runner);
  await all(noted.get, [2, 1].map((seed) => sumJob(5, seed)));
  runner.close();
  const text = encodeLedger(noted.ledger("trial"));
  const run = keyOf("sum family", 1, 5);
  assertEquals(
    text.split("\n")[4],
    `    {"kind":"sum","what":"a sum from 5","run":"${run}","seeds":[1,2],"total":[6,7]}`,
  );
  const replayed = replayLedger(decodeLedger(text, "file"), "file");
  assertEquals((await replayed.get(sumJob(5, 2))).total, 7);
  await assertRejects(
    () => replayed.get(sumJob(5, 3)),
    Error,
    "file lacks a sum from 5, seed 3 (run ",
  );
});
