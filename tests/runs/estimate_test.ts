import { assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { createEstimator } from "../../src/runs/estimate.ts";
import { jobCost, jobKey } from "../../src/jobs/mod.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { trainingCost, trainingJob } from "../../src/jobs/training.ts";
import { ownsJob } from "../../src/runs/shard.ts";
import { trainResult } from "../../src/training/result.ts";
import { memoryStore, type Store } from "../../src/runs/store.ts";
import { POLYLINE_SEARCH } from "../../src/bounds/polyline/search.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { fakeResult, smallConfig } from "./_runs.ts";

const engine = "fake";

function storeWith(config: TrainingConfig, seeds: readonly number[]): Store {
  const store = memoryStore();
  for (const seed of seeds) {
    const key = jobKey(trainingJob(config, seed), engine);
    store.write(key, trainResult, fakeResult(seed, config));
  }
  return store;
}

Deno.test("every run counts once, as a job of four seeds", async () => {
  const config = smallConfig();
  const large = smallConfig({ neurons: 30 });
  const estimator = createEstimator({ store: storeWith(config, [1]), engine });
  assertEquals(estimator.total(), {
    runs: 0,
    found: 0,
    work: 0,
    typical: [],
  });
  await Promise.all([
    estimator.train(config, [0, 1, 2]),
    estimator.train(config, [1, 2, 3, 4]),
    estimator.train(large, [0]),
  ]);
  assertEquals(estimator.total(), {
    runs: 6,
    found: 1,
    // Four seeds are missing of the first, one of the second: a job each.
    work: 4 * trainingCost(config) + 4 * trainingCost(large),
    typical: Array(3).fill(trainingJob(large, 0)),
  });
  assertEquals(estimator.madeUp(), 6);
});

Deno.test("each typical configuration stands for a third of the work", async () => {
  const [small, middle, large] = [2, 10, 30].map((neurons) =>
    smallConfig({ neurons })
  );
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  const estimator = createEstimator({ store: memoryStore(), engine });
  await estimator.train(large, range(8));
  await estimator.train(small, range(48));
  await estimator.train(middle, range(24));
  assertEquals(
    estimator.total().typical,
    [small, middle, large].map((config) => trainingJob(config, 0)),
  );
});

Deno.test("answers are the store's where it has them, else made up", async () => {
  const config = smallConfig();
  const estimator = createEstimator({ store: storeWith(config, [1]), engine });
  const [found, guessed] = await estimator.train(config, [1, 2]);
  assertEquals(found, fakeResult(1));
  assertEquals(guessed, {
    seed: 2,
    parameters: initialParameters(config, 2, null),
    curve: [[5, 1], [10, 1], [15, 1], [20, 1]],
    loss: { mse: 1, fvu: 1 },
    standardError: null,
    deadUnits: null,
  });
  const data = independent(3, 0);
  const [sampled] = await estimator.train({ ...config, data }, [0]);
  assertEquals([sampled.standardError, sampled.deadUnits], [0, 0]);
  // Two features as well, where the hidden state has noise.
  const [noisy] = await estimator.train({ ...config, noise: 0.1 }, [0]);
  assertEquals([noisy.standardError, noisy.deadUnits], [0, 0]);
});

Deno.test("a grown network counts the one that it grows from", async () => {
  const from = smallConfig();
  const config = smallConfig({
    neurons: 4,
    initial: { kind: "grown", gain: 1, from },
  });
  const estimator = createEstimator({ store: memoryStore(), engine });
  const [{ parameters }] = await estimator.train(config, [0]);
  const base = initialParameters(from, 0, null);
  assertEquals(parameters, initialParameters(config, 0, base));
  assertEquals(estimator.total().runs, 2);
  assertEquals(
    estimator.total().work,
    4 * (trainingCost(from) + trainingCost(config)),
  );
});

Deno.test("polylines count, and have as many vertices as they should", async () => {
  const search = polylineJob({ ...POLYLINE_SEARCH, kinks: 3 });
  const estimator = createEstimator({ store: memoryStore(), engine });
  const { vertices } = await estimator.get(search);
  await estimator.get(search);
  assertEquals(vertices.length, 5);
  assertEquals(estimator.total(), {
    runs: 1,
    found: 0,
    work: jobCost(search),
    typical: [],
  });
});

Deno.test("with a shard, only its runs count, but all are answered", async () => {
  const config = smallConfig();
  const search = polylineJob({ ...POLYLINE_SEARCH, kinks: 3 });
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const totals = await Promise.all([1, 2].map(async (part) => {
    const shard = { part, parts: 2 };
    const estimator = createEstimator({ store: memoryStore(), shard, engine });
    assertEquals((await estimator.train(config, seeds)).length, seeds.length);
    await estimator.get(search);
    const mine = seeds.filter((seed) =>
      ownsJob(shard, trainingJob(config, seed))
    );
    const searches = ownsJob(shard, search) ? 1 : 0;
    assertEquals(estimator.total().runs, mine.length + searches);
    return estimator.total();
  }));
  assertEquals(totals[0].runs + totals[1].runs, seeds.length + 1);
});
