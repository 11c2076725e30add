/** How a scheme is trained for longer and longer, with losses that are made up. */
import { assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { trainLadder } from "../../src/protocol/ladder.ts";
import type { Case } from "../../src/protocol/measure.ts";
import { best } from "../../src/protocol/recipe.ts";
import { unique } from "../../src/rendering/select.ts";
import { seeds } from "../../src/protocol/seeds.ts";
import nonlinear from "../../src/schemes/nonlinear.ts";
import superposition from "../../src/schemes/superposition.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { pretend } from "./_pretend.ts";

const of: Case = {
  problem: { data: independent(4, 0.5), hidden: 2, noise: 0 },
  recipes: [best],
  steps: 100,
  batch: 8,
  seeds: seeds({ selection: 2, report: 3 }),
  curvePoints: 0,
  tries: (all) => all,
};
const lengths = [0.25, 1, 4, 16];
const how = { lengths, stream: (scheme: string) => scheme };

const encoder = ({ architecture }: TrainingConfig) =>
  architecture.layers[0].outputs;
const away = (a: number, b: number) => Math.abs(Math.log(a / b));

Deno.test("a ladder keeps the shape and tunes the rate at every length, downwards where training lasts longer", async () => {
  // The longer, the lower the best rate; a small encoder is best, but only at once the steps.
  const { context, asked } = pretend(({ schedule, architecture }) =>
    1 + away(schedule.learningRate, 1 / schedule.steps) / 10 +
    (schedule.steps === 100 ? 0.01 : -0.01) * architecture.layers[0].outputs
  );
  const rungs = await trainLadder(context, of, [nonlinear], 12, how);
  assertEquals(
    rungs.map(({ length, tuned, measured }) => [
      length,
      tuned.learningRate,
      measured.config!.schedule.steps,
      encoder(measured.config!),
      measured.results.length,
    ]),
    [
      [0.25, 0.03, 25, 3, 3],
      [1, 0.01, 100, 3, 3],
      [4, 0.003, 400, 3, 3],
      [16, 0.001, 1600, 3, 3],
    ],
  );
  assertEquals(rungs.map(({ tuned }) => tuned.recipe), lengths.map(() => best));
  const tried = (steps: number) =>
    unique(
      asked.filter(({ config: { schedule }, seeds: [first] }) =>
        first >= 1000 && schedule.steps === steps
      ).map(({ config: { schedule } }) => schedule.learningRate),
    );
  assertEquals(tried(25), [0.003, 0.01, 0.03]);
  assertEquals(tried(400), [0.01, 0.003]);
  assertEquals(tried(1600), [0.003, 0.001]);
});

Deno.test("a ladder reports at every length the scheme that does best on selection seeds", async () => {
  // Superposition is the better one where training is short, though report seeds say otherwise.
  const { context } = pretend(({ schedule, architecture }, seed) =>
    (architecture.layers.length === 2) ===
        (schedule.steps <= 100 === seed >= 1000)
      ? 1
      : 2
  );
  const schemes = [superposition, superpositionMlp];
  const schemesAt = async (neurons: number) =>
    (await trainLadder(context, of, schemes, neurons, how))
      .map(({ measured }) => measured.series);
  assertEquals(await schemesAt(4), [
    "superposition",
    "superposition",
    "superposition-mlp",
    "superposition-mlp",
  ]);
  // With another budget than a neuron per feature there is no choice.
  assertEquals(await schemesAt(8), lengths.map(() => "superposition-mlp"));
});

Deno.test("a ladder keeps the recipe that was chosen at the case's own length, and tunes among its rates", async () => {
  // Another optimiser is better at that length, and there alone.
  const other = { ...best, optimiser: { kind: "adam", beta2: 0.9 } };
  const recipes = [best, { ...other, learningRates: [0.1, 1] }];
  const { context } = pretend(({ schedule, optimiser }) =>
    schedule.steps === 100 === ("beta2" in optimiser && optimiser.beta2 === 0.9)
      ? schedule.learningRate
      : 2 - schedule.learningRate
  );
  const rungs = await trainLadder(
    context,
    { ...of, recipes },
    [nonlinear],
    12,
    how,
  );
  assertEquals(
    rungs.map(({ tuned: { recipe, learningRate } }) => [recipe, learningRate]),
    [1, 0.1, 0.1, 0.1].map((rate) => [recipes[1], rate]),
  );
});

Deno.test("a ladder is empty where no scheme can spend the budget", async () => {
  const { context, asked } = pretend(() => 1);
  const rungs = await trainLadder(context, of, [superposition], 8, how);
  assertEquals([rungs, asked], [[], []]);
});
