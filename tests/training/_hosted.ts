/** Configurations for which the kernel needs its host. */
import { everyKind } from "../features/_data.ts";
import { superpositionModel } from "../../src/networks/network.ts";
import { independent } from "../../src/features/mod.ts";
import type { HiddenSource } from "../../src/losses/source.ts";
import {
  type Architecture,
  autoencoder,
  countParameters,
  parameterOffsets,
} from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { loadEngine, loadKernel } from "../../src/runs/kernel.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { configWith, laneStates } from "./_configs.ts";
import "./_newcomers.ts";

/** The hidden state of some network as a source. */
export function hiddenSource(
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
export function throughIdentity(features: number): HiddenSource {
  const architecture = superpositionModel(features, features);
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

export const withActivation = (
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
export function outcome(
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
export const plain = [
  configWith({ schedule: { batch: 37 }, optimiser: { weightDecay: 0.1 } }),
  configWith({ architecture: autoencoder([2, 18, 1], [1, 18, 2]) }),
  configWith({
    architecture: superpositionModel(5, 2),
    data: independent(5, 0.7),
    schedule: { batch: 70 },
  }),
  configWith({
    architecture: superpositionModel(5, 2),
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

export const architecture = autoencoder([2, 6, 2], [2, 6, 2]);
/** One of each, and some together. */
export const hosted = [
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
  configWith({
    objective: [{ kind: "mse" }, { kind: "ridge" }],
    optimiser: { kind: "muon" },
  }),
  // Data that the kernel does not draw.
  ...everyKind(6, [1, 0.9, 0.8, 0.7, 0.6, 0.5]).slice(1).map((data, i) =>
    configWith({
      architecture: superpositionModel(6, 2),
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

export function train(config: TrainingConfig, seeds: readonly number[]) {
  const initial = seeds.map((seed) => initialParameters(config, seed, null));
  return loadEngine().train(config, seeds, initial);
}
