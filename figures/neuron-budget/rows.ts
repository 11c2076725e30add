/**
 * The rows of figure 3, and what is read off them: break-evens and the best constructions.
 *
 * @module
 */
import { z } from "zod";
import { lossFromErrors } from "../../src/features/mod.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons, countParameters } from "../../src/networks/network.ts";
import type { Polyline } from "../../src/bounds/polyline/search.ts";
import { twoPerSegment } from "../../src/constructions/staircase.ts";
import piecewiseLinear from "../../src/schemes/piecewise-linear.ts";
import {
  breakEven,
  exactSummary,
  type Summary,
} from "../../src/statistics/summary.ts";
import {
  best,
  closed,
  data,
  losses,
  plain,
  rampWidth,
  type Recipe,
  summarizeSeeds,
  tuned,
} from "../../src/protocol/dense.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import {
  summaryColumns,
  summaryShape,
} from "../../src/protocol/summary_columns.ts";

/** The shape of one row. */
export const row = z.strictObject({
  series: z.string(),
  /** Total ReLU neurons; of a polyline, its kinks. */
  neurons: z.int(),
  encoder: z.int().nullable(),
  decoder: z.int(),
  parameters: z.int().nullable(),
  segments: z.int().nullable(),
  epsilon: z.number().nullable(),
  learningRate: z.number().nullable(),
  /** Optimiser steps; 0 for what is not trained. */
  steps: z.int(),
  seeds: z.int(),
  ...summaryShape,
  /** The smallest budget from which on the row's series beats the best linear code; null for none, and for a bound. */
  breakEven: z.int().nullable(),
});
/** One row of the figure. */
export type Row = z.infer<typeof row>;
/** A row before its series is known as a whole. */
type Measured = Omit<Row, "breakEven">;

/** Kinks for which the best polyline is searched. */
export const kinks = Array.from({ length: 24 }, (_, k) => k + 1);
/** Levels that fit into the largest budget in any construction. */
const segments = Array.from({ length: 24 }, (_, k) => k + 1);
/** The paper's construction and decoder. */
export const paperSeries = "two-per-segment floor";
/** Everything constructed. */
export const constructions = [
  paperSeries,
  "two-per-segment",
  "shared-hinges floor",
  "shared-hinges",
  "gapped",
  "zigzag",
  "lean zigzag",
  "deep zigzag",
];
/** The series of the constructions that lose least. */
export const smallestFound = "smallest construction found";
/** The trained series. */
export const trained = [plain.name, best.name];
/** The series of runs with twice the steps. */
export const doubled = (name: string) => `${name}, twice the steps`;

const numbers = (summary: Summary) => summaryColumns(summary, data.sparsity);

const untrained = {
  learningRate: null,
  steps: 0,
  seeds: 0,
};

/** Constructed networks of at most so many neurons. */
export function constructed(most: number): Measured[] {
  const paper = segments.map((count) => {
    const network = twoPerSegment({
      segments: count,
      epsilon: rampWidth,
      decoder: "floor",
    });
    return {
      variant: paperSeries,
      segments: count,
      neurons: countNeurons(network.architecture),
      parameters: countParameters(network.architecture),
      loss: exactLoss(network, data),
    };
  });
  const others = closed(piecewiseLinear, { segments, epsilon: [rampWidth] });
  return [...paper, ...others]
    .filter(({ neurons }) => neurons.total <= most)
    .map(({ variant, segments, neurons, parameters, loss }) => ({
      series: variant!,
      neurons: neurons.total,
      encoder: neurons.encoder,
      decoder: neurons.decoder,
      parameters,
      segments,
      epsilon: rampWidth,
      ...untrained,
      ...numbers(exactSummary(loss.fvu)),
    }));
}

/** A recipe at a budget, tuned and reported; its steps times `stretch`. */
export async function learned(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
  stretch: number,
): Promise<Measured> {
  const { choice, config, results } = await tuned(
    context,
    recipe,
    neurons,
    stretch,
  );
  const series = stretch === 1 ? recipe.name : doubled(recipe.name);
  return {
    series,
    neurons,
    encoder: choice.encoder,
    decoder: choice.decoder,
    parameters: countParameters(config.architecture),
    segments: null,
    epsilon: null,
    learningRate: choice.learningRate,
    steps: config.schedule.steps,
    seeds: results.length,
    ...numbers(summarizeSeeds(`${series}/${neurons}`, losses(results))),
  };
}

/** A loss that no training has to do with. */
export const bound = (
  series: string,
  neurons: number,
  mse: number,
): Measured => ({
  series,
  neurons,
  encoder: null,
  decoder: neurons,
  parameters: null,
  segments: null,
  epsilon: null,
  ...untrained,
  ...numbers(exactSummary(lossFromErrors(data, [mse, mse]).fvu)),
});

/** The best polyline found, as a row. */
export const polylineRow = ({ kinks, mse }: Polyline) =>
  bound("best polyline", kinks, mse);

/** A row's losses, for comparisons. */
export const summaryOf = (r: Measured): Summary => ({
  best: r.best,
  median: r.median,
  iqm: r.iqm,
  ci95: r.seeds > 0 ? [r.low, r.high] : null,
});

/** The smallest budget from which on a series beats the best linear code. */
export function breakEvenOf(
  rows: readonly Measured[],
  series: string,
): number | null {
  const points = cheapest(rows.filter((r) => r.series === series)).map((r) => ({
    budget: r.neurons,
    loss: summaryOf(r),
  }));
  if (points.length === 0) return null;
  const linear = rows.find((r) => r.series === "linear")!;
  return breakEven(points, summaryOf(linear));
}

/** The smallest break-even of anything constructed or trained. */
export function smallestBreakEven(rows: readonly Measured[]): number | null {
  const found = [...constructions, ...trained].map((s) => breakEvenOf(rows, s))
    .filter((neurons) => neurons !== null);
  return found.length > 0 ? Math.min(...found) : null;
}

/** Of several rows with the same neurons, the one that loses least. */
function cheapest(rows: readonly Measured[]): Measured[] {
  const least = new Map<number, Measured>();
  for (const r of rows) {
    const other = least.get(r.neurons);
    if (!other || r.median < other.median) least.set(r.neurons, r);
  }
  return [...least.values()].sort((a, b) => a.neurons - b.neurons);
}

/** The construction that loses least with at most this many neurons or parameters. */
export function bestConstruction(
  rows: readonly Row[],
  by: "neurons" | "parameters",
  most: number,
): Row | null {
  const fitting = rows.filter((r) =>
    constructions.includes(r.series) && (r[by] ?? Infinity) <= most
  );
  if (fitting.length === 0) return null;
  return fitting.reduce((a, b) => (b.median < a.median ? b : a));
}

/** At every number of neurons, the construction that loses least, where no smaller one loses less. */
export function envelope(rows: readonly Measured[]): Measured[] {
  const built = cheapest(rows.filter((r) => constructions.includes(r.series)));
  return built.filter((r, i) =>
    built.slice(0, i).every((smaller) => smaller.median > r.median)
  ).map((r) => ({ ...r, series: smallestFound }));
}

/** Rows that know where their series breaks even. */
export function withBreakEvens(rows: readonly Measured[]): Row[] {
  const found = new Map<string, number | null>();
  for (const { series, encoder } of rows) {
    if (found.has(series)) continue;
    // A bound is no network.
    found.set(series, encoder === null ? null : breakEvenOf(rows, series));
  }
  return rows.map((r) => ({ ...r, breakEven: found.get(r.series)! }));
}
