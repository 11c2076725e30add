/** Stratified batches: what they are made of, what they count, and that both engines agree. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { independent } from "../../src/features/mod.ts";
import { reader } from "../../src/losses/source.ts";
import { reconstruct } from "../../src/networks/evaluate.ts";
import { autoencoder, superpositionModel } from "../../src/networks/network.ts";
import { randomStream, xoshiro128plusplus } from "../../src/numerics/random.ts";
import { loadKernel } from "../../src/runs/kernel.ts";
import { batchSampler, sampleWeights } from "../../src/training/batches.ts";
import { checkConfig } from "../../src/training/check_config.ts";
import { BLOCK } from "../../src/training/compiled/layout.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import { readConfig } from "../../src/training/config_schema.ts";
import { peculiarities } from "../../src/training/describe_config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { tfjsEngine, tfjsGradient } from "../../src/training/tfjs.ts";
import { dataOf } from "../features/_data.ts";
import {
  anyConfig,
  batchFrom,
  configWith,
  laneParameters,
  laneStates,
} from "./_configs.ts";
import {
  hiddenSource,
  outcome,
  throughIdentity,
  train,
  withActivation,
} from "./_hosted.ts";
import { norm } from "./_newcomers.ts";

const stratified = { batches: { kind: "stratified" } } as const;

/** Sparse ones of every shape, full blocks and a rest, weighted and not, read by a probe. */
const configs: TrainingConfig[] = [
  configWith({ ...stratified, data: { sparsity: 0.9 }, curvePoints: 7 }),
  configWith({
    ...stratified,
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.98, [1, 0.7, 0.5, 0.3, 0.2]),
    schedule: { batch: 70 },
    curvePoints: 3,
  }),
  configWith({
    ...stratified,
    architecture: autoencoder([6, 8, 2], [2, 8, 6]),
    data: independent(6, 0.5),
    schedule: { batch: 33 },
  }),
  configWith({
    ...stratified,
    architecture: autoencoder([3, 7], [7, 5]),
    data: independent(5, 0.9),
    source: hiddenSource(autoencoder([5, 3], [3, 5]), "features"),
    schedule: { batch: 37 },
  }),
];

Deno.test("the kernel draws stratified batches as the host does, bit for bit", () => {
  for (const sparsity of [0, 0.5, 0.9, 0.999]) {
    for (const batch of [2, BLOCK, BLOCK + 1, BLOCK + 5, 2 * BLOCK]) {
      const config = configWith({
        ...stratified,
        architecture: superpositionModel(4, 2),
        data: { features: 4, sparsity },
        schedule: { batch },
      });
      const states = laneStates(`stratified ${sparsity}`);
      const sources = states.map(xoshiro128plusplus);
      const draw = batchSampler(config);
      const run = new KernelRun(
        loadKernel(),
        config,
        laneParameters(config),
        states,
      );
      for (let round = 0; round < 10; round++) {
        run.gradient();
        sources.forEach((random, lane) => {
          const drawn = Array.from({ length: batch }, (_, s) => {
            const x = new Float32Array(4);
            draw(x, random, s);
            return x;
          });
          assertEquals(drawn[0], new Float32Array(4));
          const last = drawn.slice(BLOCK * Math.floor((batch - 1) / BLOCK));
          const block = run.samples(lane);
          const rest = block.slice(last.length).map(() => new Float32Array(4));
          assertEquals(block, [...last, ...rest]);
        });
      }
    }
  }
});

Deno.test("batches, activations and steps of the host have the bits of the kernel's", () => {
  for (const one of configs.slice(0, 3)) {
    // As a source the hidden state has no importance.
    const config = { ...one, data: { ...one.data, importance: null } };
    const initial = laneParameters(config);
    const { architecture, data: { features } } = config;
    for (const seeds of [4, 2]) {
      const some = initial.slice(0, seeds);
      for (
        const change of [
          { source: throughIdentity(features) },
          { architecture: withActivation(architecture, (id) => `host-${id}`) },
          { optimiser: { kind: "host-adam" } },
        ]
      ) {
        assertEquals(
          outcome({ ...config, ...change }, some),
          outcome(config, some),
        );
      }
    }
  }
});

/** The loss of a batch in float64, straight from what is defined. */
function weightedLoss(
  { architecture, data, source }: TrainingConfig,
  parameters: Float32Array,
  batch: Float32Array,
): number {
  const { features, sparsity } = data;
  const { read, weights } = reader(source, data);
  const size = batch.length / features, nothing = sparsity ** features;
  const network = { architecture, parameters: Float64Array.from(parameters) };
  let sum = 0;
  for (let s = 0; s < size; s++) {
    const { input, target } = read(
      batch.subarray(s * features, (s + 1) * features),
    );
    const counts = s === 0 ? nothing : (1 - nothing) / (size - 1);
    reconstruct(network, input).forEach((y, i) =>
      sum += counts * weights[i] * (y - target[i]) ** 2 / target.length
    );
  }
  return sum;
}

