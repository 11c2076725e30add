/** Configurations: what they have unless they say otherwise, and what is said of wrong ones. */
import { assertEquals, assertThrows } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import { independent } from "../../src/features/mod.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { checkConfig, trainable } from "../../src/training/check_config.ts";
import { configure, type TrainingConfig } from "../../src/training/config.ts";
import { readConfig } from "../../src/training/config_schema.ts";
import { configWith } from "./_configs.ts";

const choice = {
  architecture: autoencoder([2, 5, 1], [1, 5, 2]),
  data: independent(2, 0),
  initial: { kind: "spread", gain: 1 },
  schedule: { steps: 100, batch: 32, learningRate: 0.01 },
} as const;

Deno.test("what is not chosen has its default", () => {
  assertEquals(configure(choice), {
    ...choice,
    noise: 0,
    schedule: {
      ...choice.schedule,
      ...{ warmup: 0, decay: 0, finalLearningRate: 1, shape: "linear" },
      ...{ growth: 1, averaged: 0 },
    },
    batches: { kind: "plain" },
    optimiser: {
      ...{ kind: "adam", weightDecay: 0 },
      ...{ beta1: 0.9, beta2: 0.999, stabilizer: 1e-8 },
    },
    objective: [{ kind: "mse" }],
    fixed: [],
    source: { kind: "features" },
    curvePoints: 0,
  });
});

Deno.test("data that is read has the same defaults, and survives JSON", () => {
  const config = configure(choice);
  assertEquals(readConfig(structuredClone(choice)), config);
  const full = configure({
    ...choice,
    initial: { kind: "grown", gain: 1, from: config },
    noise: 0.1,
    optimiser: { kind: "adam", beta2: 0.99 },
    fixed: [1],
    curvePoints: 7,
  });
  assertEquals(readConfig(JSON.parse(JSON.stringify(full))), full);
  const { architecture } = choice;
  const dictionary = configure({
    ...choice,
    architecture: autoencoder([1, 3], [3, 1]),
    source: {
      kind: "hidden",
      network: { architecture, parameters: new Array(43).fill(0.5) },
      target: "hidden",
    },
  });
  assertEquals(readConfig(JSON.parse(JSON.stringify(dictionary))), dictionary);
});

Deno.test("what is wrong is named with its value and the remedy, in one line", () => {
  const { layers } = choice.architecture;
  const layered = (change: object) => ({
    ...choice,
    architecture: {
      ...choice.architecture,
      layers: [{ ...layers[0], ...change }, ...layers.slice(1)],
    },
  });
  const scheduled = (change: object) => ({
    ...choice,
    schedule: { ...choice.schedule, ...change },
  });
  const whole = "use a whole number of at least";
  for (
    const [value, message] of [
      [
        scheduled({ batch: 0 }),
        `schedule.batch of the configuration is 0: ${whole} 1`,
      ],
      [
        scheduled({ steps: 1.5 }),
        `schedule.steps of the configuration is 1.5: ${whole} 1`,
      ],
      [
        scheduled({ learningRate: undefined }),
        "schedule.learningRate of the configuration is missing: use a number above 0",
      ],
      [
        scheduled({ finalLearningRate: 2 }),
        "schedule.finalLearningRate of the configuration is 2: use a number in [0, 1]",
      ],
      [
        scheduled({ shape: "square" }),
        'schedule.shape of the configuration is "square": use linear or cosine',
      ],
      [
        scheduled({ weightDecay: 0.1 }),
        "schedule.weightDecay of the configuration is 0.1: leave it out, nothing reads such a field",
      ],
      [
        { ...choice, noise: -1 },
        "noise of the configuration is -1: use a number of at least 0",
      ],
      [
        { ...choice, data: { ...choice.data, sparsity: 1 } },
        "data.sparsity of the configuration is 1: use a number in [0, 1)",
      ],
      [
        layered({ activation: "tanh" }),
        'architecture.layers.0.activation of the configuration is "tanh": activation "tanh" is unknown: use one of identity, relu, or add src/networks/activations/tanh.ts',
      ],
      [
        { ...choice, optimiser: { kind: "sgd" } },
        'optimiser.kind of the configuration is "sgd": optimiser "sgd" is unknown: use one of adam, muon, soap, or add src/training/optimisers/sgd.ts',
      ],
      [
        { ...choice, optimiser: { kind: "adam", beta1: 1 } },
        "optimiser.beta1 of the configuration is 1: use a number in [0, 1)",
      ],
      [
        { ...choice, optimiser: { kind: "adam", momentum: 1 } },
        "optimiser.momentum of the configuration is 1: leave it out, nothing reads such a field",
      ],
      [
        { ...choice, objective: [{ kind: "mse" }, { kind: "l1" }] },
        'objective.1.kind of the configuration is "l1": term "l1" is unknown: use one of mse, or add src/losses/terms/l1.ts',
      ],
      [
        { ...choice, initial: { kind: "zero" } },
        'initial.kind of the configuration is "zero": use one of the kinds uniform, spread, aligned, looks-linear, given, grown',
      ],
      [
        { ...choice, source: { kind: "weights" } },
        'source.kind of the configuration is "weights": use one of the kinds features, hidden',
      ],
      [
        { ...choice, seed: 1 },
        "seed of the configuration is 1: leave it out, nothing reads such a field",
      ],
      [null, "the configuration is null: use an object"],
      [
        layered({ outputs: 4 }),
        "layer 1 takes 5 inputs but layer 0 gives 4: make the two widths equal",
      ],
    ] as const
  ) assertThrows(() => readConfig(value), RangeError, message);
  assertThrows(
    () => configure({ ...choice, optimiser: { kind: "adam", beta1: 1 } }),
    RangeError,
    "beta1 of the optimiser is 1: use a number in [0, 1)",
  );
  assertThrows(
    () => configure({ ...choice, optimiser: { kind: "sgd" } }),
    RangeError,
    'kind of the optimiser is "sgd": optimiser "sgd" is unknown: use one of adam',
  );
});

