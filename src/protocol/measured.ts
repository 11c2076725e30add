/**
 * A code whose loss is known: what it is, and what it loses over its seeds or in closed form.
 *
 * @module
 */
import type { Loss } from "../features/mod.ts";
import type { Problem } from "../constructions/problem.ts";
import type { TrainResult } from "../training/result.ts";
import type { NeuronCounts } from "../networks/network.ts";
import { median } from "../statistics/quantile.ts";
import {
  exactSummary,
  summarize,
  type Summary,
} from "../statistics/summary.ts";
import type { TrainingConfig } from "../training/config.ts";
import type { FigureContext } from "./figure.ts";

/** What a code is, however its loss is known. */
export interface Built {
  /** Null where its scheme has only one. */
  readonly variant: string | null;
  /** Z, or null for a code without levels. */
  readonly segments: number | null;
  /** Ramp width, or null for a code without ramps. */
  readonly epsilon: number | null;
  readonly neurons: NeuronCounts;
  readonly parameters: number;
}

/** A code and what it loses. */
export interface Measured {
  /** What rows and legends call it: the scheme, or the recipe by which it was trained. */
  readonly series: string;
  readonly problem: Problem;
  readonly built: Built;
  /** How it was trained; null for a closed form. */
  readonly config: TrainingConfig | null;
  /** One for each seed; none for a closed form. */
  readonly results: readonly TrainResult[];
  /** The loss of a closed form; null of a trained code. */
  readonly known: Loss | null;
  /** Names the stream of its bootstrap intervals; equal names and losses give equal intervals. */
  readonly stream: string;
  readonly fvu: Summary;
  /** The largest standard error of a mse; null where losses are exact. */
  readonly standardError: number | null;
  /**
   * Median over seeds of the share of ReLUs that never fire, in [0, 1]; null where nobody looked.
   */
  readonly deadUnits: number | null;
  /** Seeds whose training diverged. */
  readonly diverged: number;
}

/** What training needs of a context. */
export type Trains = Pick<FigureContext, "train">;

/** A code with a closed form, or with a mean over the evaluation set that is as good as one. */
export function measureClosed(
  series: string,
  problem: Problem,
  built: Built & { readonly loss: Loss; readonly standardError?: number },
): Measured {
  const { variant, segments, epsilon, neurons, parameters, loss } = built;
  return {
    series,
    problem,
    built: { variant, segments, epsilon, neurons, parameters },
    config: null,
    results: [],
    known: loss,
    stream: "",
    fvu: exactSummary(loss.fvu),
    standardError: built.standardError ?? null,
    deadUnits: null,
    diverged: 0,
  };
}

/** A trained code: trains one run per seed. */
export async function measureTrained(
  context: Trains,
  series: string,
  problem: Problem,
  built: Built,
  config: TrainingConfig,
  seeds: readonly number[],
  stream: string,
): Promise<Measured> {
  const { variant, segments, epsilon, neurons, parameters } = built;
  const results = await context.train(config, seeds);
  const errors = results.flatMap((r) => r.standardError ?? []);
  const dead = results.flatMap((r) => r.deadUnits ?? []);
  const losses = results.map(({ loss }) => loss.fvu);
  return {
    series,
    problem,
    built: { variant, segments, epsilon, neurons, parameters },
    config,
    results,
    known: null,
    stream,
    fvu: summarize(losses, { name: stream }),
    standardError: errors.length === 0 ? null : Math.max(...errors),
    deadUnits: dead.length === 0 ? null : median(dead),
    diverged: losses.filter((loss) => loss === Infinity).length,
  };
}

/** Losses of a trained code over its seeds, fvu; a run that diverged has Infinity. */
export function lossesOf({ results }: Pick<Measured, "results">): number[] {
  return results.map(({ loss }) => loss.fvu);
}

/** The same as {@link Measured.fvu} of the mean squared error. */
export function mseOf({ known, results, stream }: Measured): Summary {
  return known !== null
    ? exactSummary(known.mse)
    : summarize(results.map(({ loss }) => loss.mse), { name: stream });
}

/** The run whose loss is nearest to the median of all; the first of equals. */
export function medianRun(measured: Measured): TrainResult {
  const middle = measured.fvu.median;
  const distance = ({ loss }: TrainResult) =>
    loss.fvu < middle ? middle - loss.fvu : loss.fvu - middle;
  return measured.results.reduce((a, b) => (distance(b) < distance(a) ? b : a));
}
