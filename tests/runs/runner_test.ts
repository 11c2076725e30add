import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { UsageError } from "../../src/runs/usage_error.ts";
import type { Executor } from "../../src/runs/execute.ts";
import { jobKey } from "../../src/jobs/mod.ts";
import { trainingJob, type TrainingSpec } from "../../src/jobs/training.ts";
import { createPlanner, Pending } from "../../src/runs/plan.ts";
import { type TrainResult, trainResult } from "../../src/training/result.ts";
import type { ProgressState } from "../../src/runs/progress.ts";
import {
  createRunner,
  Interrupted,
  type RunnerOptions,
} from "../../src/runs/runner.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { memoryStore, openStore, type Store } from "../../src/runs/store.ts";
import {
  fakeResult,
  type Log,
  recordingExecutor,
  smallConfig,
  storeEntries,
} from "./_runs.ts";

function fakeRunner(options: Partial<RunnerOptions> = {}) {
  const log: Log = [];
  const warnings: string[] = [];
  const runner = createRunner({
    store: memoryStore(),
    executors: [recordingExecutor(log)],
    engine: "fake",
    warn: (line) => warnings.push(line),
    ...options,
  });
  return { runner, log, warnings };
}

Deno.test("results come in the order of the seeds, four seeds a job", async () => {
  const { runner, log } = fakeRunner();
  const results = await runner.train(smallConfig(), [5, 3, 9, 1, 2, 3]);
  assertEquals(results, [5, 3, 9, 1, 2, 3].map((seed) => fakeResult(seed)));
  assertEquals(log, ["20 steps: 5, 3, 9, 1", "20 steps: 2"]);
  assertEquals(runner.stats(), { trained: 5, found: 0, damaged: 0 });
  runner.close();
});

Deno.test("equal requests are one job, and single seeds share one", async () => {
  const { runner, log } = fakeRunner();
  const config = smallConfig();
  const again = structuredClone(config);
  const results = await Promise.all([
    runner.train(config, [1, 2]),
    runner.train(again, [2, 1]),
    ...[3, 4].map((seed) => runner.train(again, [seed])),
  ]);
  assertEquals(
    results.map((list) => list.map(({ seed }) => seed)),
    [[1, 2], [2, 1], [3], [4]],
  );
  assertEquals(log, ["20 steps: 1, 2, 3, 4"]);
  runner.close();
});

Deno.test("what the store has is not trained again", async () => {
  const store = memoryStore();
  const first = fakeRunner({ store });
  await first.runner.train(smallConfig(), [1, 2]);
  first.runner.close();
  const { runner, log } = fakeRunner({ store });
  const results = await runner.train(smallConfig(), [2, 3]);
  assertEquals(results, [fakeResult(2), fakeResult(3)]);
  assertEquals(log, ["20 steps: 3"]);
  assertEquals(runner.stats(), { trained: 1, found: 1, damaged: 0 });
  runner.close();
  // Another engine's results are others.
  const other = fakeRunner({ store, engine: "other" });
  await other.runner.train(smallConfig(), [2]);
  assertEquals(other.log, ["20 steps: 2"]);
  other.runner.close();
});

Deno.test("a grown network waits for the run that it grows from, seed by seed", async () => {
  const store = memoryStore();
  const { runner, log } = fakeRunner({ store });
  const from = smallConfig({ steps: 30 });
  const grown = smallConfig({
    neurons: 4,
    initial: { kind: "grown", gain: 1, from },
  });
  assertEquals(await runner.train(grown, [1, 2]), [
    fakeResult(1, grown, fakeResult(1, from).parameters),
    fakeResult(2, grown, fakeResult(2, from).parameters),
  ]);
  assertEquals(log, ["30 steps: 1, 2", "20 steps: 1, 2"]);
  runner.close();
  const second = fakeRunner({ store });
  await second.runner.train(from, [1, 2]);
  await second.runner.train(grown, [1, 2]);
  assertEquals(second.log, []);
  second.runner.close();
});

