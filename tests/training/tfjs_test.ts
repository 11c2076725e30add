/** The compiled kernel against its oracle. */
import { assert, assertEquals } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import fc from "fast-check";
import { independent } from "../../src/features/mod.ts";
import { hiddenMoments } from "../../src/losses/channel.ts";
import { encode } from "../../src/networks/evaluate.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { loadEngine, loadKernel } from "../../src/runs/kernel.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { loadTfjs, tfjsEngine, tfjsGradient } from "../../src/training/tfjs.ts";
import {
  anyConfig,
  batchFrom,
  configWith,
  laneParameters,
  laneStates,
  noiseFrom,
} from "./_configs.ts";

/** The Euclidean norm. */
const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0));

/**
 * How many times rounding errors grow where the hidden state is held to unit power: by its size
 * over its deviation, once forward and once back; Infinity where a dimension hardly varies. 1
 * without noise.
 */
function magnification(
  { architecture, data, noise }: TrainingConfig,
  parameters: Float32Array,
  batch: Float32Array,
): number {
  if (noise === 0) return 1;
  const network = { architecture, parameters: Float64Array.from(parameters) };
  const states: number[] = [];
  for (let at = 0; at < batch.length; at += data.features) {
    states.push(...encode(network, batch.subarray(at, at + data.features)));
  }
  const hidden = states.length * data.features / batch.length;
  const { mean, deviation } = hiddenMoments(Float64Array.from(states), hidden);
  const once = Math.max(
    ...deviation.map((d, j) => d < 0.01 ? Infinity : 1 + Math.abs(mean[j]) / d),
  );
  return once * once;
}

Deno.test("gradients and losses agree to 1e-5 on random networks", async () => {
  const slopes = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyConfig, async (config) => {
      const initial = laneParameters(config);
      const states = laneStates("gradients");
      const noises = laneStates("noises");
      const run = new KernelRun(loadKernel(), config, initial, states, noises);
      run.gradient();
      const losses = run.takeLosses();
      for (const [lane, parameters] of initial.entries()) {
        const batch = batchFrom(config, states[lane]);
        const magnified = magnification(config, parameters, batch);
        if (magnified === Infinity) continue;
        const tolerance = 1e-5 * magnified;
        const noise = noiseFrom(config, noises[lane]);
        const oracle = await tfjsGradient(config, parameters, batch, noise);
        // The Euclidean norm over all parameters: single entries may cancel to nothing.
        const gradient = run.gradients(lane);
        const error = norm(gradient.map((g, i) => g - oracle.gradient[i]));
        const size = norm(oracle.gradient);
        assert(error <= tolerance * size, `lane ${lane}: ${error} of ${size}`);
        // Features are of size 1: below 1e-9 a loss is the square of their rounding.
        const loss = Math.abs(losses[lane] - oracle.loss);
        assert(loss <= tolerance * oracle.loss + 1e-9, `lane ${lane}: ${loss}`);
        if (size > 0) slopes[config.noise > 0 ? 1 : 0]++;
      }
    }),
    { seed: 1, numRuns: 150 },
  );
  // Some networks are dead and some batches empty; most must not be.
  assert(slopes[0] > 250, `only ${slopes} gradients are not 0`);
  assert(slopes[1] > 100, `only ${slopes} gradients are not 0`);
});

/**
 * Where the hidden state is held to unit power some gradients are 0 but for rounding, as that of
 * the bias of a unit that always fires. Adam would make steps of full size of them; so large a
 * stabilizer does not.
 */
const unmoved = { stabilizer: 1e-2 };

const trajectories = [
  configWith({ schedule: { batch: 37 }, optimiser: { weightDecay: 0.1 } }),
  configWith({ architecture: autoencoder([2, 18, 1], [1, 18, 2]) }),
  configWith({ initial: { kind: "spread", gain: 1 } }),
  configWith({ noise: 0.3, schedule: { batch: 50 }, optimiser: unmoved }),
  configWith({
    architecture: superpositionModel(4, 2),
    data: { features: 4, sparsity: 0.5 },
    noise: 0.1,
    optimiser: unmoved,
  }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.7, [1, 0.7, 0.5, 0.3, 0.2]),
  }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.7, [1, 0.7, 0.5, 0.3, 0.2]),
    noise: 0.2,
    schedule: { batch: 50 },
    optimiser: { weightDecay: 0.1, ...unmoved },
  }),
];

Deno.test("after 100 steps the two engines' parameters are within 1e-5, with noise 1e-4", async () => {
  const seeds = [1, 2];
  for (const config of trajectories.map((c) => ({ ...c, curvePoints: 5 }))) {
    const initial = seeds.map((seed) => initialParameters(config, seed, null));
    const tolerance = config.noise > 0 ? 1e-4 : 1e-5;
    const compiled = await loadEngine().train(config, seeds, initial);
    const oracle = await tfjsEngine.train(config, seeds, initial);
    compiled.forEach(({ seed, parameters, curve }, k) => {
      assertEquals(oracle[k].seed, seed);
      const moved = norm(parameters.map((w, i) => w - initial[k][i]));
      assert(moved > 0.3, `training moved the parameters by only ${moved}`);
      parameters.forEach((w, i) => {
        const difference = Math.abs(w - oracle[k].parameters[i]);
        assert(
          difference <= tolerance,
          `parameter ${i} differs by ${difference}`,
        );
      });
      curve.forEach(([step, mse], point) => {
        assertEquals(oracle[k].curve[point][0], step);
        assert(Math.abs(oracle[k].curve[point][1] - mse) <= tolerance * mse);
      });
    });
  }
});

Deno.test("training through tfjs keeps no tensors", async () => {
  const tf = await loadTfjs();
  const config = configWith({ schedule: { steps: 5 } });
  const [initial] = laneParameters(config);
  const before = tf.memory().numTensors;
  await tfjsEngine.train(config, [1], [initial]);
  await tfjsGradient(config, initial, new Float32Array(8));
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("tfjs prints nothing and needs no permission", async () => {
  // A process of its own: the library prints its advertisement at the first tensor of a process.
  const script = `
    import { tfjsGradient } from "./src/training/tfjs.ts";
    import { configWith, laneParameters } from "./tests/training/_configs.ts";
    const config = configWith();
    const batch = new Float32Array([0.5, 0.25]);
    const { loss } = await tfjsGradient(config, laneParameters(config)[0], batch);
    console.log(loss > 0);`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", "-q", "--no-check", script],
    cwd: new URL("../..", import.meta.url),
  }).output();
  const decoder = new TextDecoder();
  assertEquals(decoder.decode(stderr), "");
  assertEquals(decoder.decode(stdout), "true\n");
  assertEquals(code, 0);
});
