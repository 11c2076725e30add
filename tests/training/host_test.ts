/**
 * What the host does in the kernel's memory: batches, activations, steps; and that kernels keep
 * apart.
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { z } from "zod";
import { independent } from "../../src/features/mod.ts";
import { terms } from "../../src/losses/terms/mod.ts";
import type { HiddenSource } from "../../src/losses/source.ts";
import { activations } from "../../src/networks/activations/mod.ts";
import {
  type Architecture,
  autoencoder,
  countParameters,
  parameterOffsets,
} from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { kernelBytes, loadEngine, loadKernel } from "../../src/runs/kernel.ts";
import { createKernel } from "../../src/training/compiled/kernel.ts";
import { LANES } from "../../src/training/compiled/memory.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { optimisers } from "../../src/training/optimisers/mod.ts";
import { tfjsEngine, tfjsGradient } from "../../src/training/tfjs.ts";
import { everyKind } from "../features/_data.ts";
import {
  anyConfig,
  batchFrom,
  configWith,
  laneParameters,
  laneStates,
  noiseFrom,
  tiedArchitecture,
} from "./_configs.ts";

const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0));

// What a newcomer would put into files, and the kernel's own things once more, without its number.
const relu = activations.get("relu");
for (
  const activation of [
    { ...relu, id: "host-relu", kernel: undefined },
    { ...activations.get("identity"), id: "host-identity", kernel: undefined },
    {
      ...{ id: "leaky", summary: "a tenth below 0", slopes: [0.1, 1] },
      apply: (x: number) => x < 0 ? 0.1 * x : x,
      derivative: (x: number) => x < 0 ? 0.1 : 1,
    },
    {
      ...{ id: "softsign", summary: "smooth", slopes: null },
      apply: (x: number) => x / (1 + Math.abs(x)),
      derivative: (x: number) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
    },
    { ...relu, id: "impostor", kernel: 7 },
  ]
) activations.add(`${activation.id}.ts`, { default: activation });

const kind = (id: string) => ({
  ...{ id, summary: "of a test" },
  schema: z.strictObject({ kind: z.literal(id) }),
});
optimisers.add("momentum.ts", {
  default: {
    ...kind("momentum"),
    start(_settings: unknown, count: number) {
      const velocity = new Float32Array(count);
      return (
        parameters: Float32Array,
        gradient: Float32Array,
        rate: number,
      ) => {
        for (let i = 0; i < count; i++) {
          velocity[i] = Math.fround(0.75 * velocity[i] + gradient[i]);
          parameters[i] -= Math.fround(rate * velocity[i]);
        }
      };
    },
  },
});
optimisers.add("normalized.ts", {
  default: {
    ...kind("normalized"),
    start: () =>
    (
      parameters: Float32Array,
      gradient: Float32Array,
      rate: number,
    ) => {
      const size = norm(gradient);
      gradient.forEach((g, i) => parameters[i] -= rate * g / size);
    },
  },
});
optimisers.add("host-adam.ts", {
  default: {
    ...kind("host-adam"),
    start: (_settings: unknown, count: number) =>
      optimisers.get("adam").start(configWith().optimiser, count),
  },
});
terms.add("ridge.ts", {
  default: {
    ...kind("ridge"),
    penalty(
      _settings: unknown,
      _architecture: Architecture,
      parameters: Float32Array,
      gradient: Float32Array,
    ) {
      let sum = 0;
      parameters.forEach((w, i) => {
        gradient[i] += Math.fround(0.02 * w);
        sum += 0.01 * w * w;
      });
      return sum;
    },
  },
});

/** The hidden state of some network as a source. */
function hiddenSource(
  architecture: Architecture,
  target: HiddenSource["target"],
): HiddenSource {
  const random = randomStream("source", 1, "parameters");
  const parameters = Array.from(
    { length: countParameters(architecture) },
    () => 2 * random.uniform() - 1,
  );
  return { kind: "hidden", network: { architecture, parameters }, target };
}

/**
 * A source whose hidden state is the features themselves, so that the host draws what the kernel
 * would.
 */
function throughIdentity(features: number): HiddenSource {
  const architecture = tiedArchitecture(features, features);
  const { layers: [{ weights }] } = parameterOffsets(architecture);
  const parameters = new Array(countParameters(architecture)).fill(0);
  for (let i = 0; i < features; i++) {
    parameters[weights + i * features + i] = 1;
  }
  return {
    kind: "hidden",
    network: { architecture, parameters },
    target: "hidden",
  };
}

