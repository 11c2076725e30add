/** Configurations and random networks for the tests of training. */
import "../_catalogue.ts";
import fc from "fast-check";
import {
  type FeatureDistribution,
  independent,
} from "../../src/features/mod.ts";
import {
  type RandomState,
  streamState,
  xoshiro128plusplus,
} from "../../src/numerics/random.ts";
import { drawNormal } from "../../src/numerics/normal.ts";
import {
  type Architecture,
  autoencoder,
  type Layer,
} from "../../src/networks/network.ts";
import { batchSampler } from "../../src/training/batches.ts";
import { LANES } from "../../src/training/compiled/memory.ts";
import {
  configure,
  type Schedule,
  type TrainingConfig,
} from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";

export const schedule: Schedule = {
  steps: 100,
  batch: 32,
  learningRate: 0.01,
  warmup: 10,
  decay: 40,
  finalLearningRate: 0.1,
  shape: "linear",
  growth: 1,
  averaged: 0,
};

/** A small nonlinear autoencoder on two dense features, with some things changed. */
export function configWith(
  change: Partial<Omit<TrainingConfig, "schedule" | "data" | "optimiser">> & {
    schedule?: Partial<Schedule>;
    data?: Partial<FeatureDistribution>;
    optimiser?: Record<string, unknown>;
  } = {},
): TrainingConfig {
  return configure({
    architecture: autoencoder([2, 5, 1], [1, 5, 2]),
    initial: { kind: "uniform", gain: 1 },
    ...change,
    data: { ...independent(2, 0), ...change.data },
    schedule: { ...schedule, ...change.schedule },
    optimiser: { kind: "adam", ...change.optimiser },
  });
}

/** One generator state per lane. */
export function laneStates(name: string): RandomState[] {
  return Array.from(
    { length: LANES },
    (_, lane) => streamState(name, lane, "batches"),
  );
}

/** One vector of starting parameters per lane. */
export function laneParameters(config: TrainingConfig): Float32Array[] {
  return Array.from(
    { length: LANES },
    (_, lane) => initialParameters(config, lane, null),
  );
}

/** The noise that a generator state leads to, `z[batch, m]` row by row. */
export function noiseFrom(
  { architecture: { layers, encoderLayers }, schedule }: TrainingConfig,
  state: RandomState,
): Float32Array {
  const random = xoshiro128plusplus(state);
  const length = schedule.batch * layers[encoderLayers - 1].outputs;
  return Float32Array.from({ length }, () => drawNormal(random));
}

/** The batch that a generator state leads to, `x[batch, n]` row by row. */
export function batchFrom(
  config: TrainingConfig,
  state: RandomState,
): Float32Array {
  const { data: { features }, schedule: { batch } } = config;
  const random = xoshiro128plusplus(state), draw = batchSampler(config);
  const samples = new Float32Array(batch * features);
  for (let s = 0; s < batch; s++) {
    draw(samples.subarray(s * features, (s + 1) * features), random, s);
  }
  return samples;
}

const width = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 33 }) },
);

interface LayerChoice {
  readonly activation: string;
  readonly bias: boolean;
  readonly tied: boolean;
}

const layerChoice: fc.Arbitrary<LayerChoice> = fc.record({
  activation: fc.constantFrom("relu", "identity"),
  bias: fc.boolean(),
  tied: fc.boolean(),
});

/**
 * Layers through the widths; one that shall be tied is tied to the first layer that fits, if any
 * does.
 */
function build(
  widths: readonly number[],
  choices: readonly LayerChoice[],
): Architecture {
  const layers: Layer[] = [];
  for (let l = 0; l + 1 < widths.length; l++) {
    const { activation, bias, tied } = choices[l];
    const [inputs, outputs] = [widths[l], widths[l + 1]];
    const partner = layers.findIndex((other) =>
      other.tiedTo === null && other.inputs === outputs &&
      other.outputs === inputs
    );
    const tiedTo = tied && partner >= 0 ? partner : null;
    layers.push({ inputs, outputs, activation, bias, tiedTo });
  }
  return { layers, encoderLayers: 1 };
}

/** Any dense network of 2 to 6 layers; half of them mirrored, so that layers can be tied. */
const architecture: fc.Arbitrary<Architecture> = fc.tuple(
  fc.oneof(
    fc.array(width, { minLength: 2, maxLength: 5 })
      .map((widths) => [...widths, widths[0]]),
    fc.array(width, { minLength: 2, maxLength: 4 })
      .map((widths) => [...widths, ...widths.slice(0, -1).reverse()]),
  ),
  fc.array(layerChoice, { minLength: 6, maxLength: 6 }),
).map(([widths, choices]) => build(widths, choices));

/** Any network, any data, any batch. */
export const anyConfig: fc.Arbitrary<TrainingConfig> = architecture.chain(
  (architecture) => {
    const features = architecture.layers[0].inputs;
    return fc.record({
      sparsity: fc.constantFrom(0, 0.5, 0.9, 0.999),
      importance: fc.option(
        fc.array(fc.constantFrom(0, 0.3, 1, 2.5), {
          minLength: features,
          maxLength: features,
        }),
      ),
      batch: fc.integer({ min: 1, max: 70 }),
      noise: fc.constantFrom(0, 0, 0.1, 1),
      encoderLayers: fc.integer({
        min: 1,
        max: architecture.layers.length - 1,
      }),
      initial: fc.record({
        kind: fc.constant("uniform" as const),
        gain: fc.constantFrom(0.6, 1, 1.5),
      }),
    }).map((
      { sparsity, importance, batch, noise, encoderLayers, initial },
    ) =>
      configure({
        architecture: { ...architecture, encoderLayers },
        noise,
        data: independent(features, sparsity, importance),
        initial,
        schedule: { ...schedule, batch },
      })
    );
  },
);
