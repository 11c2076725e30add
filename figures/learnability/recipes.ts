/**
 * The recipes that figure 4 compares.
 *
 * @module
 */
import {
  best,
  type Choice,
  configure,
  data,
  losses,
  plain,
  type Recipe,
  selectionSeeds,
  sizeOf,
  summarizeSeeds,
  tuneRecipe,
} from "../../src/protocol/dense.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import type { Row } from "./rows.ts";

/** Budgets at which recipes are compared, on selection seeds. */
export const recipeBudgets = [12, 36];

/** Ways to train that were tried, each one change to the plain recipe, and the one that came out best. */
export async function recipes(
  context: FigureContext,
  neurons: number,
): Promise<Row[]> {
  const choice = await tuneRecipe(context, plain, neurons);
  const { steps } = sizeOf(context);
  const at = (recipe: Recipe, change: Partial<Choice> = {}, stretch = 1) =>
    configure(recipe, { ...choice, ...change }, steps * stretch);
  const start = at(plain);
  /** The same optimiser, from small to full width, each stage with an equal share of the steps. */
  const grown = [1 / 3, 2 / 3, 1].map((share) =>
    configure(
      { ...plain, initial: best.initial },
      {
        ...choice,
        encoder: Math.ceil(choice.encoder * share),
        decoder: Math.ceil(choice.decoder * share),
      },
      Math.floor(steps / 3),
    )
  ).reduce((from, next) => ({
    ...next,
    initial: { kind: "grown", gain: best.initial.gain, from },
  }));
  /** One feature matters little at first: the code may follow the other one and fold in the first by and by. */
  const annealed = [0.1, 0.3, 1].map((importance) => {
    const stage = configure(plain, choice, Math.floor(steps / 3));
    return { ...stage, data: { ...data, importance: [1, importance] } };
  }).reduce((from, next) => ({
    ...next,
    initial: { kind: "grown", gain: best.initial.gain, from },
  }));
  const tried = {
    "plain": start,
    "4 × the steps": at(plain, {}, 4),
    "learning rate × 3": at(plain, {
      learningRate: 3 * choice.learningRate,
    }),
    "kinks inside the data": at({ ...plain, initial: best.initial }),
    "β₂ = 0.99": at({ ...plain, beta2: best.beta2 }),
    // As small as the noise is, it brings the hold on the hidden state's power along, which batch normalisation is known to be good for.
    "hidden state of unit power": { ...start, noise: 0.001 },
    "grown in three stages": grown,
    "importance annealed": annealed,
    "best recipe: kinks inside, β₂ = 0.99": at(best),
    "best recipe, 4 × the steps": at(best, {}, 4),
    "best recipe, unit power": { ...at(best), noise: 0.001 },
  };
  const seeds = selectionSeeds(context);
  return await Promise.all(
    Object.entries(tried).map(async ([recipe, config]): Promise<Row> => {
      const values = losses(await context.train(config, seeds));
      const { best, median, ci95 } = summarizeSeeds(
        `recipe/${recipe}/${neurons}`,
        values,
      );
      const [low, high] = ci95!;
      return {
        kind: "recipe",
        recipe,
        neurons,
        seeds: seeds.length,
        best,
        median,
        low,
        high,
      };
    }),
  );
}
