/**
 * How fast a configuration trains here.
 *
 * @module
 */
import { LANES } from "../training/compiled/memory.ts";
import type { TrainingConfig } from "../training/config.ts";
import type { Engine } from "../training/engine.ts";
import { initialParameters } from "../training/initial.ts";
import { measureRun } from "../training/result.ts";

/** How long a configuration trains to be timed, in milliseconds, and how often. */
const timedFor = 50, turns = 3;

/** Milliseconds per unit of `cost`, which is that of one seed, from a job that is cut short. */
export async function trainingPace(
  config: TrainingConfig,
  cost: number,
  engine: Engine,
  now: () => number,
): Promise<number> {
  const { schedule } = config;
  const cut = (steps: number): TrainingConfig => ({
    ...config,
    // Where training starts does not change its speed, and what it would grow from is not there.
    initial: { kind: "uniform", gain: 1 },
    schedule: { ...schedule, steps, warmup: 0, decay: 0, averaged: 0 },
    curvePoints: 0,
  });
  const seeds = Array.from({ length: LANES }, (_, seed) => seed);
  const initial = seeds.map((seed) => initialParameters(cut(1), seed, null));
  const train = (steps: number) => engine.train(cut(steps), seeds, initial);
  // The fastest turn is the one that compilers and other processes disturbed least.
  const fastest = async (work: () => unknown): Promise<number> => {
    let least = Infinity;
    for (let turn = 0; turn < turns; turn++) {
      const start = now();
      await work();
      least = Math.min(least, now() - start);
    }
    return least;
  };
  let steps = 1, time = 0;
  while (time < timedFor && steps < schedule.steps) {
    steps = Math.min(2 * steps, schedule.steps);
    time = await fastest(() => train(steps));
  }
  const [run] = await train(1);
  const evaluation = await fastest(() => measureRun(config, run));
  const job = schedule.steps / steps * time + LANES * evaluation;
  return job / (LANES * cost);
}
