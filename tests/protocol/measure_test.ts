/** How an experiment is run, with losses that are made up. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import {
  type Case,
  measure,
  report,
  tuneScheme,
} from "../../src/protocol/measure.ts";
import { lossesOf, measureClosed } from "../../src/protocol/measured.ts";
import { ratioOf } from "../../src/protocol/ratio.ts";
import {
  best,
  configOf,
  curved,
  isRare,
  plain,
  type Recipe,
  stratified,
} from "../../src/protocol/recipe.ts";
import { measuredRow, sideOf } from "../../src/protocol/row.ts";
import { seeds } from "../../src/protocol/seeds.ts";
import linear from "../../src/schemes/linear.ts";
import nonlinear from "../../src/schemes/nonlinear.ts";
import superposition from "../../src/schemes/superposition.ts";
import { trainingCost } from "../../src/jobs/training.ts";
import { autoencoder } from "../../src/networks/network.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { pretend } from "./_pretend.ts";

const problem = { data: independent(4, 0.5), hidden: 2, noise: 0 };
const of: Case = {
  problem,
  recipes: [best],
  steps: 100,
  batch: 8,
  seeds: seeds({ selection: 2, report: 3 }),
  curvePoints: 5,
  tries: (all) => all,
};

const encoder = ({ architecture }: TrainingConfig) =>
  architecture.layers[0].outputs;

Deno.test("selection seeds choose, report seeds are reported, steps are stretched in the report alone", async () => {
  // 0.01 is best, and the larger the encoder the better; report seeds would choose otherwise.
  const { context, asked } = pretend((config, seed) =>
    seed < 1000
      ? 0.5 + seed / 100
      : 1 / encoder(config) + Math.abs(config.schedule.learningRate - 0.01)
  );
  const measured = (await measure(context, of, nonlinear, 12, {
    stream: "a",
    stretch: 2,
  }))!;
  const reported = asked.filter(({ seeds }) => seeds[0] < 1000);
  assertEquals(reported.map(({ seeds }) => seeds), [[0, 1, 2]]);
  for (const { config, seeds } of asked) {
    if (seeds[0] < 1000) continue;
    assertEquals(seeds, [1000, 1001]);
    assertEquals([config.schedule.steps, config.curvePoints], [100, 0]);
  }
  const row = measuredRow(measured);
  assertEquals(
    [row.encoder, row.decoder, row.output, row.neurons, row.learningRate],
    [8, 4, 0, 12, 0.01],
  );
  assertEquals([row.series, row.steps, row.seeds], ["nonlinear", 200, 3]);
  assertEquals(reported[0].config.curvePoints, 5);
  assertEquals([row.best, row.median], [0.5, 0.51]);
  assertEquals([row.standardError, row.deadUnits], [0.003, 0.1]);
  assert(row.low <= row.median && row.median <= row.high);
});

Deno.test("a scheme that cannot spend a budget is not measured", async () => {
  const { context, asked } = pretend(() => 1);
  assertEquals(
    await measure(context, of, superposition, 5, { stream: "a" }),
    null,
  );
  assertEquals(asked, []);
});

Deno.test("tuning may be told which shapes to try", async () => {
  const { context, asked } = pretend(() => 1);
  const first = {
    ...of,
    tries: (all: Parameters<Case["tries"]>[0]) => [all[0]],
  };
  const tuned = (await tuneScheme(context, first, nonlinear, 12))!;
  assertEquals([tuned.candidate.neurons.encoder, asked.length], [6, 4]);
});

Deno.test("a row as one side of another has the side's name before its columns", async () => {
  const { context } = pretend((_, seed) => 1 + seed);
  const tuned = (await tuneScheme(context, of, nonlinear, 8))!;
  const a = await report(context, of, tuned, { stream: "a" });
  const side = sideOf("nonlinear", a);
  assertEquals(
    [side.nonlinear, side.nonlinearNeurons, side.nonlinearMedian],
    ["nonlinear", 8, 2],
  );
  assertEquals(side.nonlinearDead, a.deadUnits);
  const doubled = {
    ...a,
    fvu: { ...a.fvu, median: 2 * a.fvu.median },
    results: a.results.map((r) => ({
      ...r,
      loss: { mse: 2 * r.loss.mse, fvu: 2 * r.loss.fvu },
    })),
  };
  const { ratio, low, high } = ratioOf(doubled, a, "ratio");
  assertEquals(ratio, 2);
  assert(low < 2 && 2 < high);
  assertEquals(lossesOf(doubled), [2, 4, 6]);
});

Deno.test("a closed form is a row without seeds; what samples leave open is its interval", () => {
  const candidate = linear.candidates(problem, {
    neurons: [],
    split: [1, 1],
    segments: [],
    epsilon: [],
  })[0];
  if (candidate.kind !== "closed") throw new Error("linear has a closed form");
  const exact = measuredRow(measureClosed("linear", problem, candidate));
  assertEquals(
    [exact.low, exact.high, exact.seeds, exact.steps, exact.learningRate],
    [exact.median, exact.median, 0, 0, null],
  );
  assertEquals(exact.mse, candidate.loss.mse);
  const sampled = measuredRow(
    measureClosed("linear", problem, { ...candidate, standardError: 0.01 }),
  );
  // Variance of a feature at S = 0.5: 1/6 − 1/16.
  const half = 1.96 * 0.01 / (1 / 6 - 1 / 16);
  assert(Math.abs(sampled.high - sampled.median - half) < 1e-12);
  assert(Math.abs(sampled.median - sampled.low - half) < 1e-12);
});

Deno.test("importance weights what a fvu is worth in mse", () => {
  const weighted = { ...problem, data: independent(4, 0.5, [1, 1, 0.5, 0.5]) };
  const [candidate] = linear.candidates(weighted, {
    neurons: [],
    split: [1, 1],
    segments: [],
    epsilon: [],
  });
  if (candidate.kind !== "closed") throw new Error("linear has a closed form");
  const { mse } = measuredRow(measureClosed("linear", weighted, candidate));
  assert(Math.abs(mse - candidate.loss.mse) < 1e-12);
});

Deno.test("recipes differ in what they say, and the series in its recipe", async () => {
  const { context, asked } = pretend(() => 1);
  await measure(context, { ...of, recipes: [plain] }, nonlinear, 4, {
    series: plain.name,
    stream: "a",
  });
  assertEquals(asked[0].config.initial.kind, "uniform");
});

Deno.test("tuning chooses among recipes as among learning rates, on selection seeds, and reports what it chose", async () => {
  // The constant rate does best at 0.01, though the first recipe would with other seeds.
  const constant: Recipe = { ...best, name: "constant", rate: "constant" };
  const { context, asked } = pretend(({ schedule }, seed) =>
    (schedule.decay === 0) === (seed >= 1000)
      ? 0.1 + Math.abs(schedule.learningRate - 0.01)
      : 1
  );
  const recipes = [best, constant];
  const tuned = (await tuneScheme(
    context,
    { ...of, recipes },
    nonlinear,
    12,
  ))!;
  assertEquals([tuned.recipe, tuned.learningRate], [constant, 0.01]);
  // Every learning rate of each with the first shape, then the shapes.
  const tried = asked.slice(0, 6).map(({ config: { schedule } }) => [
    schedule.decay > 0,
    schedule.learningRate,
  ]);
  assertEquals(
    tried,
    recipes.flatMap(({ rate, learningRates }) =>
      learningRates.map((peak) => [rate !== "constant", peak])
    ),
  );
  const measured = await report(context, of, tuned, { stream: "a" });
  assertEquals(measured.config!.schedule.decay, 0);
});

Deno.test("a recipe with larger batches has as many fewer steps, so that all cost the same", () => {
  const task = {
    architecture: autoencoder([4, 6, 2], [2, 6, 4]),
    data: problem.data,
    steps: 1000,
    batch: 8,
    learningRate: 0.01,
  };
  const once = configOf(best, task),
    twice = configOf(
      { ...best, larger: 2 },
      task,
    );
  assertEquals([once.schedule.steps, once.schedule.batch], [1000, 8]);
  assertEquals([twice.schedule.steps, twice.schedule.batch], [500, 16]);
  assertEquals(trainingCost(once), trainingCost(twice));
});

Deno.test("what else a recipe does reaches the configuration, and nothing else changes", () => {
  const task = {
    architecture: autoencoder([4, 6, 2], [2, 6, 4]),
    data: independent(4, 0.9),
    steps: 1000,
    batch: 8,
    learningRate: 0.01,
  };
  const schedule = (steps: number) => ({ decay: steps / 10 });
  const { schedule: before, ...rest } = configOf(best, task);
  const recipe = stratified({ ...best, settings: { schedule } });
  assertEquals(
    configOf(recipe, task),
    {
      ...rest,
      batches: { kind: "stratified" },
      schedule: { ...before, decay: 100 },
    },
  );
});

Deno.test("features are rare where a sample may well have none", () => {
  const rare = (features: number, sparsity: number) =>
    isRare(independent(features, sparsity));
  assertEquals([rare(1, 0.09), rare(1, 0.11)], [false, true]);
  assertEquals([rare(20, 0.89), rare(20, 0.9)], [false, true]);
});

Deno.test("a dearer optimiser gets fewer steps for the same compute", () => {
  const task = {
    architecture: autoencoder([4, 6, 2], [2, 6, 4]),
    data: independent(4, 0.5),
    steps: 1000,
    batch: 8,
    learningRate: 0.01,
  };
  const config = configOf(curved, task);
  const spent = trainingCost(config) / trainingCost(configOf(best, task));
  assert(config.schedule.steps < 500, `${config.schedule.steps} steps`);
  assertAlmostEquals(spent, 1, 1 / config.schedule.steps);
});
