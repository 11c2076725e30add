/**
 * The one way in which a trained scheme is tuned, so that every scheme is tuned alike.
 *
 * @module
 */
import { median } from "../statistics/quantile.ts";
import type { TrainingConfig } from "../training/config.ts";
import type { Trains } from "./measured.ts";

/** Peak learning rates tried. */
const learningRates = [0.003, 0.01, 0.03];

/** What tuning has chosen. */
export interface Tuning<Shape> {
  readonly shape: Shape;
  readonly learningRate: number;
  /** Median fvu over the selection seeds: what schemes may be chosen by. */
  readonly score: number;
}

/**
 * Chooses by the lowest median loss over the selection seeds, the first of equals: first the
 * learning rate, with the first shape, then the shape at that learning rate.
 *
 * @param shapes whatever else is tuned, e.g. how neurons are split; at least one
 * @param seeds the selection seeds, none of which may be reported
 */
export async function tune<Shape>(
  context: Trains,
  shapes: readonly Shape[],
  seeds: readonly number[],
  configure: (shape: Shape, learningRate: number) => TrainingConfig,
): Promise<Tuning<Shape>> {
  const lowest = async (
    choices: readonly Omit<Tuning<Shape>, "score">[],
  ): Promise<Tuning<Shape>> => {
    const scored = await Promise.all(choices.map(async (choice) => {
      const config = configure(choice.shape, choice.learningRate);
      const results = await context.train(config, seeds);
      return { ...choice, score: median(results.map(({ loss }) => loss.fvu)) };
    }));
    return scored.reduce((a, b) => (b.score < a.score ? b : a));
  };
  const { learningRate } = await lowest(
    learningRates.map((rate) => ({ shape: shapes[0], learningRate: rate })),
  );
  return await lowest(shapes.map((shape) => ({ shape, learningRate })));
}
