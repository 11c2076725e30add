/**
 * What a step of each optimiser takes beside one of Adam, in seconds and as the protocol counts it:
 * recipes are compared at equal counted compute.
 *
 * @module
 */
import { independent } from "../src/features/mod.ts";
import { trainingCost } from "../src/jobs/training.ts";
import { autoencoder } from "../src/networks/network.ts";
import { curved } from "../src/protocol/recipe.ts";
import { sparseBatch } from "../src/protocol/sparse_case.ts";
import { median } from "../src/statistics/quantile.ts";
import type { KernelRun } from "../src/training/compiled/run.ts";
import { configure, type TrainingConfig } from "../src/training/config.ts";
import { optimisers } from "../src/training/optimisers/mod.ts";
import { startTraining } from "./_bench_run.ts";
import { type Effort, processorTime } from "./_measure.ts";

/** A step of one optimiser on one shape, in units of Adam's. */
export interface OptimiserStep {
  readonly shape: string;
  readonly optimiser: string;
  /** Median over rounds. */
  readonly time: number;
  readonly counted: number;
}

/** Samples of the step: as many as the recipe with the dearest optimiser takes. */
export const stepBatch = sparseBatch * curved.larger;

/** Widths before, at and behind the hidden state. */
const shapes = [[2, 18, 1], [20, 40, 5], [80, 160, 20]];

/**
 * Steps come in bunches: what an optimiser does anew every so many steps is done once in each, but
 * at each step of the first, which is not timed.
 */
const bunch = 10;

function configs(shape: readonly number[]): [string, TrainingConfig][] {
  const architecture = autoencoder(shape, shape.toReversed());
  return optimisers.all().map(({ id }) => [
    id,
    configure({
      architecture,
      data: independent(shape[0], 0),
      initial: curved.initial(architecture),
      schedule: { steps: 1, batch: stepBatch, learningRate: 0.003 },
      optimiser: { kind: id },
    }),
  ]);
}

/** Training under way. */
function underWay(config: TrainingConfig): KernelRun {
  const run = startTraining(config);
  run.train(bunch);
  return run;
}

function secondsOf(run: KernelRun, steps: number): number {
  const start = processorTime();
  run.train(steps);
  return processorTime() - start;
}

/** Lets the optimisers take turns at every shape. */
export function measureOptimisers({ rounds, turn }: Effort): OptimiserStep[] {
  return shapes.flatMap((shape) => {
    const all = configs(shape);
    const adam = all.findIndex(([id]) => id === "adam");
    const ratios: number[][] = all.map(() => []);
    const most = Math.ceil(rounds / 2);
    let steps = 1;
    for (let round = 0; round < most; round++) {
      // The kernel has one run at a time.
      const times = all.map(([, config]) =>
        secondsOf(underWay(config), steps) / steps
      );
      times.forEach((time, i) => ratios[i].push(time / times[adam]));
      // The first round says how many steps fill a turn.
      if (round === 0) steps = bunch * Math.ceil(turn / bunch / times[adam]);
    }
    const costs = all.map(([, config]) => trainingCost(config));
    return all.map(([optimiser], i) => ({
      shape: [...shape, ...shape.toReversed().slice(1)].join("-"),
      optimiser,
      time: median(most === 1 ? ratios[i] : ratios[i].slice(1)),
      counted: costs[i] / costs[adam],
    }));
  });
}

/** Prints them. */
export function printOptimisers(
  steps: readonly OptimiserStep[],
  print: (line: string) => void,
): void {
  print(`a step of ${stepBatch} samples, in units of Adam's: time, as counted`);
  for (const { shape, optimiser, time, counted } of steps) {
    print(
      `  ${shape.padEnd(18)} ${optimiser.padEnd(8)} ${
        time.toFixed(2).padStart(6)
      } × ${counted.toFixed(2).padStart(6)} ×`,
    );
  }
}
