/**
 * Noise on the hidden state in the compiled engine: its bits, its own stream, and nothing where σ =
 * 0.
 */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import { BLOCK } from "../../src/training/compiled/layout.ts";
import {
  type FeatureDistribution,
  independent,
} from "../../src/features/mod.ts";
import { xoshiro128plusplus } from "../../src/numerics/random.ts";
import { drawNormal } from "../../src/numerics/normal.ts";
import { drawFeatures } from "../../src/features/mod.ts";
import { type Architecture, autoencoder } from "../../src/networks/network.ts";
import { trainSeeds } from "../../src/jobs/training.ts";
import type { TrainResult } from "../../src/training/result.ts";
import linear from "../../src/schemes/linear.ts";
import { loadEngine, loadKernel } from "../../src/runs/kernel.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import { sha256 } from "../../src/numerics/hash.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { closed, options } from "../schemes/_candidates.ts";
import { configWith, laneParameters, laneStates } from "./_configs.ts";

const size = BLOCK;
/** A full block; three blocks, the last with 5 samples; a single sample; two full blocks. */
const batches = [size, 2 * size + 5, 1, 2 * size];

Deno.test("the kernel's normals are those of drawNormal, bit for bit, in every lane and block", () => {
  const hidden = 3;
  for (const batch of batches) {
    const config = configWith({
      architecture: autoencoder([2, 4, hidden], [hidden, 2]),
      noise: 1,
      schedule: { batch },
    });
    // With all parameters 0 so is the hidden state, and what the decoder reads is noise.
    const zeros = laneParameters(config).map((p) => p.fill(0));
    const states = laneStates("normals");
    const sources = states.map(xoshiro128plusplus);
    const run = new KernelRun(
      loadKernel(),
      config,
      zeros,
      laneStates("features"),
      states,
    );
    for (let round = 0; round < 20; round++) {
      run.gradient();
      sources.forEach((random, lane) => {
        const drawn = Array.from(
          { length: batch },
          () => Float32Array.from({ length: hidden }, () => drawNormal(random)),
        );
        const last = drawn.slice(size * Math.floor((batch - 1) / size));
        assertEquals(run.received(lane).slice(0, last.length), last);
      });
    }
  }
});

Deno.test("noise draws from its own stream: the features are those without it, bit for bit", () => {
  for (const batch of batches) {
    const config = configWith({
      architecture: superpositionModel(3, 2),
      data: { features: 3, sparsity: 0.5 },
      schedule: { batch },
    });
    const states = laneStates("features");
    const sources = states.map(xoshiro128plusplus);
    const runOf = (noise: number) => {
      const run = new KernelRun(
        loadKernel(),
        { ...config, noise },
        laneParameters(config),
        states,
        laneStates("noise"),
      );
      return () => {
        run.gradient();
        return states.map((_, lane) => [
          run.samples(lane),
          run.generatorState(lane),
        ]);
      };
    };
    const expected = Array.from({ length: 10 }, runOf(0));
    assertEquals(Array.from({ length: 10 }, runOf(0.3)), expected);
    expected.forEach((lanes) =>
      sources.forEach((random, lane) => {
        const drawn = Array.from(
          { length: batch },
          () => drawFeatures(config.data, random),
        );
        const last = drawn.slice(size * Math.floor((batch - 1) / size));
        const block = lanes[lane][0] as Float32Array[];
        assertEquals(block.slice(0, last.length), last);
      })
    );
  }
});

Deno.test("the decoder reads a hidden state of unit power, plus the noise", () => {
  const hidden = 2, noise = 0.25;
  const config = configWith({
    architecture: autoencoder([4, 6, hidden], [hidden, 4]),
    data: { features: 4 },
    noise,
    schedule: { batch: size },
  });
  const states = laneStates("power");
  const run = new KernelRun(
    loadKernel(),
    config,
    laneParameters(config),
    laneStates("features"),
    states,
  );
  run.gradient();
  states.map(xoshiro128plusplus).forEach((random, lane) => {
    const unit = run.received(lane).map((received) =>
      Array.from(received, (r) => r - noise * drawNormal(random))
    );
    for (let j = 0; j < hidden; j++) {
      const mean = unit.reduce((sum, h) => sum + h[j], 0) / size;
      const square = unit.reduce((sum, h) => sum + h[j] * h[j], 0) / size;
      assertAlmostEquals(mean, 0, 1e-5, `lane ${lane}`);
      assertAlmostEquals(square, 1, 1e-5, `lane ${lane}`);
    }
  });
});