const withActivation = (
  architecture: Architecture,
  rename: (activation: string) => string,
): Architecture => ({
  ...architecture,
  layers: architecture.layers.map((layer) => ({
    ...layer,
    activation: rename(layer.activation),
  })),
});

/** All that four lanes end with after some steps. */
function outcome(
  config: TrainingConfig,
  initial: readonly Float32Array[],
  steps = 40,
  kernel = loadKernel(),
) {
  const states = laneStates("host").slice(0, initial.length);
  const noises = laneStates("noise").slice(0, initial.length);
  const run = new KernelRun(kernel, config, initial, states, noises);
  run.train(steps);
  return {
    losses: run.takeLosses(),
    lanes: states.map((_, lane) => [
      run.parameters(lane),
      run.samples(lane),
      run.received(lane),
    ]),
  };
}

/** Full blocks and a rest, tied and untied, weighted and not, with and without noise. */
const plain = [
  configWith({ schedule: { batch: 37 }, optimiser: { weightDecay: 0.1 } }),
  configWith({ architecture: autoencoder([2, 18, 1], [1, 18, 2]) }),
  configWith({
    architecture: tiedArchitecture(5, 2),
    data: independent(5, 0.7),
    schedule: { batch: 70 },
  }),
  configWith({
    architecture: tiedArchitecture(5, 2),
    data: independent(5, 0.7),
    noise: 0.3,
    schedule: { batch: 50 },
  }),
  configWith({
    architecture: autoencoder([3, 6, 2], [2, 3]),
    data: { features: 3, sparsity: 0.2 },
    noise: 0.3,
    schedule: { batch: 33 },
  }),
];

Deno.test("batches that the host draws are the kernel's own, bit for bit", () => {
  for (const config of plain) {
    const initial = laneParameters(config);
    const source = throughIdentity(config.data.features);
    for (const seeds of [4, 2]) {
      const some = initial.slice(0, seeds);
      assertEquals(
        outcome({ ...config, source }, some),
        outcome(config, some),
      );
    }
  }
});

Deno.test("an activation of the host has the bits of the kernel's", () => {
  for (const config of plain) {
    const hosted = withActivation(config.architecture, (id) => `host-${id}`);
    const initial = laneParameters(config);
    assertEquals(
      outcome({ ...config, architecture: hosted }, initial),
      outcome(config, initial),
    );
  }
});

Deno.test("steps of the host have the bits of the kernel's", () => {
  const configs = plain.filter(({ optimiser }) => optimiser.weightDecay === 0);
  assert(configs.length > 2);
  for (const config of configs) {
    for (const fixed of [[], [0], [1]]) {
      const initial = laneParameters(config);
      assertEquals(
        outcome(
          { ...config, fixed, optimiser: { kind: "host-adam" } },
          initial,
        ),
        outcome({ ...config, fixed }, initial),
      );
    }
  }
});

/**
 * Any configuration with activations of the host, fixed layers and, half of the time, a hidden
 * state as its source.
 */
const anyHosted = fc.tuple(
  anyConfig.filter(({ noise }) => noise === 0),
  fc.constantFrom("leaky", "softsign"),
  fc.constantFrom(null, "features", "hidden"),
  fc.integer({ min: 1, max: 5 }),
  fc.boolean(),
).map(([config, id, target, hidden, fixFirst]): TrainingConfig => {
  const { features } = config.data;
  const architecture = withActivation(
    config.architecture,
    (activation) => activation === "relu" ? id : activation,
  );
  const fixed = fixFirst ? [0] : [];
  if (target === null) return { ...config, architecture, fixed };
  const layers = architecture.layers.map((layer, l, { length }) => ({
    ...layer,
    tiedTo: null,
    inputs: l === 0 ? hidden : layer.inputs,
    outputs: l === length - 1 && target === "hidden" ? hidden : layer.outputs,
  }));
  return {
    ...config,
    architecture: { ...architecture, layers },
    fixed,
    source: hiddenSource(autoencoder([features, hidden], [hidden, 1]), target),
  };
});

