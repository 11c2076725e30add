/**
 * The rows of figure 3: what is constructed, what is trained, and what bounds them.
 *
 * @module
 */
import { z } from "zod";
import {
  POLYLINE_SEARCH,
  polylineInfimum,
} from "../../src/bounds/polyline/search.ts";
import { twoPerSegment } from "../../src/constructions/staircase.ts";
import { lossFromErrors } from "../../src/features/mod.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons, countParameters } from "../../src/networks/network.ts";
import {
  closedConvergence,
  compareConvergence,
  seenFrom,
} from "../../src/protocol/convergence.ts";
import {
  convergenceRow,
  convergenceShape,
  type Settled,
  settledBy,
  settledShape,
} from "../../src/protocol/convergence_row.ts";
import {
  budgetsOf,
  closed,
  denseConvergence,
  linearLoss,
  paperBreakEven,
  problem,
  rampWidth,
  reportedLengths,
} from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import {
  type Built,
  measureClosed,
  type Measured,
} from "../../src/protocol/measured.ts";
import { best, plain, type Recipe } from "../../src/protocol/recipe.ts";
import { measuredRow, measuredShape } from "../../src/protocol/row.ts";
import linear from "../../src/schemes/linear.ts";
import piecewiseLinear from "../../src/schemes/piecewise-linear.ts";
import {
  type Entry,
  smallestConstructions,
  withBreakEvens,
} from "./break_evens.ts";

/**
 * The shape of one row. Of a bound, which is no network, the neurons are kinks and stand in the
 * decoder.
 */
export const row = z.strictObject({
  ...measuredShape,
  encoder: z.int().nullable(),
  parameters: z.int().nullable(),
  ...convergenceShape,
  /** Trained, the first side, against the best linear code; null of all others. */
  ...settledShape,
  /**
   * The smallest budget from which on the row's series beats the best linear code; null for none,
   * and for a bound.
   */
  breakEven: z.int().nullable(),
});
/** One row of the figure. */
export type Row = z.infer<typeof row>;

/** Kinks for which the best polyline is searched. */
const kinks = Array.from({ length: 24 }, (_, k) => k + 1);
/** Levels that fit into the largest budget in any construction. */
const segments = Array.from({ length: 24 }, (_, k) => k + 1);
/** The paper's construction and decoder. */
export const paperSeries = "two-per-segment floor";
/** The recipes trained. */
const recipes = [plain, best];

/** The paper's own network with so many levels. */
function ofPaper(
  count: number,
): Built & { loss: { mse: number; fvu: number } } {
  const network = twoPerSegment({
    segments: count,
    epsilon: rampWidth,
    decoder: "floor",
  });
  return {
    variant: paperSeries,
    segments: count,
    epsilon: rampWidth,
    neurons: countNeurons(network.architecture),
    parameters: countParameters(network.architecture),
    loss: exactLoss(network, problem.data),
  };
}

/** Of what is not trained. */
const notTrained: Settled = {
  limitRatio: null,
  limitRatioLow: null,
  limitRatioHigh: null,
  settled: null,
  unsettled: null,
};
const closedRow = (measured: Measured): Entry => ({
  ...measuredRow(measured),
  ...convergenceRow(closedConvergence(measured)),
  ...notTrained,
});

/**
 * Constructed networks of at most so many neurons: the paper's own, then every variant that the
 * scheme has.
 */
function constructed(most: number): Entry[] {
  const others = closed(piecewiseLinear, { segments, epsilon: [rampWidth] });
  return [...segments.map(ofPaper), ...others]
    .filter(({ neurons }) => neurons.total <= most)
    .map((built) => closedRow(measureClosed(built.variant!, problem, built)));
}

/** A loss that no network has to do with. */
function bound(series: string, kinks: number, mse: number): Entry {
  const measured = measureClosed(series, problem, {
    variant: null,
    segments: null,
    epsilon: null,
    neurons: { encoder: 0, decoder: kinks, output: 0, total: kinks },
    parameters: 0,
    loss: lossFromErrors(problem.data, [mse, mse]),
  });
  return { ...closedRow(measured), encoder: null, parameters: null };
}

/**
 * Budgets that have rows of twice the steps as well: where the break-even could move, and the
 * paper's own.
 */
const repeated = (neurons: number) =>
  neurons <= 12 || neurons === paperBreakEven;

/** A recipe at a budget. */
async function trained(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
): Promise<Entry[]> {
  const all = await denseConvergence(context, recipe, neurons);
  const settled = settledBy(compareConvergence(
    all,
    closedConvergence(measureClosed(linear.id, problem, closed(linear)[0])),
    `neuron-budget/${recipe.name}/${neurons}`,
  ));
  return reportedLengths.filter((length) => length === 1 || repeated(neurons))
    .map((length) => seenFrom(all, length))
    .map((at) => ({
      ...measuredRow(at.measured),
      ...convergenceRow(at),
      ...settled,
    }));
}

/** All rows. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const budgets = budgetsOf(context);
  const learned = recipes.flatMap((recipe) =>
    budgets.map((neurons) => trained(context, recipe, neurons))
  );
  const searched = (context.profile === "paper" ? kinks : kinks.slice(0, 2))
    .map(async (count) => {
      const found = await context.get(
        polylineJob({ ...POLYLINE_SEARCH, kinks: count }),
      );
      return bound("best polyline", found.kinks, found.mse);
    });
  const [learnt, found] = await Promise.all([
    Promise.all(learned),
    Promise.all(searched),
  ]);
  const measured = [
    bound("linear", 0, linearLoss().mse),
    ...constructed(Math.max(...budgets)),
    ...kinks.map((k) => bound("limit of polylines", k, polylineInfimum(k))),
    ...learnt.flat(),
    ...found,
  ];
  return withBreakEvens([...measured, ...smallestConstructions(measured)]);
}
