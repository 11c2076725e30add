import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { loadKernel } from "../../src/runs/kernel.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { learningRateAt } from "../../src/training/schedule.ts";
import {
  configWith,
  laneParameters,
  laneStates,
  schedule,
} from "./_configs.ts";
import "./_newcomers.ts";

/** Learning rates of all steps. */
const rates = (change: Partial<typeof schedule>) => {
  const changed = { ...schedule, ...change };
  return Array.from(
    { length: changed.steps },
    (_, i) => learningRateAt(changed, i + 1),
  );
};

Deno.test("the learning rate warms up, stays, and decays to its final fraction", () => {
  const change = { steps: 10, warmup: 4, decay: 4, learningRate: 8 };
  assertEquals(
    rates({ ...change, finalLearningRate: 0.5 }),
    [2, 4, 6, 8, 8, 8, 7, 6, 5, 4],
  );
  assertEquals(rates({ ...change, finalLearningRate: 0 })[9], 0);
  assertEquals(
    rates({ ...change, warmup: 0, decay: 0 }),
    new Array(10).fill(8),
  );
});

Deno.test("overlapping warm-up and decay both apply", () => {
  const all = rates({
    steps: 4,
    warmup: 4,
    decay: 4,
    learningRate: 1,
    finalLearningRate: 0,
  });
  [3 / 16, 4 / 16, 3 / 16, 0].forEach((rate, i) =>
    assertAlmostEquals(all[i], rate, 1e-15)
  );
});

Deno.test("a cosine decay is half a wave from the peak to the final fraction", () => {
  const change = { steps: 60, warmup: 0, decay: 40, learningRate: 3 };
  const all = rates({ ...change, finalLearningRate: 0.1, shape: "cosine" });
  all.forEach((rate, i) => {
    const late = Math.max(0, i + 1 - 20) / 40;
    const expected = 3 * (0.1 + 0.9 * (1 + Math.cos(Math.PI * late)) / 2);
    assertAlmostEquals(rate, expected, 1e-14, `step ${i + 1}`);
  });
  assertEquals(all[19], 3);
});

Deno.test("the shape of a decay that is none changes nothing", () => {
  const change = { decay: 0, finalLearningRate: 0 };
  assertEquals(
    rates({ ...change, shape: "cosine" }),
    rates({ ...change, shape: "linear" }),
  );
});

/** What four lanes end with. */
function outcome(config: TrainingConfig) {
  // The same for all: a run's own are drawn by its name.
  const initial = laneParameters(configWith());
  const run = new KernelRun(loadKernel(), config, initial, laneStates("shape"));
  run.train(config.schedule.steps);
  return initial.map((_, lane) => run.parameters(lane));
}

Deno.test("the kernel's learning rate is the host's, bit for bit", () => {
  for (
    const change of [
      { shape: "cosine", decay: 100, warmup: 0 },
      { shape: "cosine", decay: 77, finalLearningRate: 0 },
      { shape: "linear" },
    ] as const
  ) {
    const config = configWith({ schedule: { ...change, learningRate: 0.3 } });
    assertEquals(
      outcome({ ...config, optimiser: { kind: "host-adam" } }),
      outcome(config),
    );
  }
  const config = configWith({ schedule: { shape: "cosine", decay: 0 } });
  assertEquals(
    outcome(config),
    outcome(configWith({ schedule: { decay: 0 } })),
  );
  assertNotEquals(
    outcome(configWith({ schedule: { shape: "cosine" } })),
    outcome(configWith()),
  );
});