Deno.test("gradients with what the host adds agree to 1e-5", async () => {
  let slopes = 0;
  await fc.assert(
    fc.asyncProperty(anyHosted, async (config) => {
      const initial = laneParameters(config);
      const states = laneStates("gradients");
      const run = new KernelRun(loadKernel(), config, initial, states);
      run.gradient();
      const losses = run.takeLosses();
      const { architecture: { layers }, fixed } = config;
      const { layers: [{ weights, bias }] } = parameterOffsets(
        config.architecture,
      );
      for (const lane of [0, 3]) {
        const batch = batchFrom(config, states[lane]);
        const oracle = await tfjsGradient(config, initial[lane], batch);
        if (fixed.length > 0) {
          const [{ inputs, outputs }] = layers;
          oracle.gradient.fill(0, weights, weights + inputs * outputs);
          if (bias !== null) oracle.gradient.fill(0, bias, bias + outputs);
        }
        const gradient = run.gradients(lane);
        const error = norm(gradient.map((g, i) => g - oracle.gradient[i]));
        const size = norm(oracle.gradient);
        assert(error <= 1e-5 * size, `lane ${lane}: ${error} of ${size}`);
        const loss = Math.abs(losses[lane] - oracle.loss);
        assert(loss <= 1e-5 * oracle.loss + 1e-9, `lane ${lane}: ${loss}`);
        if (size > 0) slopes++;
      }
    }),
    { seed: 1, numRuns: 60 },
  );
  assert(slopes > 80, `only ${slopes} gradients are not 0`);
});

Deno.test("gradients through an activation of the host and noise agree", async () => {
  const config = configWith({
    architecture: withActivation(
      autoencoder([3, 6, 2], [2, 5, 3]),
      (id) => id === "relu" ? "leaky" : "softsign",
    ),
    data: { features: 3 },
    noise: 0.3,
    schedule: { batch: 45 },
  });
  const initial = laneParameters(config);
  const states = laneStates("features"), noises = laneStates("noise");
  const run = new KernelRun(loadKernel(), config, initial, states, noises);
  run.gradient();
  for (let lane = 0; lane < LANES; lane++) {
    const { gradient } = await tfjsGradient(
      config,
      initial[lane],
      batchFrom(config, states[lane]),
      noiseFrom(config, noises[lane]),
    );
    const error = norm(run.gradients(lane).map((g, i) => g - gradient[i]));
    assert(error < 1e-4 * norm(gradient), `lane ${lane}: ${error}`);
  }
});

const architecture = autoencoder([2, 6, 2], [2, 6, 2]);
/** One of each, and some together. */
const hosted = [
  configWith({
    architecture: autoencoder([2, 6, 1], [1, 6, 2], "leaky"),
    curvePoints: 4,
  }),
  // A probe: features from a hidden state.
  configWith({
    architecture: autoencoder([3, 2], [2, 5]),
    data: independent(5, 0.5, [1, 0.8, 0.6, 0.4, 0.2]),
    source: hiddenSource(autoencoder([5, 4, 3], [3, 5]), "features"),
    schedule: { batch: 37 },
  }),
  // A dictionary: a hidden state from itself.
  configWith({
    architecture: autoencoder([3, 8, 4], [4, 3]),
    data: { features: 5, sparsity: 0.5 },
    source: hiddenSource(autoencoder([5, 3], [3, 5]), "hidden"),
  }),
  configWith({ architecture, fixed: [0, 3] }),
  {
    ...configWith({ architecture, schedule: { learningRate: 0.3 } }),
    optimiser: { kind: "momentum" },
  },
  // Steps of one size: nothing of a fixed layer may count.
  {
    ...configWith({
      architecture,
      fixed: [0, 3],
      objective: [{ kind: "mse" }, { kind: "ridge" }],
    }),
    optimiser: { kind: "normalized" },
  },
  configWith({ objective: [{ kind: "mse" }, { kind: "ridge" }] }),
  // Data that the kernel does not draw.
  ...everyKind(6, [1, 0.9, 0.8, 0.7, 0.6, 0.5]).slice(1).map((data, i) =>
    configWith({
      architecture: tiedArchitecture(6, 2),
      data,
      noise: i === 0 ? 0.1 : 0,
      schedule: { batch: 37 },
    })
  ),
  {
    ...configWith({
      architecture: autoencoder([3, 6, 2], [2, 3], "softsign"),
      data: { features: 5, sparsity: 0.5 },
      source: hiddenSource(autoencoder([5, 3], [3, 5]), "hidden"),
      objective: [{ kind: "mse" }, { kind: "ridge" }],
      fixed: [1],
      schedule: { learningRate: 0.3, batch: 50 },
    }),
    optimiser: { kind: "momentum" },
  },
];

function train(config: TrainingConfig, seeds: readonly number[]) {
  const initial = seeds.map((seed) => initialParameters(config, seed, null));
  return loadEngine().train(config, seeds, initial);
}

