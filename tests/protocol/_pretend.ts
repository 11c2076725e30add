/** Training that is made up, for tests of what is asked for and of what is made of it. */
import { trainingCost } from "../../src/jobs/training.ts";
import type { Trains } from "../../src/protocol/measured.ts";
import type { TrainingConfig } from "../../src/training/config.ts";

/** Trains nothing: the loss is what `loss` says. Keeps what it was asked for. */
export function pretend(
  loss: (config: TrainingConfig, seed: number) => number,
) {
  const asked: { config: TrainingConfig; seeds: readonly number[] }[] = [];
  const context: Trains = {
    train(config, seeds) {
      asked.push({ config, seeds });
      return Promise.resolve(seeds.map((seed) => {
        const fvu = loss(config, seed);
        return {
          seed,
          parameters: new Float32Array(),
          curve: [],
          loss: { mse: fvu / 2, fvu },
          standardError: 0.001 * (seed + 1),
          deadUnits: 0.1 * seed,
        };
      }));
    },
  };
  return { context, asked };
}

/**
 * The training length of a configuration: its compute in units of so many steps of Adam on so many
 * samples, to the nearest of some lengths, as steps are whole.
 */
export function lengthOf(
  config: TrainingConfig,
  usual: { readonly steps: number; readonly batch: number },
  lengths: readonly number[],
): number {
  const optimiser = { kind: "adam", weightDecay: 0 };
  const schedule = { ...config.schedule, growth: 1, ...usual };
  const length = trainingCost(config) /
    trainingCost({ ...config, optimiser, schedule });
  const far = (other: number) => Math.abs(Math.log(other / length));
  return lengths.reduce((a, b) => far(b) < far(a) ? b : a);
}
