/** Batches that grow: the same in the kernel, through the host, and by the oracle. */
import { assert, assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { superpositionModel } from "../../src/networks/network.ts";
import { xoshiro128plusplus } from "../../src/numerics/random.ts";
import { loadKernel } from "../../src/runs/kernel.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { partAt, partsOf, sampleCount } from "../../src/training/schedule.ts";
import { tfjsEngine } from "../../src/training/tfjs.ts";
import { configWith, laneParameters, laneStates } from "./_configs.ts";
import { hosted, outcome, plain, throughIdentity, train } from "./_hosted.ts";

const growing = { batch: 13, growth: 4 };
const configs = [
  configWith({ schedule: growing, curvePoints: 7 }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.8, [1, 0.7, 0.5, 0.3, 0.2]),
    batches: { kind: "stratified" },
    schedule: { ...growing, averaged: 20 },
  }),
  configWith({ schedule: { batch: 20, growth: 2 }, noise: 0.2 }),
];

Deno.test("batches double after equal parts of the steps", () => {
  const parts = (steps: number, growth: number) =>
    partsOf({ ...configWith().schedule, steps, batch: 10, growth });
  assertEquals(parts(100, 1), [{ until: 100, batch: 10 }]);
  assertEquals(parts(100, 4), [
    { until: 33, batch: 10 },
    { until: 66, batch: 20 },
    { until: 100, batch: 40 },
  ]);
  const sizes = [1, 33, 34, 66, 67, 100, 101].map((step) =>
    partAt(parts(100, 4), step).batch
  );
  assertEquals(sizes, [10, 10, 20, 20, 40, 40, 40]);
  const { schedule } = configWith({
    schedule: { steps: 100, batch: 10, growth: 4 },
  });
  assertEquals(sampleCount(schedule), 33 * 10 + 33 * 20 + 34 * 40);
  assertEquals(sampleCount({ ...schedule, growth: 1 }), 1000);
});

Deno.test("every step draws as many samples as the schedule says", () => {
  const [config] = configs;
  const states = laneStates("growth");
  const sources = states.map(xoshiro128plusplus);
  const run = new KernelRun(
    loadKernel(),
    config,
    laneParameters(config),
    states,
  );
  for (let step = 1; step <= 100; step++) {
    run.train(1);
    const batch = step <= 33 ? 13 : step <= 66 ? 26 : 52;
    sources.forEach((random, lane) => {
      for (let i = 0; i < 2 * batch; i++) random.next();
      const next = xoshiro128plusplus(run.generatorState(lane)).next();
      // A copy of the source gives what comes next, and stays where it is.
      sources[lane] = xoshiro128plusplus(run.generatorState(lane));
      assertEquals(next, random.next(), `step ${step}`);
    });
  }
});

Deno.test("growing batches have the same bits through the host, in any slices", () => {
  for (const config of [...configs, ...plain]) {
    const grown = {
      ...config,
      data: { ...config.data, importance: null },
      schedule: { ...config.schedule, growth: 4 },
    };
    const initial = laneParameters(grown);
    const inside = outcome(grown, initial, 100);
    const source = throughIdentity(config.data.features);
    assertEquals(outcome({ ...grown, source }, initial, 100), inside);
    const run = new KernelRun(
      loadKernel(),
      grown,
      initial,
      laneStates("host"),
      laneStates("noise"),
    );
    for (const steps of [1, 30, 0, 20, 49]) run.train(steps);
    inside.lanes.forEach(([parameters], lane) =>
      assertEquals(run.parameters(lane), parameters)
    );
  }
});

Deno.test("any grouping of seeds gives the same bits where batches grow", async () => {
  const seeds = [0, 1, 2, 3, 4, 5];
  for (const config of configs) {
    const alone = await Promise.all(
      seeds.map(async (seed) => (await train(config, [seed]))[0]),
    );
    assertEquals(new Set(alone.map((run) => `${run.parameters}`)).size, 6);
    assertEquals(await train(config, seeds), alone);
  }
});

Deno.test("the oracle's batches grow too", async () => {
  const through = hosted.slice(0, 3).map((config) => ({
    ...config,
    schedule: { ...config.schedule, ...growing },
  }));
  for (const config of [...configs.slice(0, 2), ...through]) {
    const [compiled] = await train(config, [1]);
    const initial = initialParameters(config, 1, null);
    const [oracle] = await tfjsEngine.train(config, [1], [initial]);
    compiled.parameters.forEach((w, i) =>
      assert(Math.abs(w - oracle.parameters[i]) <= 1e-5, `parameter ${i}`)
    );
    compiled.curve.forEach(([, mse], point) =>
      assert(Math.abs(oracle.curve[point][1] - mse) <= 1e-5 * mse)
    );
  }
});