Deno.test("after 100 steps with what the host adds the two engines' parameters are within 1e-5", async () => {
  for (const [i, config] of hosted.entries()) {
    const [compiled] = await train(config, [1]);
    const initial = initialParameters(config, 1, null);
    const [oracle] = await tfjsEngine.train(config, [1], [initial]);
    const moved = norm(compiled.parameters.map((w, i) => w - initial[i]));
    assert(moved > 0.1, `config ${i}: training moved parameters by ${moved}`);
    compiled.parameters.forEach((w, k) => {
      const difference = Math.abs(w - oracle.parameters[k]);
      assert(difference <= 1e-5, `config ${i}: ${k} differs by ${difference}`);
    });
    compiled.curve.forEach(([step, mse], point) => {
      assertEquals(oracle.curve[point][0], step);
      assert(Math.abs(oracle.curve[point][1] - mse) <= 1e-5 * mse);
    });
  }
});

Deno.test("whatever the host does, a seed's result does not depend on its neighbours", async () => {
  const seeds = [0, 1, 2, 3, 4, 5];
  for (const config of hosted) {
    const short = { ...config, schedule: { ...config.schedule, steps: 12 } };
    const alone = await Promise.all(
      seeds.map(async (seed) => (await train(short, [seed]))[0]),
    );
    assertEquals(new Set(alone.map((run) => `${run.parameters}`)).size, 6);
    assertEquals(await train(short, seeds), alone);
    assertEquals(await train(short, [5, 2, 0]), [5, 2, 0].map((s) => alone[s]));
  }
});

Deno.test("a fixed layer keeps its bits, and the others train", () => {
  const configs = [
    configWith({ architecture, optimiser: { weightDecay: 0.3 } }),
    configWith({ architecture, noise: 0.2 }),
    configWith({
      architecture,
      objective: [{ kind: "mse" }, { kind: "ridge" }],
    }),
  ];
  for (const config of configs) {
    const initial = laneParameters(config);
    const { layers } = parameterOffsets(architecture);
    for (const fixed of [[0], [1, 2], [3], [0, 1, 2]]) {
      const { lanes } = outcome({ ...config, fixed }, initial);
      lanes.forEach(([parameters], lane) => {
        layers.forEach(({ weights, bias }, l) => {
          const [from, to] = [weights, bias! + architecture.layers[l].outputs];
          const before = initial[lane].slice(from, to);
          const after = (parameters as Float32Array).slice(from, to);
          const kept = after.filter((w, i) => w === before[i]).length;
          if (fixed.includes(l)) assertEquals(after, before);
          else assert(kept < after.length, `layer ${l} did not train`);
        });
      });
    }
  }
});

Deno.test("a lane that diverges through the host leaves the others alone", () => {
  for (const config of hosted) {
    const initial = laneParameters(config);
    const healthy = outcome(config, initial, 8);
    const starts = initial.map((parameters) => parameters.slice());
    starts[1].fill(NaN);
    const sick = outcome(config, starts, 8);
    for (const lane of [0, 2, 3]) {
      assertEquals(sick.lanes[lane], healthy.lanes[lane]);
      assertEquals(sick.losses[lane], healthy.losses[lane]);
    }
    assert(Number.isNaN(sick.losses[1]), `${sick.losses[1]}`);
  }
});

Deno.test("kernels side by side do not disturb each other", () => {
  // Both in one memory would overwrite each other, both with an activation of the host mistake it.
  const configs = [
    configWith({ architecture: autoencoder([2, 6, 1], [1, 6, 2], "leaky") }),
    configWith({
      architecture: autoencoder([3, 9, 2], [2, 9, 3], "softsign"),
      data: { features: 3, sparsity: 0.5 },
    }),
  ];
  const alone = configs.map((config) =>
    outcome(config, laneParameters(config), 40, createKernel(kernelBytes))
  );
  const runs = configs.map((config) =>
    new KernelRun(
      createKernel(kernelBytes),
      config,
      laneParameters(config),
      laneStates("host"),
    )
  );
  for (let step = 0; step < 40; step++) runs.forEach((run) => run.train(1));
  runs.forEach((run, i) => {
    assertEquals(run.takeLosses(), alone[i].losses);
    alone[i].lanes.forEach(([parameters], lane) =>
      assertEquals(run.parameters(lane), parameters)
    );
  });
});

Deno.test("an activation with a number that the kernel does not have is refused", () => {
  const config = configWith({
    architecture: autoencoder([2, 3, 1], [1, 2], "impostor"),
  });
  assertThrows(
    () => outcome(config, laneParameters(config)),
    RangeError,
    'activation "impostor" says that it is number 7 in the kernel, which has 2: leave kernel out',
  );
});
