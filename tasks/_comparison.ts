/**
 * The rows of `compare`: their shape, and how a configuration becomes one.
 *
 * @module
 */
import { z } from "zod";
import { kindName } from "../src/features/kinds/names.ts";
import { best, scheduleOf } from "../src/protocol/dense.ts";
import type { TrainResult } from "../src/training/result.ts";
import type { Runs } from "../src/runs/runs.ts";
import type { Problem } from "../src/constructions/problem.ts";
import { median } from "../src/statistics/quantile.ts";
import {
  exactSummary,
  summarize,
  type Summary,
} from "../src/statistics/summary.ts";
import { configure, type TrainingConfig } from "../src/training/config.ts";
import { neededInitial } from "../src/training/initial.ts";
import type { Architecture } from "../src/networks/network.ts";
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

/** One row of `compare`. Decodes from its JSON, encodes to it. */
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
  /** Mean squared error, the mean over features. */
  mse: statistics,
  /** Fraction of variance unexplained. */
  fvu: statistics,
});
/** One row of `compare`; the loss of diverged runs is Infinity. */
export type ComparisonRow = z.output<typeof comparisonRow>;

/** What `--format json` prints. */
export const comparison = z.strictObject({
  /** What no scheme can pass: the highest bound that applies, the rate–distortion limit; null where none does, as without noise. */
  limit: z.strictObject({ mse: z.number(), fvu: z.number() }).nullable(),
  rows: z.array(comparisonRow),
});

/** A row with what only the table and the remarks tell. */
export interface Compared {
  readonly row: ComparisonRow;
  /** Whether the code is a ReLU network. */
  readonly network: boolean;
  /** Seeds whose training diverged. */
  readonly diverged: number;
  /** Largest standard error of the mse of a seed, or null where losses are exact. */
  readonly standardError: number | null;
  /** Median over seeds of the share of ReLUs that never fire, in [0, 1]; 0 where nobody looked. */
  readonly deadUnits: number;
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
  const seeds = Array.from({ length: training.seeds }, (_, seed) => seed);
  const compared = await Promise.all(entries.map(async (entry) => {
    const { candidate } = entry;
    if (candidate.kind === "closed") {
      const { mse, fvu } = candidate.loss;
      const known = { mse: exactSummary(mse), fvu: exactSummary(fvu) };
      return rowOf(entry, problem, { seeds: 0, steps: 0, ...known }, []);
    }
    const config = configOf(candidate.architecture, problem, training);
    const results = await train(config, seeds);
    const over = (unit: "mse" | "fvu") =>
      summarize(results.map((result) => result.loss[unit]), {
        name: "compare",
      });
    const { length } = results;
    const { steps } = training;
    const trained = {
      seeds: length,
      steps,
      mse: over("mse"),
      fvu: over("fvu"),
    };
    return rowOf(entry, problem, trained, results);
  }));
  return compared.sort((a, b) =>
    a.row.neurons.total - b.row.neurons.total ||
    ascending(a.row.mse.median, b.row.mse.median)
  );
}

/** Infinity − Infinity is not a number. */
const ascending = (a: number, b: number) => a === b ? 0 : a < b ? -1 : 1;

/**
 * Settings without a flag are those of the best recipe of the dense figures, which is also the better one for sparse
 * features: the learning rate rises over the first hundredth of the steps and falls to 0 over the last half. The preset's learning rate is
 * constant, as the paper's, and Adam's moments decay as they do by default. Initial values stay those of this project: Xavier's, which
 * the paper takes, ended no better.
 */
function configOf(
  architecture: Architecture,
  { data, noise }: Problem,
  settings: Training,
): TrainingConfig {
  const { schedule, optimiser } = scheduleOf(best, settings);
  const { weightDecay } = settings;
  const paper = settings.preset === "toy-models";
  return configure({
    architecture,
    data,
    initial: neededInitial(architecture),
    noise,
    schedule: paper ? { ...schedule, warmup: 0, decay: 0 } : schedule,
    optimiser: paper
      ? { kind: "adam", weightDecay }
      : { kind: "adam", ...optimiser, weightDecay },
  });
}

function rowOf(
  { scheme, candidate, network }: Entry,
  { data, hidden, noise }: Problem,
  losses: { seeds: number; steps: number; mse: Summary; fvu: Summary },
  results: readonly TrainResult[],
): Compared {
  const { variant, segments, epsilon, neurons, parameters } = candidate;
  const { features, sparsity } = data;
  const errors = [candidate, ...results].flatMap((of) =>
    "standardError" in of ? of.standardError ?? [] : []
  );
  const dead = results.flatMap(({ deadUnits }) => deadUnits ?? []);
  return {
    row: {
      scheme,
      variant,
      features,
      hidden,
      sparsity,
      data: kindName(data),
      noise,
      segments,
      epsilon,
      neurons,
      parameters,
      ...losses,
    },
    network,
    diverged: results.filter(({ loss }) => loss.mse === Infinity).length,
    standardError: errors.length === 0 ? null : Math.max(...errors),
    deadUnits: dead.length === 0 ? 0 : median(dead),
  };
}
