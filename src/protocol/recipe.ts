/**
 * How networks are trained, apart from what is tuned and how long.
 *
 * @module
 */
import type { FeatureDistribution } from "../features/mod.ts";
import type { Architecture } from "../networks/network.ts";
import {
  configure,
  type SeededInitial,
  type TrainingConfig,
} from "../training/config.ts";
import { neededInitial } from "../training/initial.ts";

/** A way to train. */
export interface Recipe {
  /** Its name in rows and legends. */
  readonly name: string;
  readonly initial: (architecture: Architecture) => SeededInitial;
  /** The decay rate of Adam's second moment. */
  readonly beta2: number;
  /** Decoupled weight decay. */
  readonly weightDecay: number;
  /**
   * Whether the learning rate rises over the first hundredth of the steps and falls to 0 over the
   * second half, or stays.
   */
  readonly rate: "rises and falls" | "constant";
}

/**
 * What a practitioner starts with: PyTorch's default initial values for dense layers, Adam's
 * default moments.
 */
export const plain: Recipe = {
  name: "nonlinear",
  initial: () => ({ kind: "uniform", gain: 1 / Math.sqrt(3) }),
  beta2: 0.999,
  weightDecay: 0,
  rate: "rises and falls",
};

/**
 * The best of the recipes that the figure `learnability` compares, which is also the better one for
 * sparse features: every kink starts inside the data, and Adam forgets faster.
 */
export const best: Recipe = {
  ...plain,
  name: "nonlinear, best recipe",
  initial: neededInitial,
  beta2: 0.99,
};

/** What is trained by a recipe, and how long. */
export interface Task {
  readonly architecture: Architecture;
  readonly data: FeatureDistribution;
  /** Deviation of the noise on the hidden state; 0 for none. */
  readonly noise?: number;
  readonly steps: number;
  /** Samples a step, fresh ones every time. */
  readonly batch: number;
  /** Its peak. */
  readonly learningRate: number;
  /** Points of the learning curve that is kept; default none. */
  readonly curvePoints?: number;
}

/** The configuration of a task under a recipe. */
export function configOf(recipe: Recipe, task: Task): TrainingConfig {
  const { architecture, data, noise, curvePoints } = task;
  const { steps, batch, learningRate } = task;
  const { beta2, weightDecay } = recipe;
  const moves = recipe.rate === "rises and falls";
  return configure({
    architecture,
    data,
    initial: recipe.initial(architecture),
    noise,
    schedule: {
      steps,
      batch,
      learningRate,
      warmup: moves ? Math.floor(steps / 100) : 0,
      decay: moves ? Math.floor(steps / 2) : 0,
      finalLearningRate: 0,
    },
    optimiser: { kind: "adam", beta2, weightDecay },
    curvePoints,
  });
}
