/** Training that is made up, for tests of what is asked for and of what is made of it. */
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
