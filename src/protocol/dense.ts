/**
 * What the dense figures share: the problem, the budgets, and how a trained network is tuned and reported.
 *
 * @module
 */
import {
  type FeatureDistribution,
  independent,
  type Loss,
} from "../features/mod.ts";
import { autoencoder } from "../networks/network.ts";
import type { TrainResult } from "../training/result.ts";
import linear from "../schemes/linear.ts";
import type { ClosedCandidate, Scheme, SchemeOptions } from "../schemes/mod.ts";
import type { Problem } from "../constructions/problem.ts";
import { median } from "../statistics/quantile.ts";
import { summarize, type Summary } from "../statistics/summary.ts";
import {
  type Choice as TrainingChoice,
  configure as configureTraining,
  type Schedule,
  type SeededInitial,
  type TrainingConfig,
} from "../training/config.ts";
import type { FigureContext } from "./figure.ts";
import { tune } from "./tune.ts";
import * as numbers from "../rendering/numbers.ts";

/** Two dense features of importance 1: the case of the paper's appendix. */
export const data: FeatureDistribution = independent(2, 0);

/** They share one hidden dimension. */
export const problem: Problem = { data, hidden: 1, noise: 0 };

/**
 * Ramp width of constructed networks, unless a figure says otherwise: the steepest that float32 parameters carry with less
 * than 1 % change of any construction's loss.
 */
export const rampWidth = 0.001;

/** The paper's own break-even, in neurons: what the measured ones are compared with. */
export const paperBreakEven = 36;

/** How a network is trained, apart from what is tuned. */
export interface Recipe {
  /** Its name in rows and legends. */
  readonly name: string;
  readonly initial: SeededInitial;
  readonly beta2: number;
}

/** What a practitioner starts with: PyTorch's default initial values for dense layers, Adam's default moments. */
export const plain: Recipe = {
  name: "nonlinear",
  initial: { kind: "uniform", gain: 1 / Math.sqrt(3) },
  beta2: 0.999,
};

/** The best of the recipes that `learnability` compares: every kink starts inside the data, and Adam forgets faster. */
export const best: Recipe = {
  name: "nonlinear, best recipe",
  initial: { kind: "spread", gain: 1 },
  beta2: 0.99,
};

/** How much each profile trains. */
interface Size {
  /** Total neurons. */
  readonly budgets: readonly number[];
  readonly steps: number;
  readonly selectionSeeds: number;
  readonly reportSeeds: number;
}

const sizes: Record<"paper" | "smoke", Size> = {
  paper: {
    budgets: [2, 4, 6, 8, 12, 18, 24, 36, 72],
    steps: 40_000,
    selectionSeeds: 8,
    reportSeeds: 64,
  },
  smoke: {
    budgets: [4, 12, 36],
    steps: 200,
    selectionSeeds: 2,
    reportSeeds: 4,
  },
};

/** How much this profile trains: `full` differs from `paper` only in what a figure says itself. */
export function sizeOf({ profile }: FigureContext): Size {
  return sizes[profile === "smoke" ? "smoke" : "paper"];
}

/** What is tuned at every budget beside the learning rate: the encoder's share of the neurons. */
const encoderShares = [1 / 2, 1 / 3, 2 / 3];

/** Selection seeds start here, report seeds at 0: no seed both chooses and is reported. */
export const firstSelectionSeed = 1000;
/** The seeds by which a choice is made. */
export function selectionSeeds(context: FigureContext): number[] {
  const { selectionSeeds } = sizeOf(context);
  return Array.from(
    { length: selectionSeeds },
    (_, i) => firstSelectionSeed + i,
  );
}
/** The seeds that are reported; none of them has chosen anything. */
export function reportSeeds(context: FigureContext): number[] {
  return Array.from({ length: sizeOf(context).reportSeeds }, (_, i) => i);
}

/** What can be varied about a run beside its recipe. */
export interface Choice {
  readonly encoder: number;
  readonly decoder: number;
  readonly learningRate: number;
}

/** Samples a step, fresh ones every time: a larger batch bought nothing that more steps did not. */
const batchSize = 64;

