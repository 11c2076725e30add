/** What the kernel does in memory: its generator, its samples, its optimiser. */
import { assert, assertEquals } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import {
  type RandomState,
  randomStream,
  streamState,
  xoshiro128plusplus,
} from "../../src/numerics/random.ts";
import { drawFeatures } from "../../src/features/mod.ts";
import { loadKernel } from "../../src/runs/kernel.ts";
import { LANES } from "../../src/training/compiled/memory.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import { BLOCK } from "../../src/training/compiled/layout.ts";
import type { AdamSettings } from "../../src/training/optimisers/adam.ts";
import { learningRateAt } from "../../src/training/schedule.ts";
import { configWith, laneParameters, laneStates } from "./_configs.ts";
import { autoencoder } from "../../src/networks/network.ts";

/** The number that a state gives next: the output function of xoshiro128++. */
function output([s0, , , s3]: RandomState): number {
  const sum = (s0 + s3) | 0;
  return (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
}

/** What a dense feature makes of 32 bits, written out. */
const dense = (bits: number) =>
  Math.min(
    Math.fround(Math.floor(bits / 2)) * 2 ** -31,
    1 - 2 ** -24,
  );

/** A run that draws `features` numbers per sample, from one state in all lanes. */
function drawing(features: number, batch: number, state: RandomState) {
  const config = configWith({
    architecture: superpositionModel(features, 1),
    data: { features },
    schedule: { batch },
  });
  return new KernelRun(loadKernel(), config, laneParameters(config), [state]);
}

Deno.test("the kernel's generator gives the vector of rand_xoshiro", () => {
  // As in tests/features/random_test.ts.
  const run = drawing(1, 1, [1, 2, 3, 4]);
  for (
    const expected of [
      ...[641, 1573767, 3222811527, 3517856514, 836907274],
      ...[4247214768, 3867114732, 1355841295, 495546011, 621204420],
    ]
  ) {
    for (let lane = 0; lane < LANES; lane++) {
      assertEquals(output(run.generatorState(lane)), expected);
    }
    run.gradient();
    for (let lane = 0; lane < LANES; lane++) {
      assertEquals(run.samples(lane)[0][0], dense(expected));
    }
  }
});

Deno.test("the kernel's generator gives the vector of PHP", () => {
  // As in tests/features/random_test.ts: number 102,401 is 2c873cfa.
  const run = drawing(10, 10_240, [1, 2, 3, 4]);
  run.gradient();
  assertEquals(output(run.generatorState(0)), 0x2c873cfa);
});

Deno.test("the kernel draws the samples of drawFeatures, bit for bit", () => {
  for (const sparsity of [0, 0.5, 0.9, 0.999]) {
    const size = BLOCK;
    // A full block; a full one and one with 5 samples; a block with 1.
    for (const batch of [size, size + 5, 1]) {
      const config = configWith({
        architecture: superpositionModel(3, 2),
        data: { features: 3, sparsity },
        schedule: { batch },
      });
      const states = laneStates(`samples ${sparsity}`);
      const sources = states.map(xoshiro128plusplus);
      const run = new KernelRun(
        loadKernel(),
        config,
        laneParameters(config),
        states,
      );
      for (let round = 0; round < 40; round++) {
        run.gradient();
        sources.forEach((random, lane) => {
          const drawn = Array.from(
            { length: batch },
            () => drawFeatures(config.data, random),
          );
          const block = run.samples(lane);
          const last = drawn.slice(size * Math.floor((batch - 1) / size));
          const rest = block.slice(last.length).map(() => new Float32Array(3));
          assertEquals(block, [...last, ...rest]);
        });
      }
    }
  }
});

Deno.test("the kernel's samples at the edges are those of drawFeatures", () => {
  for (
    const [bits, sparsity, expected] of [
      [2 ** 32 - 1, 0, 1 - 2 ** -24],
      [0, 0, 0],
      [2 ** 30 - 1, 0.75, 1 - 2 ** -24],
      [2 ** 30, 0.75, 0],
      [2 ** 29, 0.75, 0.5],
    ]
  ) {
    // With s0 = 0 the output is s3 rotated left by 7.
    const state: RandomState = [0, 1, 2, ((bits << 25) | (bits >>> 7)) >>> 0];
    assertEquals(output(state), bits);
    const config = configWith({
      architecture: superpositionModel(1, 1),
      data: { features: 1, sparsity },
      schedule: { batch: 1 },
    });
    const run = new KernelRun(loadKernel(), config, laneParameters(config), [
      state,
    ]);
    run.gradient();
    assertEquals(run.samples(0)[0][0], expected);
    const [x] = drawFeatures(config.data, xoshiro128plusplus(state));
    assertEquals(x, expected);
  }
});

Deno.test("the step is AdamW as in a float64 reference", () => {
  for (
    const [change, settings] of [
      [{}, {}],
      [{}, { weightDecay: 0.3 }],
      [{ warmup: 0, decay: 0 }, { beta1: 0, beta2: 0.9 }],
      [{ warmup: 30, decay: 30, finalLearningRate: 0 }, { stabilizer: 1e-2 }],
    ]
  ) {
    const config = configWith({
      architecture: autoencoder([3, 7, 2], [2, 5, 3]),
      data: { features: 3, sparsity: 0.3 },
      schedule: { steps: 50, learningRate: 0.02, ...change },
      optimiser: settings,
    });
    const { schedule, optimiser } = config;
    const { beta1, beta2, stabilizer, weightDecay } = optimiser as AdamSettings;
    const initial = laneParameters(config);
    const run = new KernelRun(
      loadKernel(),
      config,
      initial,
      laneStates("adam"),
    );
    const references = initial.map((parameters) => ({
      w: Float64Array.from(parameters),
      m: new Float64Array(parameters.length),
      v: new Float64Array(parameters.length),
    }));
    for (let t = 1; t <= schedule.steps; t++) {
      run.train(1);
      const rate = learningRateAt(schedule, t);
      const [rest1, rest2] = [1 - beta1 ** t, 1 - beta2 ** t];
      references.forEach(({ w, m, v }, lane) => {
        run.gradients(lane).forEach((g, i) => {
          m[i] = beta1 * m[i] + (1 - beta1) * g;
          v[i] = beta2 * v[i] + (1 - beta2) * g * g;
          w[i] -= rate * weightDecay * w[i];
          w[i] -= rate * (m[i] / rest1) /
            (Math.sqrt(v[i] / rest2) + stabilizer);
        });
      });
    }
    // Fifty float32 roundings of parameters of size 1.
    references.forEach(({ w }, lane) => {
      run.parameters(lane).forEach((value, i) => {
        assert(
          Math.abs(value - w[i]) < 2e-6,
          `parameter ${i} of lane ${lane} is ${value} instead of ${w[i]}`,
        );
      });
    });
  }
});

function assertDivergesAlone(noise: number): void {
  const config = configWith({ noise, schedule: { batch: 20 } });
  const states = laneStates("divergence");
  const initial = laneParameters(config);
  const results = (starts: readonly Float32Array[]) => {
    const run = new KernelRun(
      loadKernel(),
      config,
      starts,
      states,
      laneStates("noise"),
    );
    run.train(30);
    const losses = run.takeLosses();
    return losses.map((loss, lane) => [run.parameters(lane), loss] as const);
  };
  const healthy = results(initial);
  for (const value of [NaN, Infinity, 1e30]) {
    for (let at = 0; at < initial[1].length; at++) {
      const starts = initial.map((parameters) => parameters.slice());
      starts[1][at] = value;
      const lanes = results(starts);
      assertEquals([lanes[0], lanes[2], lanes[3]], [
        healthy[0],
        healthy[2],
        healthy[3],
      ]);
      if (value === 1e30) continue; // A unit that never fires can stay so.
      const [parameters, loss] = lanes[1];
      assert(!parameters.every(Number.isFinite), `parameter ${at} is healed`);
      if (Number.isNaN(value)) {
        assert(!Number.isFinite(loss), `loss is ${loss}`);
      }
    }
  }
}

Deno.test("a lane that diverges says so, and the others do not notice", () => {
  assertDivergesAlone(0);
  assertDivergesAlone(0.3);
});

Deno.test("idle lanes repeat the first", () => {
  for (const noise of [0, 0.3]) {
    const config = configWith({ noise });
    const [initial] = laneParameters(config);
    const [state, noiseState] = ["batches", "noise"]
      .map((purpose) => streamState("idle", 1, purpose));
    const run = new KernelRun(loadKernel(), config, [initial], [state], [
      noiseState,
    ]);
    run.train(5);
    for (let lane = 1; lane < LANES; lane++) {
      assertEquals(run.parameters(lane), run.parameters(0));
    }
  }
});

Deno.test("the losses are those of the samples, and are handed over once", () => {
  const config = configWith({
    architecture: superpositionModel(3, 2),
    data: { features: 3, importance: [1, 0.5, 0.25] },
    schedule: { batch: 40 },
  });
  // With all parameters 0 the reconstruction is 0.
  const zero = new Float32Array(laneParameters(config)[0].length);
  const run = new KernelRun(loadKernel(), config, [zero], [
    streamState("loss", 1, "batches"),
  ]);
  run.gradient();
  const random = randomStream("loss", 1, "batches");
  let expected = 0;
  for (let s = 0; s < 40; s++) {
    const [x, y, z] = drawFeatures(config.data, random);
    expected += (x * x + 0.5 * y * y + 0.25 * z * z) / (3 * 40);
  }
  assert(Math.abs(run.takeLosses()[0] - expected) < 1e-6 * expected);
  assertEquals(run.takeLosses(), [0, 0, 0, 0]);
});
