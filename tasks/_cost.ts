/**
 * What a profile costs, in runs, work and time on this machine.
 *
 * @module
 */
import type { Estimate } from "../src/runs/estimate.ts";
import { measure } from "../src/runs/execute.ts";
import { trainingCost } from "../src/jobs/job.ts";
import { duration } from "../src/runs/progress.ts";
import { loadEngine } from "../src/runs/kernel.ts";
import { LANES } from "../src/training/compiled/memory.ts";
import type { TrainingConfig } from "../src/training/config.ts";
import { initialParameters } from "../src/training/initial.ts";

/** A clock, in milliseconds from any origin. */
type Clock = () => number;

/** The cost in one line; `name` says of what. Trains for a moment to learn this machine's speed. */
export async function costLine(
  name: string,
  { runs, found, work, typical }: Estimate,
  jobs: number,
  now: Clock,
): Promise<string> {
  if (runs === 0) return `${name}: trains nothing`;
  if (found === runs) return `${name}: all of ${runs} runs are in the store`;
  const known = `${name}: ${found} of ${runs} runs are in the store, the ` +
    `others take ${scientific(work)} multiply-adds of forward passes`;
  // Searches for polylines alone are over in seconds.
  if (typical.length === 0) return known;
  const workers = Math.min(jobs, navigator.hardwareConcurrency);
  let time = 0;
  for (const config of typical) {
    time += work / typical.length * await timePerWork(config, now) / workers;
  }
  const plural = jobs === 1 ? "worker" : "workers";
  return `${known}, about ${duration(time)} here with ${jobs} ${plural}`;
}

const scientific = (value: number): string =>
  value.toExponential(1).replace("e+", "e");

/** How long each configuration trains to be timed, in milliseconds, and how often. */
const timedFor = 50, turns = 3;

/** Milliseconds per unit of `trainingCost`, from a job of this configuration that is cut short. */
async function timePerWork(
  config: TrainingConfig,
  now: Clock,
): Promise<number> {
  const { schedule } = config;
  const cut = (steps: number): TrainingConfig => ({
    ...config,
    // Where training starts does not change its speed, and what it would grow from is not there.
    initial: { kind: "uniform", gain: 1 },
    schedule: { ...schedule, steps, warmup: 0, decay: 0 },
    curvePoints: 0,
  });
  const seeds = Array.from({ length: LANES }, (_, seed) => seed);
  const initial = seeds.map((seed) => initialParameters(cut(1), seed, null));
  const train = (steps: number) =>
    loadEngine().train(cut(steps), seeds, initial);
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
  const evaluation = await fastest(() => measure(config, run));
  const job = schedule.steps / steps * time + LANES * evaluation;
  return job / (LANES * trainingCost(config));
}
