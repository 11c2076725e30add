/**
 * The one way in which a trained scheme is tuned, so that every scheme is tuned alike.
 *
 * @module
 */
import { median } from "../statistics/quantile.ts";
import type { TrainingConfig } from "../training/config.ts";
import type { Trains } from "./measured.ts";

/** A way to train, with the learning rates that are tried. */
interface Trainable {
  readonly learningRates: readonly number[];
}

/** What tuning has chosen. */
export interface Tuning<Recipe, Shape> {
  readonly recipe: Recipe;
  readonly shape: Shape;
  readonly learningRate: number;
  /** Median fvu over the selection seeds: what schemes may be chosen by. */
  readonly score: number;
}

/**
 * Chooses by the lowest median loss over the selection seeds, the first of equals: first the recipe
 * with its learning rate, with the first shape, then the shape.
 *
 * @param recipes at least one, all at the same compute
 * @param shapes whatever else is tuned, e.g. how neurons are split; at least one
 * @param seeds the selection seeds, none of which may be reported
 */
export async function tune<Recipe extends Trainable, Shape>(
  context: Trains,
  recipes: readonly Recipe[],
  shapes: readonly Shape[],
  seeds: readonly number[],
  configure: (choice: Omit<Tuning<Recipe, Shape>, "score">) => TrainingConfig,
): Promise<Tuning<Recipe, Shape>> {
  const lowest = async (
    choices: readonly Omit<Tuning<Recipe, Shape>, "score">[],
  ): Promise<Tuning<Recipe, Shape>> => {
    const scored = await Promise.all(choices.map(async (choice) => {
      const results = await context.train(configure(choice), seeds);
      return { ...choice, score: median(results.map(({ loss }) => loss.fvu)) };
    }));
    return scored.reduce((a, b) => (b.score < a.score ? b : a));
  };
  const { recipe, learningRate } = await lowest(
    recipes.flatMap((recipe) =>
      recipe.learningRates.map((rate) => ({
        recipe,
        shape: shapes[0],
        learningRate: rate,
      }))
    ),
  );
  return await lowest(
    shapes.map((shape) => ({ recipe, shape, learningRate })),
  );
}
