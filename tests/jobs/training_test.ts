import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { jobCost, jobKey, jobKinds } from "../../src/jobs/mod.ts";
import { lossFromErrors } from "../../src/features/mod.ts";
import {
  describeTraining,
  trainingJob,
  trainSeeds,
} from "../../src/jobs/training.ts";
import { autoencoder } from "../../src/networks/network.ts";
import type { Engine } from "../../src/training/engine.ts";
import { configure, type TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import { type TrainResult, trainResult } from "../../src/training/result.ts";
import { configWith } from "../training/_configs.ts";
import { smallConfig } from "../runs/_runs.ts";
import { changes } from "./_changes.ts";

const key = (config: TrainingConfig, seed = 1, engine = "kernel") =>
  jobKey(trainingJob(config, seed), engine);
const trainingCost = (config: TrainingConfig) =>
  jobCost(trainingJob(config, 1));

Deno.test("every field of a configuration, the seed and the engine are in the key", () => {
  const from = smallConfig();
  const config = smallConfig({
    neurons: 3,
    initial: { kind: "grown", gain: 1, from: { ...from, curvePoints: 0 } },
  });
  const keys = [key(config), key(config, 2), key(config, 1, "other")];
  for (const changed of changes(config)) {
    try {
      keys.push(key(changed as typeof from));
    } catch (error) {
      // Of a kind that nobody knows nobody knows the defaults.
      assertMatch((error as Error).message, /"(adam|mse)!" is unknown/);
    }
  }
  // The curve of the run that it grows from is the one thing that does not matter.
  assertEquals(new Set(keys).size, keys.length - 1);
  assertEquals(keys.length > 60, true);
});

Deno.test("runs have the names that stores and ledgers know them by", () => {
  // Written down on the day when there were 8,312 of them.
  assertEquals(
    key(smallConfig(), 5, "an engine"),
    "c3b31109075e03fc0e2da8ecfeac25dd2b7f3d09f0d78e7824919fa670dc1b51",
  );
});

Deno.test("what is no training is no spec", () => {
  const { spec } = jobKinds.get("training");
  const config = smallConfig();
  assertEquals(spec.safeParse({ config, seed: 1 }).success, true);
  for (
    const bad of [{ config }, { config, seed: 0.5 }, { config: {}, seed: 1 }]
  ) {
    assertEquals(spec.safeParse(bad).success, false);
  }
});

Deno.test("the order of writing is not in the key", () => {
  const config = smallConfig();
  const reversed = Object.fromEntries(Object.entries(config).reverse());
  assertEquals(key(reversed as unknown as typeof config), key(config));
});

Deno.test("a denser curve is another result of the same run", () => {
  const config = smallConfig();
  const denser = { ...config, curvePoints: 50 };
  assertEquals(configKey(denser), configKey(config));
  assertNotEquals(key(denser), key(config));
});

Deno.test("a result survives the store to the last bit, divergence included", () => {
  const result: TrainResult = {
    seed: 3,
    parameters: Float32Array.of(1 / 3, -0, 2 ** -149, 3e38, NaN, -Infinity),
    curve: [[5, 0.1], [10, Infinity]],
    loss: { mse: Infinity, fvu: Infinity },
    standardError: null,
    deadUnits: null,
  };
  // A NaN with other bits, as another processor may make it.
  new Uint32Array(result.parameters.buffer)[4] = 0xffc00001;
  const text = JSON.stringify(trainResult.encode(result));
  assertEquals(trainResult.decode(JSON.parse(text)), result);
  const bytes = Uint8Array.fromBase64(JSON.parse(text).parameters);
  const view = new DataView(bytes.buffer);
  assertEquals(
    [0, 1, 2, 3, 4, 5].map((i) => view.getUint32(4 * i, true)),
    [0x3eaaaaab, 0x80000000, 1, 0x7f61b1e6, 0x7fc00000, 0xff800000],
  );
});

Deno.test("a description has the shape, the schedule and the start", () => {
  const from = smallConfig();
  const config = smallConfig({
    neurons: 12,
    initial: { kind: "grown", gain: 1, from },
  });
  assertEquals(
    describeTraining(config),
    "2-12-1-12-2, 20 steps of 16 at 0.01, grown from 2-2-1-2-2",
  );
  const sparse = { ...smallConfig().data, sparsity: 0.9 };
  assertEquals(
    describeTraining({ ...smallConfig(), data: sparse, noise: 0.1 }),
    "2-2-1-2-2, S = 0.9, σ = 0.1, 20 steps of 16 at 0.01, from spread initial values × 1",
  );
  assertEquals(
    describeTraining({ ...smallConfig(), fixed: [1, 2] }),
    "2-2-1-2-2, layers 1, 2 fixed, 20 steps of 16 at 0.01, from spread initial values × 1",
  );
});

Deno.test("more steps, samples or neurons cost more", () => {
  const cost = trainingCost(smallConfig());
  assertEquals(trainingCost(smallConfig({ steps: 40 })), 2 * cost);
  assertEquals(trainingCost(smallConfig({ batch: 32 })), 2 * cost);
  assertEquals(trainingCost(smallConfig({ neurons: 3 })) > cost, true);
  // A third of the steps each with 1, 2 and 4 times as many samples.
  const { schedule, ...rest } = smallConfig({ steps: 30 });
  assertEquals(
    trainingCost({ ...rest, schedule: { ...schedule, growth: 4 } }),
    7 / 3 * trainingCost({ ...rest, schedule }),
  );
});

Deno.test("what an optimiser computes itself costs, whatever the batch", () => {
  const by = (kind: string, batch: number) =>
    trainingCost(configure({ ...smallConfig({ batch }), optimiser: { kind } }));
  const own = by("soap", 16) - by("adam", 16);
  assert(own > 0);
  assertAlmostEquals(by("soap", 64) - by("adam", 64), own, 1e-6 * own);
});

Deno.test("what a ledger keeps gives back the losses, and nothing of the network", () => {
  const { keeping } = jobKinds.get("training");
  const config = { ...smallConfig(), noise: 0.1 };
  const { parameters: _, curve: __, ...losses } = {
    seed: 3,
    parameters: Float32Array.of(1),
    curve: [],
    loss: lossFromErrors(config.data, [0.1, 0.1]),
    standardError: 0.01,
    deadUnits: 0.5,
  };
  const spec = { config, seed: 3 };
  const kept = keeping!.keep(losses);
  assertEquals(Object.keys(kept), Object.keys(keeping!.columns));
  const { seed, loss, standardError, deadUnits } = keeping!
    .restore(spec, kept) as TrainResult;
  assertEquals({ seed, loss, standardError, deadUnits }, losses);
});

Deno.test("a configuration that cannot be measured is refused before it trains", async () => {
  const engine: Engine = {
    name: "compiled",
    train: () => Promise.reject(new Error("was trained")),
  };
  const network = {
    architecture: autoencoder([2, 1], [1, 2]),
    parameters: new Array<number>(7).fill(1),
  };
  const dictionary = configWith({
    architecture: autoencoder([1, 3], [3, 1]),
    source: { kind: "hidden", target: "hidden", network },
    noise: 0.1,
  });
  await assertRejects(
    () => trainSeeds(engine, dictionary, [0]),
    RangeError,
    "noise is 0.1 on a dictionary",
  );
  const { data } = dictionary;
  // Its sampler would never give an active feature to draw initial values from.
  const groupless = { ...configWith(), data: { ...data, kind: "correlated" } };
  await assertRejects(
    () => trainSeeds(engine, groupless, [0]),
    RangeError,
    "group of the data is missing",
  );
});
