/**
 * The rows of `compare`: their shape, and how a configuration becomes one.
 *
 * @module
 */
import { z } from "zod";
import type { Problem } from "../src/constructions/problem.ts";
import {
  measureClosed,
  type Measured,
  measureTrained,
  mseOf,
} from "../src/protocol/measured.ts";
import { best, configOf, plain, type Recipe } from "../src/protocol/recipe.ts";
import { measuredRow } from "../src/protocol/row.ts";
import { seeds } from "../src/protocol/seeds.ts";
import type { Runs } from "../src/runs/runs.ts";
import type { Entry } from "./_candidates.ts";
import type { Preset } from "./_presets.ts";

/** The loss of a diverged run is Infinity, which JSON does not have: there it is null. */
const loss = z.codec(
  z.number().nullable(),
  z.number().or(z.literal(Infinity)),
  {
    decode: (value) => value ?? Infinity,
    encode: (value) => Number.isFinite(value) ? value : null,
  },
);

/** A loss over seeds. */
const statistics = z.strictObject({
  /** The lowest. */
  best: loss,
  median: loss,
  /** The interquartile mean. */
  iqm: loss,
  /** 95 % bootstrap interval of the median; null for a closed form, whose other three are equal. */
  ci95: z.tuple([loss, loss]).nullable(),
});

/**
 * One row of `compare`: the columns of every measured code, neurons and losses nested. Decodes from
 * its JSON, encodes to it.
 */
export const comparisonRow = z.strictObject({
  scheme: z.string(),
  variant: z.string().nullable(),
  features: z.int().min(2),
  hidden: z.int().min(1),
  sparsity: z.number().min(0).lt(1),
  /** What the features are, as `--data` names it. */
  data: z.string(),
  /** Deviation of the noise on a hidden state of unit power; 0 for neither. */
  noise: z.number().min(0),
  /** Z, or null for a code without levels. */
  segments: z.int().nullable(),
  /** Ramp width, or null for a code without ramps. */
  epsilon: z.number().nullable(),
  /** ReLU units. */
  neurons: z.strictObject({
    encoder: z.int().min(0),
    decoder: z.int().min(0),
    output: z.int().min(0),
    total: z.int().min(0),
  }),
  parameters: z.int().min(0),
  /** How many were trained; 0 for a closed form. */
  seeds: z.int().min(0),
  /** Optimiser steps of each seed; 0 for a closed form. */
  steps: z.int().min(0),
  /** Its peak; null for a closed form. */
  learningRate: z.number().nullable(),
  /** Mean squared error, the mean over features. */
  mse: statistics,
  /** Fraction of variance unexplained. */
  fvu: statistics,
  /** Largest standard error of the mse of a seed; null where losses are exact. */
  standardError: z.number().nullable(),
  /**
   * Median over seeds of the share of ReLUs that never fire, in [0, 1]; null where nobody looked.
   */
  deadUnits: z.number().min(0).max(1).nullable(),
  /**
   * Median loss over that after half the steps; null for a closed form, for a single step, and
   * where either median is of diverged runs.
   */
  lastDoubling: z.number().min(0).nullable(),
  /** Seeds whose training diverged. */
  diverged: z.int().min(0),
});
/** One row of `compare`; the loss of diverged runs is Infinity. */
export type ComparisonRow = z.output<typeof comparisonRow>;

/** What `--format json` prints. */
export const comparison = z.strictObject({
  /**
   * What no scheme can pass: the highest bound that applies, the rate–distortion limit; null where
   * none does, as without noise.
   */
  limit: z.strictObject({ mse: z.number(), fvu: z.number() }).nullable(),
  rows: z.array(comparisonRow),
});

/** A row with what only the table tells. */
export interface Compared {
  readonly row: ComparisonRow;
  /** Whether the code is a ReLU network. */
  readonly network: boolean;
}

/** How the trained schemes are trained. */
export interface Training {
  readonly seeds: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Whose way to train, or undefined for that of this project. */
  readonly preset: Preset | undefined;
}

/** All rows, by total neurons, then by median mse. */
export async function compareEntries(
  entries: readonly Entry[],
  problem: Problem,
  training: Training,
  train: Runs["train"],
): Promise<Compared[]> {
  const compared = await Promise.all(entries.map(async (entry) => {
    const { steps } = training;
    const half = { ...training, steps: Math.floor(steps / 2) };
    const [last, before] = await Promise.all([
      measured(entry, problem, training, train),
      entry.candidate.kind === "trained" && half.steps > 0
        ? measured(entry, problem, half, train)
        : null,
    ]);
    return { row: rowOf(last, before), network: entry.network };
  }));
  return compared.sort((a, b) =>
    a.row.neurons.total - b.row.neurons.total ||
    ascending(a.row.mse.median, b.row.mse.median)
  );
}

/** Infinity − Infinity is not a number. */
const ascending = (a: number, b: number) => a === b ? 0 : a < b ? -1 : 1;

/** What `compare` measures is not tuned: the flags say what is trained. */
async function measured(
  { scheme, candidate }: Entry,
  problem: Problem,
  training: Training,
  train: Runs["train"],
): Promise<Measured> {
  if (candidate.kind === "closed") {
    return measureClosed(scheme, problem, candidate);
  }
  const { data, noise } = problem;
  const { steps, batch, learningRate } = training;
  const config = configOf(recipeOf(training), {
    architecture: candidate.architecture,
    data,
    noise,
    steps,
    batch,
    learningRate,
  });
  const { report } = seeds({ selection: 0, report: training.seeds });
  return await measureTrained(
    { train },
    scheme,
    problem,
    candidate,
    config,
    report,
    "compare",
  );
}

/**
 * Settings without a flag are those of the best recipe of the figures. The preset's learning rate
 * is constant, as the paper's, and Adam's moments decay as they do by default. Initial values stay
 * those of this project: Xavier's, which the paper takes, ended no better.
 */
function recipeOf({ preset, weightDecay }: Training): Recipe {
  const like = preset === "toy-models" ? plain : best;
  const optimiser = { ...like.optimiser, weightDecay };
  return preset === "toy-models"
    ? { ...best, name: preset, rate: "constant", optimiser }
    : { ...best, optimiser };
}

/** A median loss over that after half the steps; null where either is of diverged runs. */
export function doublingOf(last: number, before: number): number | null {
  return before > 0 && Number.isFinite(last) && Number.isFinite(before)
    ? last / before
    : null;
}

/**
 * A measured code as `compare` prints it.
 *
 * @param before the same after half the steps, null where there is none
 */
function rowOf(of: Measured, before: Measured | null): ComparisonRow {
  const { fvu, diverged, built: { neurons } } = of;
  const row = measuredRow(of);
  return {
    scheme: row.series,
    variant: row.variant,
    features: row.features,
    hidden: row.hidden,
    sparsity: row.sparsity,
    data: row.data,
    noise: row.noise,
    segments: row.segments,
    epsilon: row.epsilon,
    neurons,
    parameters: row.parameters,
    seeds: row.seeds,
    steps: row.steps,
    learningRate: row.learningRate,
    mse: mseOf(of),
    fvu,
    standardError: row.standardError,
    deadUnits: row.deadUnits,
    lastDoubling: before && doublingOf(fvu.median, before.fvu.median),
    diverged,
  };
}
