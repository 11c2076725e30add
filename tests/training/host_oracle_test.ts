/** What the host does in the kernel's memory, held to TensorFlow.js. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { autoencoder, parameterOffsets } from "../../src/networks/network.ts";
import { loadKernel } from "../../src/runs/kernel.ts";
import { LANES } from "../../src/training/compiled/memory.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { tfjsEngine, tfjsGradient } from "../../src/training/tfjs.ts";
import {
  anyConfig,
  batchFrom,
  configWith,
  laneParameters,
  laneStates,
  noiseFrom,
} from "./_configs.ts";

import { hiddenSource, hosted, train, withActivation } from "./_hosted.ts";
import { norm } from "./_newcomers.ts";

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

Deno.test("after 100 steps of SOAP the two engines' parameters are within 1e-3", async () => {
  for (
    const config of [
      configWith({
        architecture: autoencoder([3, 2], [2, 3]),
        data: { features: 3 },
        objective: [{ kind: "mse" }, { kind: "ridge" }],
        optimiser: { kind: "soap" },
      }),
      configWith({ optimiser: { kind: "soap" } }),
    ]
  ) {
    const [compiled] = await train(config, [1]);
    const initial = initialParameters(config, 1, null);
    const [oracle] = await tfjsEngine.train(config, [1], [initial]);
    const moved = norm(compiled.parameters.map((w, i) => w - initial[i]));
    assert(moved > 0.1, `training moved parameters by ${moved}`);
    // A first basis has directions of rounding errors: see the test of SOAP itself.
    compiled.parameters.forEach((w, k) => {
      const difference = Math.abs(w - oracle.parameters[k]);
      assert(difference <= 1e-3, `${k} differs by ${difference}`);
    });
  }
});

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
