/**
 * Matrices in float64, as lists of rows, and the kernel's steps against those of a reference.
 */
import { assert } from "@std/assert";
import {
  type Architecture,
  parameterOffsets,
} from "../../../src/networks/network.ts";
import { loadKernel } from "../../../src/runs/kernel.ts";
import { KernelRun } from "../../../src/training/compiled/run.ts";
import type { TrainingConfig } from "../../../src/training/config.ts";
import { learningRateAt } from "../../../src/training/schedule.ts";
import { laneParameters, laneStates } from "../_configs.ts";

export type Rows = number[][];

export const transpose = (a: Rows): Rows =>
  a[0].map((_, j) => a.map((row) => row[j]));

export const times = (a: Rows, b: Rows): Rows =>
  a.map((row) =>
    b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0))
  );

export const plus = (a: Rows, b: Rows, x = 1, y = 1): Rows =>
  a.map((row, i) => row.map((value, j) => x * value + y * b[i][j]));

export const identity = (n: number): Rows =>
  Array.from(
    { length: n },
    (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)),
  );

/**
 * Where the weights of every untied layer stand, one list of indices a row, its bias the last one.
 */
export function matricesOf(architecture: Architecture): Rows[] {
  const { layers } = parameterOffsets(architecture);
  return architecture.layers.flatMap(({ inputs, outputs, tiedTo }, l) => {
    if (tiedTo !== null) return [];
    const { weights, bias } = layers[l];
    const row = (from: number) =>
      Array.from({ length: outputs }, (_, o) => from + o);
    const rows = Array.from(
      { length: inputs },
      (_, i) => row(weights + i * outputs),
    );
    return [bias === null ? rows : [...rows, row(bias)]];
  });
}

/** Takes a step in place. */
export type Descend = (
  parameters: Float64Array,
  gradient: ArrayLike<number>,
  rate: number,
  step: number,
) => void;

/**
 * Asserts that the kernel's parameters stay as close as `tolerance` to those of steps taken in
 * float64 along its gradients; returns the largest distance.
 */
export function assertFollows(
  config: TrainingConfig,
  start: () => Descend,
  tolerance: number,
): number {
  const initial = laneParameters(config);
  const run = new KernelRun(
    loadKernel(),
    config,
    initial,
    laneStates("reference"),
    laneStates("noise"),
  );
  const references = initial.map((parameters) => ({
    parameters: Float64Array.from(parameters),
    descend: start(),
  }));
  let worst = 0;
  for (let t = 1; t <= config.schedule.steps; t++) {
    run.train(1);
    const rate = learningRateAt(config.schedule, t);
    references.forEach(({ parameters, descend }, lane) => {
      descend(parameters, run.gradients(lane), rate, t);
      run.parameters(lane).forEach((value, i) => {
        const distance = Math.abs(value - parameters[i]);
        worst = Math.max(worst, distance);
        assert(
          distance <= tolerance,
          `parameter ${i} of lane ${lane} is ${value} instead of ${
            parameters[i]
          } at step ${t}`,
        );
      });
    });
  }
  return worst;
}