Deno.test("the longest job starts first, counted with what waits for it", async () => {
  const { runner, log } = fakeRunner();
  const from = smallConfig({ steps: 30 });
  const initial = { kind: "grown" as const, gain: 1, from };
  await Promise.all([
    runner.train(smallConfig({ steps: 20 }), [0]),
    runner.train(smallConfig({ steps: 50 }), [0]),
    runner.train(smallConfig({ steps: 40, initial }), [0]),
    runner.train(smallConfig({ steps: 45 }), [0]),
    // For its own sake it would come later, but it shares the job of another seed.
    runner.train(from, [1]),
  ]);
  assertEquals(log, [
    "30 steps: 0, 1",
    ...[50, 45, 40, 20].map((steps) => `${steps} steps: 0`),
  ]);
  runner.close();
});

Deno.test("the root of a chain starts first, also when it was asked for by itself before", async () => {
  const { runner, log } = fakeRunner();
  const grow = (from: TrainingConfig, steps: number) =>
    smallConfig({ steps, initial: { kind: "grown", gain: 1, from } });
  const root = smallConfig({ steps: 10 });
  const middle = grow(root, 11);
  const end = grow(middle, 12);
  await Promise.all(
    [root, middle, smallConfig({ steps: 22 }), end]
      .map((config) => runner.train(config, [0])),
  );
  assertEquals(log, [10, 11, 22, 12].map((steps) => `${steps} steps: 0`));
  runner.close();
});

Deno.test("progress hears of everything that is asked for at once, and of each job", async () => {
  const heard: string[] = [];
  const progress = {
    update: ({ done, total, unitsDone, unitsTotal }: ProgressState) =>
      heard.push(`${done}/${total} ${unitsDone / unitsTotal}`),
    finish: () => heard.push("end"),
  };
  const { runner } = fakeRunner({ progress });
  const config = smallConfig();
  await Promise.all([1, 2].map((seed) => runner.train(config, [seed])));
  await runner.train({ ...config, curvePoints: 0 }, [1, 2]);
  await runner.train(config, [1, 2]);
  runner.close();
  assertEquals(heard, ["0/2 0", "2/2 1", "2/4 0.5", "4/4 1", "end"]);
});