/** How a recipe trains: the learning rate rises over the first hundredth of the steps and falls to 0 over the second half. */
export function scheduleOf(
  recipe: Recipe,
  { steps, batch, learningRate }: Pick<
    Schedule,
    "steps" | "batch" | "learningRate"
  >,
): Pick<TrainingChoice, "schedule" | "optimiser"> {
  return {
    schedule: {
      steps,
      batch,
      learningRate,
      warmup: Math.floor(steps / 100),
      decay: Math.floor(steps / 2),
      finalLearningRate: 0,
    },
    optimiser: { kind: "adam", beta2: recipe.beta2 },
  };
}

/** A configuration for two dense features in one dimension. */
export function configure(
  recipe: Recipe,
  { encoder, decoder, learningRate }: Choice,
  steps: number,
  curvePoints = 0,
): TrainingConfig {
  return configureTraining({
    architecture: autoencoder([2, encoder, 1], [1, decoder, 2]),
    data,
    initial: recipe.initial,
    ...scheduleOf(recipe, { steps, batch: batchSize, learningRate }),
    curvePoints,
  });
}

/** The encoder's neurons at every split of a budget that leaves both halves at least one, the even split first. */
function encoders(neurons: number): number[] {
  return [
    ...new Set(
      encoderShares.map((share) =>
        Math.min(neurons - 1, Math.max(1, Math.round(neurons * share)))
      ),
    ),
  ];
}

/** Losses of some runs, fvu; a run that diverged has Infinity. */
export function losses(results: readonly TrainResult[]): number[] {
  return results.map(({ loss }) => loss.fvu);
}

/** Learning rate and split of a recipe at a budget, see {@link tune}. */
export async function tuneRecipe(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
): Promise<Choice> {
  const { steps } = sizeOf(context);
  const splits = encoders(neurons)
    .map((encoder) => ({ encoder, decoder: neurons - encoder }));
  const { shape, learningRate } = await tune(
    context,
    splits,
    selectionSeeds(context),
    (split, learningRate) =>
      configure(recipe, { ...split, learningRate }, steps),
  );
  return { ...shape, learningRate };
}

/** A tuned budget on its report seeds. */
export interface Tuned {
  readonly neurons: number;
  readonly choice: Choice;
  readonly config: TrainingConfig;
  readonly results: TrainResult[];
}

/** Points of every reported learning curve: one per 200 of 40,000 steps. */
const reportedCurvePoints = 200;

/**
 * Tunes a recipe at a budget on the selection seeds and trains the report seeds.
 *
 * @param stretch multiplies the reported runs' steps, the tuning stays as it is
 */
export async function tuned(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
  stretch = 1,
): Promise<Tuned> {
  const choice = await tuneRecipe(context, recipe, neurons);
  const { steps } = sizeOf(context);
  const config = configure(
    recipe,
    choice,
    steps * stretch,
    reportedCurvePoints,
  );
  const results = await context.train(config, reportSeeds(context));
  return { neurons, choice, config, results };
}

/** Losses over seeds in four numbers, fvu; the interval's stream is named by what is summarised. */
export function summarizeSeeds(name: string, values: number[]): Summary {
  return summarize(values, { name });
}

/** The run whose loss is nearest to the median of all; the first of equals. */
export function medianRun(results: readonly TrainResult[]): TrainResult {
  const middle = median(losses(results));
  const distance = ({ loss }: TrainResult) =>
    loss.fvu < middle ? middle - loss.fvu : loss.fvu - middle;
  return results.reduce((a, b) => (distance(b) < distance(a) ? b : a));
}

/** The configurations of a scheme with a closed form. */
export function closed(
  scheme: Scheme,
  options: Partial<SchemeOptions> = {},
): ClosedCandidate[] {
  const all = scheme.candidates(problem, {
    neurons: [],
    split: [1, 1],
    segments: [],
    epsilon: [],
    ...options,
  });
  return all.filter((candidate) => candidate.kind === "closed");
}

/** The loss of the best linear code. */
export function linearLoss(): Loss {
  return closed(linear)[0].loss;
}

/** A number as a sentence shows it, see `src/rendering/numbers.ts`. */
export const show = numbers.show;
