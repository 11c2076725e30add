/**
 * What figure 4 trains: every seed at its tuned budget, warm starts from constructions, and the
 * recipes that were tried.
 *
 * @module
 */
import { z } from "zod";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons, countParameters } from "../../src/networks/network.ts";
import {
  budgetsOf,
  denseCase,
  linearLoss,
  problem,
  rampWidth,
} from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { measureClosed, measureTrained } from "../../src/protocol/measured.ts";
import { best, configOf, plain } from "../../src/protocol/recipe.ts";
import { piecewiseLinear } from "../../src/schemes/piecewise-linear.ts";
import { recipeBudgets, recipeRow, recipes } from "./recipes.ts";
import { seedRow, shareRow, shareRows } from "./shares.ts";

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
type ConstructedRow = z.infer<typeof constructedRow>;

/**
 * Ramp width of the networks that training starts from: ten times wider than elsewhere, so that
 * gradients reach them.
 */
const warmRampWidth = 10 * rampWidth;
/** The construction that trained networks are compared with and warm starts begin from. */
const variant = "gapped";
/** Levels of the constructions that warm starts begin from. */
const warmSegments = [2, 3, 5, 9];
/** Peak learning rates of the warm starts. */
const warmLearningRates = [0.0001, 0.001, 0.01];
/** Levels that fit into the largest budget. */
const segments = Array.from({ length: 18 }, (_, i) => i + 1);

/** The network as it is constructed, what it loses, and its row. */
function constructed(segments: number, epsilon: number) {
  const network = piecewiseLinear(variant, segments, epsilon);
  if (network === null) throw new RangeError(`${variant} has no such network`);
  const built = {
    variant,
    segments,
    epsilon,
    neurons: countNeurons(network.architecture),
    parameters: countParameters(network.architecture),
  };
  const loss = exactLoss(network, problem.data);
  const measured = measureClosed(variant, problem, { ...built, loss });
  const row: ConstructedRow = {
    kind: "constructed",
    variant,
    neurons: built.neurons.total,
    segments,
    epsilon,
    fvu: loss.fvu,
  };
  return { network, built, measured, row };
}

/** Training that goes on from a constructed network. */
async function warmStart(
  context: FigureContext,
  segments: number,
  learningRate: number,
): Promise<WarmRow> {
  const { network, built, row } = constructed(segments, warmRampWidth);
  const { architecture, parameters } = network;
  const { steps, batch, seeds } = denseCase(context, best);
  const { data } = problem;
  const { fvu, results } = await measureTrained(
    context,
    "warm start",
    problem,
    built,
    {
      ...configOf(best, { architecture, data, steps, batch, learningRate }),
      initial: { kind: "given", parameters: [...parameters] },
    },
    seeds.selection,
    `warm/${segments}/${learningRate}`,
  );
  const { fvu: before, ...same } = row;
  const [low, high] = fvu.ci95!;
  return {
    ...same,
    kind: "warm",
    learningRate,
    seeds: results.length,
    before,
    median: fvu.median,
    low,
    high,
  };
}

/** All rows. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const budgets = budgetsOf(context);
  const built = segments.map((count) => constructed(count, rampWidth))
    .filter(({ row }) => row.neurons <= Math.max(...budgets));
  const bestOf = (neurons: number) =>
    built.filter(({ row }) => row.neurons <= neurons)
      .reduce((a, b) => (b.row.fvu < a.row.fvu ? b : a)).measured;
  const trained = await Promise.all(
    [plain, best].flatMap((recipe) =>
      budgets.map((neurons) =>
        shareRows(context, recipe, neurons, bestOf(neurons))
      )
    ),
  );
  const warm = await Promise.all(
    warmSegments.flatMap((count) =>
      warmLearningRates.map((rate) => warmStart(context, count, rate))
    ),
  );
  const compared = await Promise.all(
    recipeBudgets.map((neurons) => recipes(context, neurons)),
  );
  const linear: Row = { kind: "linear", fvu: linearLoss().fvu };
  return [
    ...trained.flat(),
    ...built.map(({ row }) => row),
    ...warm,
    ...compared.flat(),
    linear,
  ];
}
