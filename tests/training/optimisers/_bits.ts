/** The host's optimisers against the kernel's. */
import { assertEquals } from "@std/assert";
import {
  autoencoder,
  superpositionModel,
} from "../../../src/networks/network.ts";
import { loadKernel } from "../../../src/runs/kernel.ts";
import { KernelRun } from "../../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../../src/training/config.ts";
import { hostSteps } from "../../../src/training/host_steps.ts";
import { configWith, laneParameters, laneStates } from "../_configs.ts";

/** The bits of every number; those of a NaN mean nothing. */
const bits = (values: Float32Array) =>
  Array.from(
    new Uint32Array(values.slice().buffer),
    (word, i) => Number.isNaN(values[i]) ? "NaN" : word,
  );

/**
 * Asserts that the host takes the kernel's steps, bit for bit; returns how many gradients were 0
 * and how many parameters NaN.
 */
export function assertSameSteps(
  configs: readonly TrainingConfig[],
): { idle: number; lost: number } {
  let idle = 0, lost = 0;
  for (const [c, config] of configs.entries()) {
    const initial = laneParameters(config);
    const run = new KernelRun(
      loadKernel(),
      config,
      initial,
      laneStates("adam"),
      laneStates("noise"),
    );
    const hosts = initial.map((parameters) => ({
      parameters: parameters.slice(),
      take: hostSteps(config),
    }));
    for (let step = 1; step <= config.schedule.steps; step++) {
      run.train(1);
      hosts.forEach(({ parameters, take }, lane) => {
        const gradient = run.gradients(lane);
        idle += gradient.filter((g) => g === 0).length;
        take(parameters, gradient, step);
        const kernel = run.parameters(lane);
        lost += kernel.filter(Number.isNaN).length;
        // Comparing words is fast, and says enough.
        if (bits(kernel).some((word, i) => word !== bits(parameters)[i])) {
          assertEquals(
            parameters,
            kernel,
            `configuration ${c}, lane ${lane}, step ${step}`,
          );
        }
      });
    }
  }
  return { idle, lost };
}

/**
 * Networks whose steps are easy to get wrong, by one kind of optimiser.
 *
 * @param settings of those with an encoder and a decoder, with many dead units, and with noise and
 * a fixed layer
 */
export function hardConfigs(
  kind: string,
  [deep, dead, held]: readonly Record<string, number>[],
): TrainingConfig[] {
  const by = (settings: Record<string, number> = {}) => ({ kind, ...settings });
  return [
    configWith({ optimiser: by() }),
    configWith({
      architecture: autoencoder([3, 7, 2], [2, 9, 3]),
      data: { features: 3, sparsity: 0.3 },
      schedule: { warmup: 0, decay: 0 },
      optimiser: by(deep),
    }),
    // What the optimiser keeps of dead units decays to nothing.
    configWith({
      architecture: superpositionModel(6, 2),
      data: { features: 6, sparsity: 0.9 },
      schedule: { steps: 1500, batch: 4, learningRate: 0.3, decay: 0 },
      optimiser: by(dead),
    }),
    configWith({
      architecture: autoencoder([3, 6, 2], [2, 5, 3]),
      data: { features: 3 },
      noise: 0.3,
      fixed: [1],
      optimiser: by(held),
    }),
    // Diverges.
    configWith({
      architecture: autoencoder([2, 5, 5, 1], [1, 5, 5, 2]),
      schedule: { learningRate: 1e20, warmup: 0 },
      optimiser: by(),
    }),
  ];
}
