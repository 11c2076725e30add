/**
 * The compiled engine: lets the WASM SIMD kernel train, four seeds at a time. The kernel's source
 * is in `kernel/`, how the host speaks with it in `compiled/`.
 *
 * @module
 */
import { streamState } from "../numerics/random.ts";
import type { Kernel } from "./compiled/kernel.ts";
import { LANES } from "./compiled/memory.ts";
import { KernelRun } from "./compiled/run.ts";
import type { TrainedRun, TrainingConfig } from "./config.ts";
import { configKey } from "./config_key.ts";
import type { Engine } from "./engine.ts";
import { curveSteps } from "./schedule.ts";

function trainLanes(
  kernel: Kernel,
  config: TrainingConfig,
  seeds: readonly number[],
  initial: readonly Float32Array[],
): TrainedRun[] {
  const key = configKey(config);
  const states = (purpose: string) =>
    seeds.map((seed) => streamState(key, seed, purpose));
  const run = new KernelRun(
    kernel,
    config,
    initial,
    states("batches"),
    states("noise"),
  );
  const { steps } = config.schedule;
  const curves: [number, number][][] = seeds.map(() => []);
  let done = 0;
  for (const step of curveSteps(steps, config.curvePoints)) {
    run.train(step - done);
    const losses = run.takeLosses();
    curves.forEach((curve, lane) =>
      curve.push([step, losses[lane] / (step - done)])
    );
    done = step;
  }
  run.train(steps - done);
  return seeds.map((seed, lane) => ({
    seed,
    parameters: run.result(lane),
    curve: curves[lane],
  }));
}

/** Trains in a kernel; one training at a time has its memory to itself. */
export function compiledEngine(kernel: Kernel): Engine {
  return {
    name: "compiled",
    train(config, seeds, initial) {
      const runs: TrainedRun[] = [];
      for (let i = 0; i < seeds.length; i += LANES) {
        runs.push(
          ...trainLanes(
            kernel,
            config,
            seeds.slice(i, i + LANES),
            initial.slice(i, i + LANES),
          ),
        );
      }
      return Promise.resolve(runs);
    },
  };
}