const small = configWith({ schedule: { batch: 37 }, curvePoints: 3 });
/**
 * Configurations without noise, with the beginnings of their key and of the SHA-256 of the
 * parameters (float32, little-endian) that seed 3 ended with before there was noise: made by the
 * kernel and the key of commit 13bba0f.
 */
const before: [TrainingConfig, key: string, parameters: string][] = [
  [small, "52d07ae1207a8fa1", "c44bfa18b54e1c2c"],
  [
    configWith({
      architecture: superpositionModel(5, 2),
      data: independent(5, 0.8, [1, 0.7, 0.5, 0.3, 0.2]),
      schedule: { batch: 64 },
      optimiser: { weightDecay: 0.1 },
    }),
    "901967d32a67c5ca",
    "a65711e1b7a2708c",
  ],
  [
    configWith({
      architecture: autoencoder([2, 7, 1], [1, 6, 2]),
      initial: { kind: "grown", gain: 1, from: small },
      schedule: { steps: 20 },
    }),
    "ea899dd2ea376a3d",
    "5495d54fb033b1ff",
  ],
];

/** Trains seed 3, after the run that it grows from. */
async function finalParameters(config: TrainingConfig): Promise<Float32Array> {
  const { initial } = config;
  const base = initial.kind === "grown"
    ? await finalParameters(initial.from)
    : null;
  const start = initialParameters(config, 3, base);
  const [{ parameters }] = await loadEngine().train(config, [3], [start]);
  return parameters;
}

const little = (values: Float32Array) => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
};

Deno.test("σ = 0 is the run from before there was noise: the same key, the same bits", async () => {
  for (const [config, key, parameters] of before) {
    assertEquals(configKey(config).slice(0, 16), key);
    const trained = await finalParameters(config);
    assertEquals(sha256(little(trained)).slice(0, 16), parameters);
  }
});

Deno.test("the key has noise where there is some, in the runs that it grows from too", () => {
  const keys = [0, 0.1, 0.2].flatMap((noise) => [
    configKey({ ...small, noise }),
    configKey({
      ...small,
      initial: { kind: "grown", gain: 1, from: { ...small, noise } },
    }),
  ]);
  assertEquals(new Set(keys).size, keys.length);
});

/** The losses of four seeds of an untied network, long trained. */
async function trainedLosses(
  architecture: Architecture,
  data: FeatureDistribution,
  noise: number,
  steps: number,
): Promise<TrainResult[]> {
  const config = configWith({
    architecture,
    data,
    initial: { kind: "spread", gain: 1 },
    noise,
    schedule: {
      ...{ steps, batch: 64, decay: steps / 2 },
      ...{ learningRate: 0.02, finalLearningRate: 0 },
    },
    optimiser: { beta2: 0.99 },
  });
  const seeds = [0, 1, 2, 3];
  return await trainSeeds(loadEngine(), config, seeds);
}

Deno.test("training under noise ends at the best affine code, for σ → 0 at that without noise", async () => {
  const data = independent(4, 0, [1, 0.6, 0.4, 0.2]);
  const architecture = autoencoder([4, 2], [2, 4]);
  const noiseless = closed(
    linear.candidates({ data, hidden: 2, noise: 0 }, options()),
  )[0].loss.mse;
  for (const noise of [0, 1e-4, 0.3, 0.7]) {
    const problem = { data, hidden: 2, noise };
    const { mse } = closed(linear.candidates(problem, options()))[0].loss;
    const results = await trainedLosses(architecture, data, noise, 4000);
    for (const { loss, standardError } of results) {
      // The samples that all four share, and half a percent for what training leaves.
      const tolerance = 3 * standardError! + 0.005 * mse;
      assertAlmostEquals(loss.mse, mse, tolerance, `σ = ${noise}`);
      if (noise > 1e-4) continue;
      assertAlmostEquals(loss.mse, noiseless, tolerance, `σ = ${noise}`);
    }
  }
});

Deno.test("for σ → 0 a nonlinear decoder ends where the one without noise ends", async () => {
  // Behind a linear encoder nothing gets below 25/27 of the best linear code: see the README's
  // scheme `tilted`.
  const optimum = 25 / 27 / 24;
  const data = independent(2, 0);
  for (const noise of [0, 1e-4]) {
    const results = await trainedLosses(
      autoencoder([2, 1], [1, 3, 2]),
      data,
      noise,
      12_000,
    );
    const { loss, standardError } = results.reduce((best, one) =>
      one.loss.mse < best.loss.mse ? one : best
    );
    // Samples have an error of 0.8 %; training leaves 0.2 %.
    const tolerance = 2 * (standardError ?? 0) + 0.002 * optimum;
    assertAlmostEquals(loss.mse, optimum, tolerance, `σ = ${noise}`);
  }
});