Deno.test("losses and gradients of stratified batches are those of the oracle and of the definition", async () => {
  let slopes = 0;
  const any = fc.oneof(
    anyConfig.filter(({ noise, schedule }) =>
      noise === 0 && schedule.batch > 1
    ),
    fc.constantFrom(...configs),
  );
  await fc.assert(
    fc.asyncProperty(any, async (plain) => {
      const config = { ...plain, ...stratified };
      const initial = laneParameters(config);
      const states = laneStates("gradients");
      const run = new KernelRun(loadKernel(), config, initial, states);
      run.gradient();
      const losses = run.takeLosses();
      for (const lane of [0, 3]) {
        const batch = batchFrom(config, states[lane]);
        const oracle = await tfjsGradient(config, initial[lane], batch);
        const gradient = run.gradients(lane);
        const error = norm(gradient.map((g, i) => g - oracle.gradient[i]));
        const size = norm(oracle.gradient);
        assert(error <= 1e-5 * size, `lane ${lane}: ${error} of ${size}`);
        const defined = weightedLoss(config, initial[lane], batch);
        for (const loss of [oracle.loss, losses[lane]]) {
          const off = Math.abs(loss - defined);
          assert(off <= 1e-5 * defined + 1e-9, `lane ${lane}: ${off}`);
        }
        if (size > 0) slopes++;
      }
    }),
    { seed: 1, numRuns: 60 },
  );
  assert(slopes > 80, `only ${slopes} gradients are not 0`);
});

Deno.test("means over stratified batches are those of the data", () => {
  for (const [features, sparsity] of [[3, 0], [3, 0.6], [20, 0.98]]) {
    const data = independent(features, sparsity), p = 1 - sparsity;
    const config = { ...stratified, data }, batch = 8;
    const draw = batchSampler(config), weights = sampleWeights(config, batch);
    assert(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-12);
    const random = randomStream("means", features, String(sparsity));
    const x = new Float32Array(features);
    // Of every batch, the means of 1 where x_0 is active, x_0, x_0², and x_0·x_1.
    const expected = [p, p / 2, p / 3, p * p / 4];
    const sums = expected.map(() => 0), squares = expected.map(() => 0);
    const rounds = 40_000;
    for (let round = 0; round < rounds; round++) {
      const means = expected.map(() => 0);
      weights.forEach((weight, s) => {
        draw(x, random, s);
        [x[0] > 0 ? 1 : 0, x[0], x[0] * x[0], x[0] * x[1]].forEach(
          (value, k) => means[k] += weight * value,
        );
      });
      means.forEach((mean, k) => {
        sums[k] += mean;
        squares[k] += mean * mean;
      });
    }
    expected.forEach((mean, k) => {
      const found = sums[k] / rounds;
      const variance = squares[k] / rounds - found * found;
      const off = Math.abs(found - mean);
      assert(
        off <= 5 * Math.sqrt(variance / rounds) + 1e-7,
        `mean ${k} at S = ${sparsity} is off by ${off}`,
      );
    });
  }
});

Deno.test("any grouping of seeds and any slices of steps give every seed the same bits", async () => {
  for (const config of configs) {
    const seeds = [0, 1, 2, 3, 4, 5];
    const alone = await Promise.all(
      seeds.map(async (seed) => (await train(config, [seed]))[0]),
    );
    assertEquals(new Set(alone.map((run) => `${run.parameters}`)).size, 6);
    assertEquals(await train(config, seeds), alone);
    assertEquals(await train(config, [5, 2]), [alone[5], alone[2]]);
    const initial = laneParameters(config);
    const whole = outcome(config, initial, 12);
    const run = new KernelRun(
      loadKernel(),
      config,
      initial,
      laneStates("host"),
    );
    for (const steps of [1, 4, 0, 7]) run.train(steps);
    whole.lanes.forEach(([parameters], lane) =>
      assertEquals(run.parameters(lane), parameters)
    );
  }
});

Deno.test("after 100 steps of stratified batches the two engines' parameters are within 1e-5", async () => {
  for (const config of configs) {
    const [compiled] = await train(config, [1]);
    const initial = initialParameters(config, 1, null);
    const [oracle] = await tfjsEngine.train(config, [1], [initial]);
    const moved = norm(compiled.parameters.map((w, i) => w - initial[i]));
    assert(moved > 0.1, `training moved parameters by ${moved}`);
    compiled.parameters.forEach((w, k) => {
      const difference = Math.abs(w - oracle.parameters[k]);
      assert(difference <= 1e-5, `${k} differs by ${difference}`);
    });
    compiled.curve.forEach(([, mse], point) =>
      assert(Math.abs(oracle.curve[point][1] - mse) <= 1e-5 * mse)
    );
  }
});

Deno.test("stratified batches have a name, and plain ones none", () => {
  const plain = configWith();
  assertEquals(
    configKey({ ...plain, batches: { kind: "plain" } }),
    configKey(plain),
  );
  const config = { ...plain, ...stratified };
  assert(configKey(config) !== configKey(plain));
  assertEquals(peculiarities(config), ["stratified batches"]);
  assertEquals(readConfig(JSON.parse(JSON.stringify(config))), config);
});

Deno.test("where batches cannot be stratified that is said", () => {
  const config = { ...configWith(), ...stratified };
  const refused = (change: Partial<TrainingConfig>, message: string) =>
    assertThrows(
      () => checkConfig({ ...config, ...change }),
      RangeError,
      message,
    );
  refused(
    { data: dataOf("correlated:2", 2, 0.9) },
    "batches.kind is stratified but data of kind correlated cannot be drawn given that something is active: use plain",
  );
  refused(
    { noise: 0.3 },
    "batches.kind is stratified but noise is 0.3, which differs from sample to sample: use plain, or noise 0",
  );
  refused(
    { schedule: { ...config.schedule, batch: 1 } },
    "batches.kind is stratified but schedule.batch is 1, the sample without active features: use at least 2",
  );
  assertThrows(
    () => readConfig({ ...config, batches: { kind: "layered" } }),
    RangeError,
    'batches.kind of the configuration is "layered": use plain or stratified',
  );
});
