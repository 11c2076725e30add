/** The mean of the parameters over the last steps, by the kernel, the host and by hand. */
import { assert, assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { superpositionModel } from "../../src/networks/network.ts";
import { loadKernel } from "../../src/runs/kernel.ts";
import { averager } from "../../src/training/averaging.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { tfjsEngine } from "../../src/training/tfjs.ts";
import { configWith, laneParameters, laneStates } from "./_configs.ts";
import { architecture, train } from "./_hosted.ts";

const configs = [
  configWith({ schedule: { batch: 37 }, fixed: [1] }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.7),
    noise: 0.2,
  }),
  // Steps of the host.
  {
    ...configWith({ architecture, schedule: { learningRate: 0.3 } }),
    optimiser: { kind: "momentum" },
  },
];

const averaging = (config: TrainingConfig, averaged: number) => ({
  ...config,
  schedule: { ...config.schedule, averaged },
});

/** A run of one configuration, from what another one starts with. */
const runOf = (config: TrainingConfig) =>
  new KernelRun(
    loadKernel(),
    config,
    laneParameters({ ...config, schedule: configWith().schedule }),
    laneStates("averaging"),
    laneStates("noise"),
  );

Deno.test("the mean is that of the trajectory, which averaging leaves as it is", () => {
  for (const config of configs) {
    const { steps } = config.schedule;
    const plain = runOf(config);
    const trajectory = Array.from({ length: steps }, () => {
      plain.train(1);
      return [0, 1, 2, 3].map((lane) => plain.parameters(lane));
    });
    const last = [0, 1, 2, 3].map((lane) => plain.parameters(lane));
    assertEquals([0, 1, 2, 3].map((lane) => plain.result(lane)), last);
    for (const averaged of [1, 2, 30, steps]) {
      const run = runOf(averaging(config, averaged));
      for (const slice of [61, 0, 1, 20, 18]) run.train(slice);
      last.forEach((parameters, lane) => {
        assertEquals(run.parameters(lane), parameters);
        const of = averager(
          averaging(config, averaged).schedule,
          parameters.length,
        );
        trajectory.forEach((at, i) => of.add(at[lane], i + 1));
        const result = run.result(lane);
        assertEquals(of.result(parameters), result);
        const tail = trajectory.slice(-averaged);
        result.forEach((mean, i) => {
          const expected = tail.reduce((sum, at) => sum + at[lane][i], 0) /
            averaged;
          const off = Math.abs(mean - expected);
          assert(off <= 2e-6, `parameter ${i} over ${averaged}: ${off}`);
        });
        if (averaged === 1) assertEquals(result, parameters);
      });
    }
  }
});

Deno.test("averaging is named, and any grouping of seeds gives the same mean", async () => {
  const seeds = [0, 1, 2, 3, 4, 5];
  for (const one of configs) {
    const config = averaging(one, 40);
    assert(configKey(config) !== configKey(one));
    assertEquals(configKey(averaging(one, 0)), configKey(one));
    const alone = await Promise.all(
      seeds.map(async (seed) => (await train(config, [seed]))[0]),
    );
    assertEquals(new Set(alone.map((run) => `${run.parameters}`)).size, 6);
    assertEquals(await train(config, seeds), alone);
  }
});

Deno.test("the oracle averages too", async () => {
  for (const one of configs.filter(({ noise }) => noise === 0)) {
    const config = averaging(one, 40);
    const [compiled] = await train(config, [1]);
    const initial = initialParameters(config, 1, null);
    const [oracle] = await tfjsEngine.train(config, [1], [initial]);
    compiled.parameters.forEach((w, i) =>
      assert(Math.abs(w - oracle.parameters[i]) <= 1e-5)
    );
  }
});

Deno.test("a fixed layer keeps its bits under averaging", () => {
  const config = averaging(configs[0], 37);
  const run = runOf(config);
  run.train(config.schedule.steps);
  const start = laneParameters({ ...config, schedule: configWith().schedule });
  start.forEach((parameters, lane) => {
    const result = run.result(lane);
    const kept = result.filter((w, i) => w === parameters[i]).length;
    // The second of the layers 2-5-1-5-2 is held.
    assertEquals(result.slice(15, 21), parameters.slice(15, 21));
    assert(kept < result.length);
  });
});
