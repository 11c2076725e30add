/**
 * What figure 4 trains: every seed at its tuned budget, warm starts from constructions, and the recipes that were tried.
 *
 * @module
 */
import { z } from "zod";
import type { Network } from "../../src/networks/network.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons } from "../../src/networks/network.ts";
import { piecewiseLinear } from "../../src/schemes/piecewise-linear.ts";
import { wilsonInterval } from "../../src/statistics/bootstrap.ts";
import {
  best,
  configure,
  data,
  linearLoss,
  losses,
  plain,
  rampWidth,
  type Recipe,
  selectionSeeds,
  show,
  sizeOf,
  summarizeSeeds,
  tuned,
} from "../../src/protocol/dense.ts";
import type { Claim, FigureContext } from "../../src/protocol/figure.ts";

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
/** The best linear code. */
const linearRow = z.strictObject({
  kind: z.literal("linear"),
  fvu: z.number(),
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  seedRow,
  shareRow,
  constructedRow,
  warmRow,
  recipeRow,
  linearRow,
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

/** The rows of one kind. */
export const only = <K extends Row["kind"]>(rows: readonly Row[], kind: K) =>
  rows.filter((r): r is Extract<Row, { kind: K }> => r.kind === kind);

/** The verdict on `hard-to-learn`. */
export function hardToLearn(rows: readonly Row[]): Claim {
  const shares = only(rows, "share");
  const built = only(rows, "constructed");
  const largest = shares.filter((r) => r.series === best.name).reduce((a, b) =>
    b.neurons > a.neurons ? b : a
  );
  const plainly = shares.find((r) =>
    r.series === plain.name && r.neurons === largest.neurons
  )!;
  const equal = built.filter((r) => r.neurons <= largest.neurons)
    .reduce((a, b) => (b.fvu < a.fvu ? b : a));
  const first =
    shares.filter((r) => r.series === plain.name && r.share === 1).map((r) =>
      r.neurons
    ).sort((a, b) => a - b)[0];
  const warm = only(rows, "warm");
  const rates = [...new Set(warm.map((r) => r.learningRate))];
  const kept = rates.map((rate) => {
    const starts = warm.filter((r) => r.learningRate === rate);
    const fine = starts.filter((r) => r.high <= r.before).length;
    return `${fine} of ${starts.length} at ${rate}`;
  });
  const gap = largest.medianLow > equal.fvu;
  const beatsLinear = largest.low > 0.5;
  return {
    claim: "hard-to-learn",
    verdict: !gap ? "refuted" : beatsLinear ? "qualified" : "supported",
    sentence: `Beating the linear code is easy, the code itself is not found: ${
      first === undefined
        ? "at no budget do all seeds"
        : `from ${first} neurons on all of ${plainly.seeds} seeds`
    } beat it, yet at ${largest.neurons} neurons the best recipe's median fvu is ${
      show(largest.median)
    } [${show(largest.medianLow)}, ${show(largest.medianHigh)}], ${
      show(largest.median / equal.fvu)
    } times that of a constructed network of ${equal.neurons} (${
      show(equal.fvu)
    }). Training that starts from a construction ends no worse than it began, by learning rate: ${
      kept.join(", ")
    }.`,
  };
}
