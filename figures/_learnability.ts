/**
 * What figure 4 trains: every seed at its tuned budget, warm starts from constructions, and the recipes that were tried.
 *
 * @module
 */
import { z } from "zod";
import type { Network } from "../src/networks/network.ts";
import { exactLoss } from "../src/networks/exact_loss.ts";
import { countNeurons } from "../src/networks/network.ts";
import { piecewiseLinear } from "../src/schemes/piecewise-linear.ts";
import { wilsonInterval } from "../src/statistics/bootstrap.ts";
import {
  best,
  type Choice,
  configure,
  data,
  linearLoss,
  losses,
  plain,
  rampWidth,
  type Recipe,
  selectionSeeds,
  sizeOf,
  summarizeSeeds,
  tune,
  tuned,
} from "./_dense.ts";
import type { FigureContext } from "./_figure.ts";

const seedRow = z.strictObject({
  kind: z.literal("seed"),
  series: z.string(),
  neurons: z.int(),
  seed: z.int(),
  fvu: z.number(),
});
const shareRow = z.strictObject({
  kind: z.literal("share"),
  series: z.string(),
  neurons: z.int(),
  seeds: z.int(),
  /** Share of the seeds that beat the best linear code, with its 95 % Wilson interval. */
  share: z.number(),
  low: z.number(),
  high: z.number(),
  /** Median fvu with its 95 % bootstrap interval. */
  median: z.number(),
  medianLow: z.number(),
  medianHigh: z.number(),
});
const constructedRow = z.strictObject({
  kind: z.literal("constructed"),
  variant: z.string(),
  neurons: z.int(),
  segments: z.int(),
  epsilon: z.number(),
  fvu: z.number(),
});
const warmRow = z.strictObject({
  kind: z.literal("warm"),
  variant: z.string(),
  neurons: z.int(),
  segments: z.int(),
  epsilon: z.number(),
  learningRate: z.number(),
  seeds: z.int(),
  before: z.number(),
  median: z.number(),
  low: z.number(),
  high: z.number(),
});
const recipeRow = z.strictObject({
  kind: z.literal("recipe"),
  recipe: z.string(),
  neurons: z.int(),
  seeds: z.int(),
  best: z.number(),
  median: z.number(),
  low: z.number(),
  high: z.number(),
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  seedRow,
  shareRow,
  constructedRow,
  warmRow,
  recipeRow,
]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
type WarmRow = z.infer<typeof warmRow>;

/** Ramp width of the networks that training starts from: ten times wider than elsewhere, so that gradients reach them. */
const warmRampWidth = 10 * rampWidth;
/** The construction that trained networks are compared with and warm starts begin from. */
export const warmVariant = "gapped";
/** Levels of the constructions that warm starts begin from. */
export const warmSegments = [2, 3, 5, 9];
/** Peak learning rates of the warm starts. */
export const warmLearningRates = [0.0001, 0.001, 0.01];
/** Budgets at which recipes are compared, on selection seeds. */
export const recipeBudgets = [12, 36];

/** One recipe at one budget: its seeds, and their share that beats the linear code. */
export async function seedRows(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
): Promise<Row[]> {
  const { results } = await tuned(context, recipe, neurons);
  const values = losses(results);
  const wins = values.filter((fvu) => fvu < linearLoss().fvu).length;
  const [low, high] = wilsonInterval(wins, values.length);
  const summary = summarizeSeeds(`${recipe.name}/${neurons}`, values);
  const [medianLow, medianHigh] = summary.ci95!;
  return [
    {
      kind: "share",
      series: recipe.name,
      neurons,
      seeds: values.length,
      share: wins / values.length,
      low,
      high,
      median: summary.median,
      medianLow,
      medianHigh,
    },
    ...results.map(({ seed, loss }): Row => ({
      kind: "seed",
      series: recipe.name,
      neurons,
      seed,
      fvu: loss.fvu,
    })),
  ];
}

/** The constructed network of a variant, as it is compared with trained ones of as many neurons. */
export function constructed(
  variant: "gapped",
  segments: number,
  epsilon: number,
): { network: Network; row: z.infer<typeof constructedRow> } {
  const network = piecewiseLinear(variant, segments, epsilon);
  if (network === null) throw new RangeError(`${variant} has no such network`);
  return {
    network,
    row: {
      kind: "constructed",
      variant,
      neurons: countNeurons(network.architecture).total,
      segments,
      epsilon,
      fvu: exactLoss(network, data).fvu,
    },
  };
}

/** Training that goes on from a constructed network. */
export async function warmStart(
  context: FigureContext,
  segments: number,
  learningRate: number,
): Promise<WarmRow> {
  const { network, row } = constructed(warmVariant, segments, warmRampWidth);
  const { encoder, decoder } = countNeurons(network.architecture);
  const choice = { encoder, decoder, learningRate };
  const config = {
    ...configure(best, choice, sizeOf(context).steps),
    initial: { kind: "given" as const, parameters: [...network.parameters] },
  };
  const seeds = selectionSeeds(context);
  const results = await context.train(config, seeds);
  const { median, ci95 } = summarizeSeeds(
    `warm/${segments}/${learningRate}`,
    losses(results),
  );
  const [low, high] = ci95!;
  const { fvu, ...same } = row;
  return {
    ...same,
    kind: "warm",
    learningRate,
    seeds: seeds.length,
    before: fvu,
    median,
    low,
    high,
  };
}

/** Ways to train that were tried, each one change to the plain recipe, and the one that came out best. */
export async function recipes(
  context: FigureContext,
  neurons: number,
): Promise<Row[]> {
  const choice = await tune(context, plain, neurons);
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
    const stage = at(plain);
    const schedule = {
      ...stage.schedule,
      steps: Math.floor(steps / 3),
      decay: Math.floor(steps / 6),
    };
    return {
      ...stage,
      schedule,
      data: { ...data, importance: [1, importance] },
    };
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
    "grown in three stages": grown,
    "importance annealed": annealed,
    "best recipe: kinks inside, β₂ = 0.99": at(best),
    "best recipe, 4 × the steps": at(best, {}, 4),
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
