/**
 * What the oracle does beyond the kernel: other activations, hidden states as input, penalties,
 * fixed layers, any optimiser.
 */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import { z } from "zod";
import { independent } from "../../src/features/mod.ts";
import { sourceLoss } from "../../src/losses/source_loss.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { type HiddenSource, reader } from "../../src/losses/source.ts";
import { terms } from "../../src/losses/terms/mod.ts";
import { reconstruct } from "../../src/networks/evaluate.ts";
import { autoencoder, countParameters } from "../../src/networks/network.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { optimisers } from "../../src/training/optimisers/mod.ts";
import { tfjsEngine, tfjsGradient } from "../../src/training/tfjs.ts";
import "../networks/_activations.ts";
import { batchFrom, configWith, laneStates } from "./_configs.ts";

const encoder = autoencoder([3, 5, 2], [2, 3]);
const hidden = (target: "features" | "hidden"): HiddenSource => ({
  kind: "hidden",
  network: {
    architecture: encoder,
    parameters: Array.from(
      { length: countParameters(encoder) },
      (_, i) => (i * 7 % 11 - 5) / 8,
    ),
  },
  target,
});

/** The batch loss in float64, straight from what is defined. */
function batchLoss(
  { architecture, data, source }: TrainingConfig,
  parameters: Float64Array,
  batch: Float32Array,
): number {
  const { read, weights, outputs } = reader(source, data);
  let sum = 0;
  for (let at = 0; at < batch.length; at += data.features) {
    const { input, target } = read(batch.subarray(at, at + data.features));
    reconstruct({ architecture, parameters }, input).forEach((y, i) =>
      sum += weights[i] * (y - target[i]) * (y - target[i])
    );
  }
  return sum / (outputs * batch.length / data.features);
}

Deno.test("gradients of any activation and any source are those of finite differences", async () => {
  const data = independent(3, 0.2, [1, 0.5, 2]);
  for (
    const config of [
      ...["leaky", "softsign"].map((activation) =>
        configWith({
          data,
          architecture: autoencoder([3, 4, 2], [2, 4, 3], activation),
        })
      ),
      configWith({
        data,
        architecture: autoencoder([2, 4], [4, 3]),
        source: hidden("features"),
      }),
      configWith({
        data,
        architecture: autoencoder([2, 4, 3], [3, 2]),
        source: hidden("hidden"),
      }),
    ]
  ) {
    const start = initialParameters(config, 1, null);
    const [state] = laneStates("covers");
    const batch = batchFrom(config, state);
    const { loss, gradient } = await tfjsGradient(config, start, batch);
    const at = Float64Array.from(start);
    assertAlmostEquals(loss, batchLoss(config, at, batch), 1e-6);
    const step = 1e-6;
    assert(gradient.some((g) => Math.abs(g) > 0.01));
    gradient.forEach((g, i) => {
      const moved = (by: number) =>
        batchLoss(config, at.with(i, at[i] + by), batch);
      const slope = (moved(step) - moved(-step)) / (2 * step);
      assertAlmostEquals(g, slope, 1e-5, `parameter ${i}`);
    });
  }
});

/** Trains one seed. */
async function train(config: TrainingConfig) {
  const start = initialParameters(config, 1, null);
  const [{ parameters, curve }] = await tfjsEngine.train(config, [1], [start]);
  return { start, parameters, curve };
}

Deno.test("a probe and a dictionary learn", async () => {
  const data = { features: 3 };
  for (
    const config of [
      configWith({
        data,
        architecture: autoencoder([2, 6], [6, 3]),
        source: hidden("features"),
        initial: { kind: "aligned", gain: 1 },
      }),
      configWith({
        data,
        architecture: autoencoder([2, 6, 6], [6, 2]),
        source: hidden("hidden"),
        initial: { kind: "spread", gain: 1 },
      }),
    ]
  ) {
    const { source, architecture } = config;
    const loss = (parameters: Float32Array) =>
      sourceLoss(
        { architecture, parameters: Float64Array.from(parameters) },
        source as HiddenSource,
        config.data,
        evaluationSet(config.data, 512),
      ).loss.fvu;
    const { start, parameters } = await train(config);
    assert(loss(parameters) < 0.6 * loss(start));
    assert(loss(parameters) < 1);
  }
});

Deno.test("fixed layers keep every bit, the others move", async () => {
  for (const optimiser of [{}, { weightDecay: 0.1 }]) {
    const config = configWith({
      architecture: superpositionModel(3, 2),
      data: { features: 3 },
      fixed: [0],
      optimiser,
      schedule: { steps: 20 },
    });
    const { start, parameters } = await train(config);
    assertEquals(parameters.slice(0, 6), start.slice(0, 6));
    assert(parameters.slice(6).some((w, i) => w !== start[6 + i]));
  }
});

Deno.test("a penalty pulls, and the learning curve leaves it out", async () => {
  terms.add("square.ts", {
    default: {
      id: "square",
      summary: "the sum of squares",
      schema: z.strictObject({ kind: z.literal("square"), weight: z.number() }),
      penalty(
        { weight }: { weight: number },
        _: unknown,
        parameters: Float32Array,
        gradient: Float32Array,
      ) {
        parameters.forEach((w, i) => gradient[i] += 2 * weight * w);
        return parameters.reduce((sum, w) => sum + weight * w * w, 0);
      },
    },
  });
  const penalised = (weight: number) =>
    train(configWith({
      objective: [{ kind: "mse" }, { kind: "square", weight }],
      schedule: { steps: 60, learningRate: 0.03 },
      curvePoints: 60,
    }));
  const size = (parameters: Float32Array) =>
    parameters.reduce((sum, w) => sum + w * w, 0);
  const [free, pulled] = [await penalised(0), await penalised(10)];
  assert(size(pulled.parameters) < 0.2 * size(free.parameters));
  // Ten times the sum of squares is far above any error.
  assert(10 * size(pulled.start) > 100);
  assert(pulled.curve.every(([, mse]) => mse < 10));
});

Deno.test("any optimiser of the table trains", async () => {
  optimisers.add("descent.ts", {
    default: {
      id: "descent",
      summary: "gradient descent",
      schema: z.strictObject({ kind: z.literal("descent") }),
      start:
        () =>
        (parameters: Float32Array, gradient: Float32Array, rate: number) =>
          parameters.forEach((w, i) => {
            parameters[i] = w - Math.fround(Math.fround(rate) * gradient[i]);
          }),
    },
  });
  const config = configWith({
    optimiser: { kind: "descent" },
    schedule: { steps: 1, learningRate: 0.5, warmup: 0, decay: 0 },
  });
  const { start, parameters } = await train(config);
  assert(parameters.some((w, i) => w !== start[i]));
  const longer = await train({
    ...config,
    schedule: { ...config.schedule, steps: 100 },
    curvePoints: 10,
  });
  assert(longer.curve[9][1] < 0.5 * longer.curve[0][1]);
});

Deno.test("what does not fit together is refused before it trains", async () => {
  const config = { ...configWith(), source: hidden("features") };
  await assertRejects(
    () => tfjsEngine.train(config, [1], [new Float32Array(43)]),
    RangeError,
    "source.network takes 3 features but the data has 2: make the two equal",
  );
});
