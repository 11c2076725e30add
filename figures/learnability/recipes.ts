/**
 * The recipes that figure 4 compares.
 *
 * @module
 */
import { z } from "zod";
import {
  denseCase,
  problem,
  tunedDense,
} from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { measureTrained } from "../../src/protocol/measured.ts";
import { best, configOf, plain, type Task } from "../../src/protocol/recipe.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { neededInitial } from "../../src/training/initial.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { independent } from "../../src/features/mod.ts";

/** One recipe at one budget, on the selection seeds. */
export const recipeRow = z.strictObject({
  kind: z.literal("recipe"),
  recipe: z.string(),
  neurons: z.int(),
  seeds: z.int(),
  best: z.number(),
  median: z.number(),
  low: z.number(),
  high: z.number(),
});
type RecipeRow = z.infer<typeof recipeRow>;

/** Budgets at which recipes are compared, on selection seeds. */
export const recipeBudgets = [12, 36];

/**
 * As small as the noise is, it brings the hold on the hidden state's power along, which batch
 * normalisation is known to be good for.
 */
const unitPower = 0.001;

/** Stages that follow each other, each from where the one before ended. */
function inStages(stages: readonly TrainingConfig[]): TrainingConfig {
  return stages.reduce((from, next) => {
    const { gain } = neededInitial(next.architecture);
    return { ...next, initial: { kind: "grown", gain, from } };
  });
}

/**
 * Ways to train that were tried, each one change to the plain recipe, and the one that came out
 * best.
 */
export async function recipes(
  context: FigureContext,
  neurons: number,
): Promise<RecipeRow[]> {
  const { candidate, learningRate } = await tunedDense(context, plain, neurons);
  const { steps, batch, seeds } = denseCase(context, plain);
  const { data } = problem;
  const once: Task = {
    architecture: candidate.architecture,
    data,
    steps,
    batch,
    learningRate,
  };
  const inside = { ...plain, initial: best.initial };
  const stage = { ...once, steps: Math.floor(steps / 3) };
  const { encoder, decoder } = candidate.neurons;
  /** The same optimiser, from small to full width, each stage with an equal share of the steps. */
  const grown = inStages([1 / 3, 2 / 3, 1].map((share) => {
    const [first, second] = [encoder, decoder].map((n) => Math.ceil(n * share));
    const architecture = autoencoder([2, first, 1], [1, second, 2]);
    return configOf(inside, { ...stage, architecture });
  }));
  /**
   * One feature matters little at first: the code may follow the other one and fold in the first by
   * and by.
   */
  const annealed = inStages([0.1, 0.3, 1].map((importance) => {
    const weighted = independent(2, data.sparsity, [1, importance]);
    return configOf(plain, { ...stage, data: weighted });
  }));
  const longer = { ...once, steps: 4 * steps };
  const noisy = { ...once, noise: unitPower };
  const tried = {
    "plain": configOf(plain, once),
    "4 × the steps": configOf(plain, longer),
    "learning rate × 3": configOf(plain, {
      ...once,
      learningRate: 3 * learningRate,
    }),
    "kinks inside the data": configOf(inside, once),
    "β₂ = 0.99": configOf({ ...plain, optimiser: best.optimiser }, once),
    "hidden state of unit power": configOf(plain, noisy),
    "grown in three stages": grown,
    "importance annealed": annealed,
    "best recipe: kinks inside, β₂ = 0.99": configOf(best, once),
    "best recipe, 4 × the steps": configOf(best, longer),
    "best recipe, unit power": configOf(best, noisy),
  };
  return await Promise.all(
    Object.entries(tried).map(
      async ([recipe, config]): Promise<RecipeRow> => {
        const { fvu: { best, median, ci95 }, results } = await measureTrained(
          context,
          recipe,
          problem,
          candidate,
          config,
          seeds.selection,
          `recipe/${recipe}/${neurons}`,
        );
        const [low, high] = ci95!;
        return {
          kind: "recipe",
          recipe,
          neurons,
          seeds: results.length,
          best,
          median,
          low,
          high,
        };
      },
    ),
  );
}
