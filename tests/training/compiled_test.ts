/** What the compiled engine promises: a seed's result is its own. */
import { assert, assertEquals } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import fc from "fast-check";
import { independent } from "../../src/features/mod.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { loadEngine } from "../../src/runs/kernel.ts";
import { curveSteps } from "../../src/training/schedule.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { configWith } from "./_configs.ts";

function train(config: TrainingConfig, seeds: readonly number[]) {
  const initial = seeds.map((seed) => initialParameters(config, seed, null));
  return loadEngine().train(config, seeds, initial);
}

const configs = [
  configWith({ curvePoints: 7, schedule: { batch: 37 } }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.8, [1, 0.7, 0.5, 0.3, 0.2]),
    curvePoints: 3,
    optimiser: { weightDecay: 0.1 },
  }),
  configWith({
    architecture: autoencoder([5, 7, 2], [2, 9, 5]),
    data: independent(5, 0.8),
    noise: 0.1,
    optimiser: { kind: "soap", refresh: 7 },
  }),
  configWith({
    architecture: autoencoder([5, 7, 2], [2, 9, 5]),
    data: independent(5, 0.8),
    optimiser: { kind: "muon" },
  }),
  configWith({ noise: 0.2, curvePoints: 2, schedule: { batch: 37 } }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.8, [1, 0.7, 0.5, 0.3, 0.2]),
    noise: 0.5,
  }),
];

Deno.test("any grouping of seeds gives every seed the same bits", async () => {
  for (const config of configs) {
    const alone = await Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (seed) => (await train(config, [seed]))[0]),
    );
    assert(alone.every(({ parameters }) => parameters.every(Number.isFinite)));
    const distinct = new Set(alone.map(({ parameters }) => String(parameters)));
    assertEquals(distinct.size, alone.length);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1, maxLength: 5 }),
        async (seeds) => {
          assertEquals(
            await train(config, seeds),
            seeds.map((seed) => alone[seed]),
          );
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  }
});

Deno.test("the number of curve points changes no bit of the network", async () => {
  for (const config of configs) {
    const [expected] = await train({ ...config, curvePoints: 0 }, [3]);
    assertEquals(expected.curve, []);
    for (const curvePoints of [1, 3, 99, 100, 1000]) {
      const [run] = await train({ ...config, curvePoints }, [3]);
      assertEquals(run.parameters, expected.parameters);
      assertEquals(run.curve.length, Math.min(curvePoints, 100));
    }
  }
});

Deno.test("a point of the curve is the mean loss since the one before", async () => {
  const [fine] = await train(configWith({ curvePoints: 100 }), [1]);
  const [coarse] = await train(configWith({ curvePoints: 3 }), [1]);
  assertEquals(coarse.curve.map(([step]) => step), [33, 66, 100]);
  let from = 0;
  for (const [step, mse] of coarse.curve) {
    const sum = fine.curve.slice(from, step).reduce((s, [, x]) => s + x, 0);
    assert(Math.abs(sum / (step - from) - mse) <= 1e-12 * mse);
    from = step;
  }
  assert(coarse.curve[2][1] < coarse.curve[0][1], "training lowers the loss");
});

Deno.test("curve points are even, distinct, and end at the end", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 0, max: 300 }),
      (steps, points) => {
        const at = curveSteps(steps, points);
        assertEquals(at.length, Math.min(steps, points));
        assertEquals(new Set(at).size, at.length);
        if (points > 0) assertEquals(at[at.length - 1], steps);
        const gaps = at.map((step, i) => step - (at[i - 1] ?? 0));
        const even = steps / at.length;
        assert(gaps.every((gap) => gap > 0 && Math.abs(gap - even) < 1));
      },
    ),
    { seed: 1 },
  );
});

Deno.test("a batch of one sample trains", async () => {
  const config = configWith({ schedule: { batch: 1 }, curvePoints: 2 });
  const [run] = await train(config, [1]);
  assert(run.parameters.every(Number.isFinite));
  assert(run.curve[1][1] < run.curve[0][1]);
});

Deno.test("a run that diverges leaves numbers that show it", async () => {
  const config = configWith({
    architecture: autoencoder([2, 5, 5, 1], [1, 5, 5, 2]),
    schedule: { learningRate: 1e20, warmup: 0 },
    curvePoints: 1,
  });
  for (const run of await train(config, [1, 2, 3, 4])) {
    assert(!run.parameters.every(Number.isFinite));
    assert(!Number.isFinite(run.curve[0][1]));
  }
});
