/**
 * How networks are trained, apart from what is tuned and how long.
 *
 * @module
 */
import { distributions, type FeatureDistribution } from "../features/mod.ts";
import { trainingCost } from "../jobs/training.ts";
import type { Architecture } from "../networks/network.ts";
import type { Tagged } from "../numerics/tagged.ts";
import {
  type Choice,
  configure,
  type Schedule,
  type SeededInitial,
  type TrainingConfig,
} from "../training/config.ts";
import { neededInitial } from "../training/initial.ts";

/** What recipes may set otherwise than configurations have it by default. */
type Settings =
  & Partial<Omit<Choice, keyof Task | "initial" | "optimiser" | "schedule">>
  & {
    /** Of so many steps in all. */
    readonly schedule?: (steps: number) => Partial<Omit<Schedule, keyof Task>>;
  };

/** A way to train. */
export interface Recipe {
  /** Its name in rows and legends. */
  readonly name: string;
  readonly initial: (architecture: Architecture) => SeededInitial;
  readonly optimiser: Tagged;
  /** Peak learning rates that tuning tries. */
  readonly learningRates: readonly number[];
  /** Samples a step, in units of the case's. */
  readonly larger: number;
  /**
   * Whether the learning rate rises over the first `warmup` of the steps and falls to 0 over the
   * second half, or stays.
   */
  readonly rate: "rises and falls" | "constant";
  /** Percent of the steps, in [0, 100]. */
  readonly warmup: number;
  /** What else it does, e.g. how batches are drawn; default nothing. */
  readonly settings?: Settings;
}

/**
 * What a practitioner starts with: PyTorch's default initial values for dense layers, Adam's
 * default moments.
 */
export const plain: Recipe = {
  name: "nonlinear",
  initial: () => ({ kind: "uniform", gain: 1 / Math.sqrt(3) }),
  optimiser: { kind: "adam" },
  learningRates: [0.003, 0.01, 0.03],
  larger: 1,
  rate: "rises and falls",
  warmup: 1,
};

/**
 * The best of the recipes that the figure `learnability` compares, which is also the better one for
 * sparse features: every kink starts inside the data, and Adam forgets faster.
 */
export const best: Recipe = {
  ...plain,
  name: "nonlinear, best recipe",
  initial: neededInitial,
  optimiser: { kind: "adam", beta2: 0.99 },
};

/** The same with an optimiser that knows how gradients hang together: fewer and dearer steps. */
export const curved: Recipe = {
  ...best,
  name: "nonlinear, SOAP",
  optimiser: { kind: "soap" },
  learningRates: [0.006, 0.02, 0.06],
  larger: 2,
  warmup: 3,
};

/** The same on stratified batches, see {@link isRare}. */
export function stratified(recipe: Recipe): Recipe {
  const batches = { kind: "stratified" } as const;
  return {
    ...recipe,
    name: `${recipe.name}, stratified`,
    settings: { ...recipe.settings, batches },
  };
}

/**
 * Whether features are so rare that stratified batches differ from others: whether a sample has at
 * least a tenth of a chance to have none.
 */
export function isRare(data: FeatureDistribution): boolean {
  const kind = distributions.get(data.kind);
  return (kind.conditional?.(data).nothing ?? 0) >= 0.1;
}

/** What is trained by a recipe, and how long. */
export interface Task {
  readonly architecture: Architecture;
  readonly data: FeatureDistribution;
  /** Deviation of the noise on the hidden state; 0 for none. */
  readonly noise?: number;
  /** As many as Adam takes on batches of the case's size for the compute that all recipes get. */
  readonly steps: number;
  /** Samples a step, fresh ones every time. */
  readonly batch: number;
  /** Its peak. */
  readonly learningRate: number;
  /** Points of the learning curve that is kept; default none. */
  readonly curvePoints?: number;
}

/**
 * The configuration of a task under a recipe: as many steps as cost what Adam's do, its own
 * arithmetic counted.
 */
export function configOf(recipe: Recipe, task: Task): TrainingConfig {
  const { architecture, data, noise, curvePoints, learningRate } = task;
  const moves = recipe.rate === "rises and falls";
  const configured = (
    steps: number,
    batch: number,
    optimiser: Tagged,
    { schedule, ...settings }: Settings = {},
  ) =>
    configure({
      ...settings,
      architecture,
      data,
      initial: recipe.initial(architecture),
      noise,
      schedule: {
        steps,
        batch,
        learningRate,
        warmup: moves ? Math.floor((steps * recipe.warmup) / 100) : 0,
        decay: moves ? Math.floor(steps / 2) : 0,
        finalLearningRate: 0,
        ...schedule?.(steps),
      },
      optimiser,
      curvePoints,
    });
  const budget = trainingCost(
    configured(task.steps, task.batch, { kind: "adam" }),
  );
  const own = (steps: number) =>
    configured(
      steps,
      task.batch * recipe.larger,
      recipe.optimiser,
      recipe.settings,
    );
  const stretch = budget / trainingCost(own(task.steps));
  return own(Math.max(1, Math.round(task.steps * stretch)));
}
