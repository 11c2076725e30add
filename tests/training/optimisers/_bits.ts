/** The host's optimisers against the kernel's. */
import { assertEquals } from "@std/assert";
import { loadKernel } from "../../../src/runs/kernel.ts";
import { KernelRun } from "../../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../../src/training/config.ts";
import { hostSteps } from "../../../src/training/host_steps.ts";
import { laneParameters, laneStates } from "../_configs.ts";

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
