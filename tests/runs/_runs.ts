/**
 * What the tests of `src/runs/` share: small configurations, and an executor that computes nothing.
 *
 * @module
 */
import "../_catalogue.ts";
import { independent, lossFromErrors } from "../../src/features/mod.ts";
import { isExact } from "../../src/losses/exact_loss.ts";
import type { Executor } from "../../src/runs/execute.ts";
import type { TrainingSpec } from "../../src/jobs/training.ts";
import type { TrainResult } from "../../src/training/result.ts";
import { autoencoder, countParameters } from "../../src/networks/network.ts";
import {
  configure,
  type Initial,
  type TrainingConfig,
} from "../../src/training/config.ts";
import { curveSteps } from "../../src/training/schedule.ts";

/** Two dense features through one hidden dimension, `neurons` ReLU units on either side. */
export function smallConfig(
  { neurons = 2, steps = 20, batch = 16, initial }: {
    neurons?: number;
    steps?: number;
    batch?: number;
    initial?: Initial;
  } = {},
): TrainingConfig {
  return configure({
    architecture: autoencoder([2, neurons, 1], [1, neurons, 2]),
    data: independent(2, 0),
    initial: initial ?? { kind: "spread", gain: 1 },
    schedule: {
      steps,
      batch,
      learningRate: 0.01,
      warmup: 2,
      decay: 5,
      finalLearningRate: 0.1,
    },
    curvePoints: 4,
  });
}

/** One call of a recording executor, e.g. `20 steps: 0, 1, 2, 3`. */
export type Log = string[];

/**
 * Answers every training with made-up results and notes what it was asked; of other kinds it knows
 * none.
 */
export function recordingExecutor(log: Log): Executor {
  return {
    async run(kind, specs, needs) {
      const asked = specs as TrainingSpec[];
      log.push(
        kind === "training"
          ? `${asked[0].config.schedule.steps} steps: ${
            asked.map(({ seed }) => seed).join(", ")
          }`
          : `${kind}: ${JSON.stringify(specs)}`,
      );
      await new Promise((done) => setTimeout(done, 0));
      if (kind !== "training") throw new Error(`no ${kind} here`);
      return asked.map(({ seed }, i) => {
        const [base] = needs[i] as TrainResult[];
        return fakeResult(seed, asked[i].config, base?.parameters);
      });
    },
    close() {},
  };
}

/**
 * A result that a configuration could have, whose parameters tell the seed and the parameters that
 * it started from.
 */
export function fakeResult(
  seed: number,
  config: TrainingConfig = smallConfig(),
  base: Float32Array | null = null,
): TrainResult {
  const { architecture, data, schedule, curvePoints } = config;
  const parameters = new Float32Array(countParameters(architecture));
  parameters.set([seed, ...base ?? []].slice(0, parameters.length));
  const shares = isExact(config) ? null : 0;
  return {
    seed,
    parameters,
    curve: curveSteps(schedule.steps, curvePoints)
      .map((step) => [step, seed / 3] as const),
    loss: lossFromErrors(data, Array(data.features).fill(seed / 7)),
    standardError: shares,
    deadUnits: shares,
  };
}

/**
 * Jobs of a few hundredths of a second each, many more than are done before the process is killed.
 */
export const longRequest = {
  config: smallConfig({ neurons: 8, steps: 4000, batch: 64 }),
  seeds: Array.from({ length: 2000 }, (_, seed) => seed),
};

/** The text of every entry of a store, by its path in the folder, sorted. */
export function storeEntries(folder: string): Map<string, string> {
  const paths = [...Deno.readDirSync(folder)]
    .filter(({ name }) => name !== "tmp")
    .flatMap(({ name }) =>
      [...Deno.readDirSync(`${folder}/${name}`)].map((entry) =>
        `${name}/${entry.name}`
      )
    ).sort();
  return new Map(
    paths.map((path) => [path, Deno.readTextFileSync(`${folder}/${path}`)]),
  );
}