Deno.test("parts that do not fit together are refused", () => {
  const config = configWith();
  const { architecture } = config;
  const given = (target: "features" | "hidden", parameters = 43) =>
    ({
      kind: "hidden",
      network: { architecture, parameters: new Array(parameters).fill(0.5) },
      target,
    }) as const;
  const check = (change: Partial<TrainingConfig>, message: string) =>
    assertThrows(
      () => checkConfig({ ...config, ...change }),
      RangeError,
      message,
    );
  check(
    { data: { ...config.data, features: 3 } },
    "the network maps 2 numbers to 2 but the data has 3 to give back: make its first layer 3 wide and its last 3",
  );
  check(
    { data: { ...config.data, importance: [1] } },
    "data.importance has 1 numbers for 2 features: give one for each, or null",
  );
  check(
    { source: given("features") },
    "the network maps 2 numbers to 2 but the source gives 1 to become 2: make its first layer 1 wide and its last 2",
  );
  check(
    { source: given("hidden") },
    "the network maps 2 numbers to 2 but the source gives 1 to give back: make its first layer 1 wide and its last 1",
  );
  check(
    { source: given("features", 42) },
    "source.network.parameters has 42 numbers but its architecture takes 43: give one for each",
  );
  const wide = autoencoder([3, 2], [2, 3]);
  check(
    {
      source: {
        ...given("features"),
        network: { architecture: wide, parameters: [] },
      },
    },
    "source.network takes 3 features but the data has 2: make the two equal",
  );
  for (const growth of [0, 0.5, 1.6, 3, 2 ** 17, NaN]) {
    check(
      { schedule: { ...config.schedule, growth } },
      `schedule.growth is ${growth}: use a power of 2 up to 65536, 1 for batches of one size`,
    );
  }
  for (const averaged of [-1, 0.5, 101]) {
    check(
      { schedule: { ...config.schedule, averaged } },
      `schedule.averaged is ${averaged} of 100 steps: use a whole number of at least 0 and at most schedule.steps`,
    );
  }
  check(
    { objective: [] },
    "objective has 0 terms of kind mse: give it exactly one, penalties come beside it",
  );
  for (const fixed of [[4], [-1], [0.5], [1, 0], [1, 1]]) {
    check(
      { fixed },
      `fixed is [${fixed.join(", ")}]: name layers 0 to 3, each once, in order`,
    );
  }
  checkConfig({ ...config, fixed: [0, 3] });
  checkConfig({
    ...config,
    architecture: autoencoder([1, 4], [4, 2]),
    source: given("features"),
  });
});

Deno.test("a fixed layer holds its weights and its bias; a tied one its partner's weights", () => {
  const { architecture } = configWith();
  // 2·5 + 5, 5·1 + 1, 1·5 + 5, 5·2 + 2.
  const kept = (fixed: number[], of = architecture) =>
    [...trainable(of, fixed)].map(String).join("");
  assertEquals(kept([]), "1".repeat(43));
  assertEquals(
    kept([1, 3]),
    "1".repeat(15) + "0".repeat(6) + "1".repeat(10) + "0".repeat(12),
  );
  // W[3, 2], then the bias of the second layer.
  assertEquals(kept([0], superpositionModel(3, 2)), "000000111");
  assertEquals(kept([1], superpositionModel(3, 2)), "000000000");
});

Deno.test("what an engine would not notice is refused before anything is drawn", () => {
  const config = configWith();
  const refuse = (change: Record<string, unknown>, message: string) =>
    assertThrows(
      () => checkConfig({ ...config, ...change }),
      RangeError,
      message,
    );
  const correlated = { ...config.data, kind: "correlated" };
  refuse({ data: correlated }, "group of the data is missing");
  refuse({ data: { ...correlated, group: 3 } }, "group of the data is 3");
  refuse({ noise: -1 }, "noise is -1: use a number of at least 0");
  refuse({ noise: NaN }, "noise is NaN");
  refuse({ optimiser: { kind: "adam" } }, "weightDecay of the optimiser adam");
  refuse(
    { optimiser: { ...config.optimiser, beta1: 2 } },
    "beta1 of the optimiser is 2",
  );
  refuse(
    { schedule: { ...config.schedule, batch: 0 } },
    "schedule.batch is 0: use a whole number of at least 1",
  );
});