Deno.test("a damaged entry is reported, made again and replaced", async () => {
  const folder = Deno.makeTempDirSync();
  const store = openStore(folder, "write");
  const first = fakeRunner({ store });
  await first.runner.train(smallConfig(), [1, 2, 3]);
  first.runner.close();
  const paths = [...storeEntries(folder).keys()].map((path) =>
    `${folder}/${path}`
  );
  const whole = paths.map((path) => Deno.readTextFileSync(path));
  Deno.writeTextFileSync(paths[0], whole[0].slice(0, 100));
  Deno.writeTextFileSync(paths[1], whole[2]);

  const { runner, log, warnings } = fakeRunner({ store });
  const results = await runner.train(smallConfig(), [1, 2, 3]);
  assertEquals(results, [1, 2, 3].map((seed) => fakeResult(seed)));
  assertEquals(runner.stats(), { trained: 2, found: 1, damaged: 2 });
  assertEquals(log.length, 1);
  assertEquals(warnings.length, 2);
  paths.slice(0, 2).forEach((path) =>
    assert(warnings.some((line) => line.includes(path)))
  );
  assertEquals(paths.map((path) => Deno.readTextFileSync(path)), whole);
  runner.close();
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("an entry of another run, under this one's key and with a hash that fits, is made again", async () => {
  const folder = Deno.makeTempDirSync();
  const store = openStore(folder, "write");
  const config = smallConfig();
  const good = fakeResult(1);
  const foreign: [result: TrainResult, says: string][] = [
    [fakeResult(2), "result is of seed 2, not 1"],
    [
      fakeResult(1, smallConfig({ neurons: 3 })),
      "result has 27 parameters, its network 19",
    ],
    [
      fakeResult(1, smallConfig({ steps: 30 })),
      "result has a curve of 4 points, not the 4 points of its schedule",
    ],
    [
      fakeResult(1, { ...config, curvePoints: 3 }),
      "result has a curve of 3 points, not the 4 points of its schedule",
    ],
    [
      fakeResult(1, { ...config, noise: 1 }),
      "result has standardError 0, where it must be null",
    ],
    [
      { ...good, loss: { ...good.loss, fvu: 1 } },
      "result has mse 0.14285714285714285 and fvu 1, which are not one loss",
    ],
    [
      { ...good, loss: { mse: Infinity, fvu: Infinity } },
      "result has no loss, but only finite parameters",
    ],
    [
      { ...good, parameters: good.parameters.map(() => NaN) },
      "result has a loss, but parameters that are not finite",
    ],
  ];
  const key = jobKey(trainingJob(config, 1), "fake");
  for (const [result, says] of foreign) {
    store.write(key, trainResult, result);
    const planner = createPlanner({ store, engine: "fake" });
    await assertRejects(() => planner.train(config, [1]), Pending);
    assertStringIncludes(planner.missing[0].reason, says);
    const { runner, warnings } = fakeRunner({ store });
    assertEquals(await runner.train(config, [1]), [good]);
    assertEquals(runner.stats(), { trained: 1, found: 0, damaged: 1 });
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0], `${key}.json: ${says}`);
    runner.close();
    const next = fakeRunner({ store });
    assertEquals(await next.runner.train(config, [1]), [good]);
    assertEquals(next.runner.stats(), { trained: 0, found: 1, damaged: 0 });
    next.runner.close();
  }
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("an error names the configuration and spares the others", async () => {
  const { runner } = fakeRunner({
    executors: [{
      ...recordingExecutor([]),
      run: (kind, specs, needs) =>
        (specs as TrainingSpec[])[0].config.schedule.steps === 13
          ? Promise.reject(new Error("unlucky"))
          : recordingExecutor([]).run(kind, specs, needs),
    }],
  });
  const bad = runner.train(smallConfig({ steps: 13 }), [7, 8]);
  const good = runner.train(smallConfig(), [7]);
  const error = await assertRejects(() => bad, Error);
  assertEquals(
    error.message,
    "training 2-2-1-2-2, 13 steps of 16 at 0.01, from spread initial values × 1, seeds 7, 8: unlucky",
  );
  assertEquals(await good, [fakeResult(7)]);
  runner.close();
});

Deno.test("a request that nobody waits for any more may fail", async () => {
  const { runner } = fakeRunner({
    executors: [{
      ...recordingExecutor([]),
      run: () => Promise.reject(new Error("unlucky")),
    }],
  });
  runner.train(smallConfig(), [1]);
  await assertRejects(() => runner.train(smallConfig(), [2]), Error, "unlucky");
  runner.close();
});

Deno.test("a store that cannot be written ends the request with its one line", async () => {
  const store: Store = {
    ...memoryStore(),
    write() {
      throw new UsageError("cannot write");
    },
  };
  const { runner } = fakeRunner({ store });
  await assertRejects(
    () => runner.train(smallConfig(), [1]),
    UsageError,
    "cannot write",
  );
  runner.close();
});

Deno.test("an abort hands out nothing more and keeps what is finished", async () => {
  const folder = Deno.makeTempDirSync();
  const store = openStore(folder, "write");
  const controller = new AbortController();
  const log: Log = [];
  let calls = 0, closed = 0;
  const recording = recordingExecutor(log);
  const executor: Executor = {
    ...recording,
    async run(...request) {
      // The third job is in flight when the signal comes, and is lost.
      if (++calls === 3) {
        controller.abort();
        throw new Error("ended");
      }
      return await recording.run(...request);
    },
    close: () => closed++,
  };
  const { runner } = fakeRunner({
    store,
    executors: [executor],
    signal: controller.signal,
  });
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const error = await assertRejects(
    () => runner.train(smallConfig(), seeds),
    Interrupted,
  );
  assertMatch(error.message, /^interrupted after 8 of 20 runs: .* kept in/);
  assertStringIncludes(error.message, folder);
  assertEquals(closed, 1);
  await assertRejects(() => runner.train(smallConfig(), [99]), Interrupted);
  // Time for the lane that has become free.
  await new Promise((done) => setTimeout(done, 10));
  runner.close();
  assertEquals(calls, 3);

  const next = fakeRunner({ store });
  await next.runner.train(smallConfig(), seeds);
  assertEquals(next.runner.stats(), { trained: 12, found: 8, damaged: 0 });
  next.runner.close();
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("an abort says that a store in memory keeps nothing", async () => {
  const { runner } = fakeRunner({ signal: AbortSignal.abort() });
  await assertRejects(
    () => runner.train(smallConfig(), [1]),
    Interrupted,
    "interrupted after 0 of 0 runs: nothing is kept",
  );
  runner.close();
});
