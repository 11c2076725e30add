import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import figure from "../../figures/recipes/figure.ts";
import { lengthToReach } from "../../figures/recipes/gain.ts";
import { makeRows } from "../../figures/recipes/rows.ts";
import { trainingCost } from "../../src/jobs/training.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { ofKind } from "../../src/rendering/select.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { lengthOf, pretend } from "../protocol/_pretend.ts";

const rungs = [1, 2, 4];

Deno.test("recipes: a loss is reached between the lengths at which the reference loses more and less", () => {
  const losses = [0.8, 0.4, 0.1];
  const at = (loss: number) => lengthToReach(loss, rungs, losses);
  assertEquals([at(0.8), at(0.4), at(0.1)], [1, 2, 4]);
  assertAlmostEquals(at(Math.sqrt(0.8 * 0.4)), Math.SQRT2);
  assertAlmostEquals(at(Math.sqrt(0.4 * 0.1)), 2 * Math.SQRT2);
});

Deno.test("recipes: what was not measured is not made up", () => {
  const at = (loss: number, losses: number[]) =>
    lengthToReach(loss, rungs, losses);
  assertEquals(at(0.9, [0.8, 0.4, 0.1]), 1);
  assertEquals(at(Infinity, [0.8, 0.4, 0.1]), 1);
  assertEquals(at(0.05, [0.8, 0.4, 0.1]), 4);
  // A seed that ended badly takes nothing back, and one that diverged says nothing of the way.
  assertEquals(at(0.4, [0.8, 0.4, 0.6]), 2);
  assertEquals(at(0.5, [0.6, 0.7, 0.3]), at(0.5, [0.6, 0.6, 0.3]));
  assertEquals(at(0.5, [Infinity, 0.4, 0.1]), 2);
});

const lengths = [0.5, 1, 2];

/** Whether it is of the dense cell, and what is usual there. */
function usualOf({ data }: TrainingConfig) {
  const dense = data.sparsity === 0;
  return dense ? { steps: 200, batch: 64 } : { steps: 60, batch: 128 };
}

/** The loss is one over the compute; what falls along a cosine is twice as fast. */
const loss = (config: TrainingConfig) =>
  1 / lengthOf(config, usualOf(config), lengths) /
  (config.schedule.shape === "cosine" ? 2 : 1);

Deno.test("recipes: every recipe has the same compute, and the one chosen has the lowest loss on other seeds", async () => {
  const { context, asked } = pretend((config, seed) =>
    seed >= 1000 ? loss(config) : loss(config) * (1 + seed / 1e6)
  );
  const rows = await makeRows(
    { ...context, profile: "smoke" } as FigureContext,
  );
  const all = ofKind(rows, "recipe");
  for (const row of all) {
    assertEquals(row.chosen, row.recipe === "cosine");
    const [ratio, gain] = row.recipe === "cosine" ? [0.5, 2] : [1, 1];
    assertAlmostEquals(row.ratio, ratio, 0.01);
    assertAlmostEquals(row.gain!, gain, 0.01 * gain);
    assert(row.ratioLow <= row.ratio && row.ratio <= row.ratioHigh);
  }
  // Up to a step at the end and one at each growth of the batches, as steps are whole.
  for (const { config } of asked) {
    const { schedule } = config;
    const optimiser = { kind: "adam", weightDecay: 0 };
    const usual = { ...schedule, growth: 1, ...usualOf(config) };
    const spent = trainingCost(config) /
      trainingCost({ ...config, optimiser, schedule: usual });
    const length = lengthOf(config, usualOf(config), lengths);
    assertAlmostEquals(spent / length, 1, schedule.growth / schedule.steps);
  }
  assert(figure.caption(rows).includes("equal compute"));
});

Deno.test("recipes: no compute is saved where more of it is worth nothing", async () => {
  const flat = ({ architecture }: TrainingConfig) =>
    architecture.encoderLayers === 1;
  const { context } = pretend((config) => flat(config) ? 0.5 : loss(config));
  const rows = await makeRows(
    { ...context, profile: "smoke" } as FigureContext,
  );
  for (const row of ofKind(rows, "recipe")) {
    assertEquals(row.gain === null, row.series === "superposition-mlp");
  }
});
