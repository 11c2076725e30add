/**
 * Everything that determines a training run, as plain data. `config_schema.ts` parses it,
 * `config_key.ts` names it.
 *
 * @module
 */
import type { FeatureDistribution } from "../features/mod.ts";
import type { Architecture } from "../networks/network.ts";
import type { Source } from "../losses/source.ts";
import { terms } from "../losses/terms/mod.ts";
import { settingsOf, type Tagged } from "../numerics/tagged.ts";
import type { Batches } from "./batches.ts";
import { optimisers } from "./optimisers/mod.ts";

/** How the step size moves and how long training lasts. */
export interface Schedule {
  /** Optimiser steps, at least 1. */
  readonly steps: number;
  /** Samples a step, fresh ones every time, at least 1; of the first step, where they grow. */
  readonly batch: number;
  /**
   * How many times as many samples the last step takes: a power of 2. They double after equal parts
   * of the steps (Smith et al. 2018).
   */
  readonly growth: number;
  /** Peak learning rate, above 0. */
  readonly learningRate: number;
  /** Steps over which the learning rate rises linearly from 0 to its peak. */
  readonly warmup: number;
  /** Last steps, over which it falls to `finalLearningRate`. */
  readonly decay: number;
  /** Learning rate at the end, as a fraction of the peak, in [0, 1]. */
  readonly finalLearningRate: number;
  /** Whether it falls straight, or along half a wave of the cosine. */
  readonly shape: typeof decayShapes[number];
  /**
   * Last steps, over which the mean of the parameters is the result (Polyak & Juditsky 1992); 0
   * where it is the parameters of the last step.
   */
  readonly averaged: number;
}

/** How a learning rate may fall. */
export const decayShapes = ["linear", "cosine"] as const;

/** How initial values may be drawn. */
export const seededKinds = [
  "uniform",
  "spread",
  "aligned",
  "looks-linear",
] as const;

/** Initial values drawn from each seed's own stream, of this gain: see `initial.ts`. */
export interface SeededInitial {
  readonly kind: typeof seededKinds[number];
  readonly gain: number;
}
/**
 * The same given parameters for every seed (a warm start); seeds then differ only in their batches.
 */
export interface GivenInitial {
  readonly kind: "given";
  readonly parameters: readonly number[];
}
/**
 * Start from the end of another run with the same seed, its network embedded in this larger one.
 */
export interface GrownInitial {
  readonly kind: "grown";
  /** Scale of the new units' initial values, as in {@link SeededInitial}. */
  readonly gain: number;
  readonly from: TrainingConfig;
}
/** Where training starts. */
export type Initial = SeededInitial | GivenInitial | GrownInitial;

/**
 * One training configuration; with a seed it fixes every bit of the result. Build one with {@link
 * configure}.
 */
export interface TrainingConfig {
  readonly architecture: Architecture;
  readonly data: FeatureDistribution;
  readonly initial: Initial;
  /**
   * Standard deviation σ of Gaussian noise on the hidden state, every dimension of which is then
   * held to unit power; 0 leaves the hidden state as it is. See `src/losses/channel.ts`.
   */
  readonly noise: number;
  readonly schedule: Schedule;
  /** How the samples of a step are drawn, and what each of them counts. */
  readonly batches: Batches;
  /** A kind of `optimisers`, with all of its settings. */
  readonly optimiser: Tagged;
  /** What is minimised: kinds of `terms`, each with all of its settings. */
  readonly objective: readonly Tagged[];
  /** Indices of layers whose parameters training leaves as they are. */
  readonly fixed: readonly number[];
  /** What the network under training reads, and what it is to give. */
  readonly source: Source;
  /** Points of the learning curve, spread evenly over the steps. */
  readonly curvePoints: number;
}

/** What a configuration has unless it says otherwise. */
export const defaults = {
  // A real number that is kept as it is.
  noise: 0,
  // What is added to a layer stands here with its default, so that it renames no run.
  layer: {},
  schedule: {
    // A constant learning rate.
    ...{ warmup: 0, decay: 0, finalLearningRate: 1 },
    // The simplest, where it falls.
    shape: "linear",
    // Batches of one size.
    growth: 1,
    // What the last step leaves.
    averaged: 0,
  },
  // Samples as they come, all alike.
  batches: { kind: "plain" },
  // With its authors' settings: what practitioners start with.
  optimiser: { kind: "adam" },
  // The loss that is reported, and nothing else.
  objective: [{ kind: "mse" }],
  // Everything is trained.
  fixed: [],
  source: { kind: "features" },
  // No learning curve: hardly anybody looks at one.
  curvePoints: 0,
} as const;

/** What must be chosen of a configuration, and what may be. */
export type Choice =
  & Pick<TrainingConfig, "architecture" | "data" | "initial">
  & Partial<
    Pick<
      TrainingConfig,
      | "noise"
      | "batches"
      | "optimiser"
      | "objective"
      | "fixed"
      | "source"
      | "curvePoints"
    >
  >
  & {
    readonly schedule:
      & Pick<Schedule, "steps" | "batch" | "learningRate">
      & Partial<Schedule>;
  };

/**
 * A configuration from what is chosen, everything else as {@link defaults} has it.
 *
 * @throws {RangeError} naming the setting of an optimiser or a term that is wrong, its value and
 * the remedy
 */
export function configure(choice: Choice): TrainingConfig {
  const { architecture, data, initial } = choice;
  return {
    architecture,
    data,
    initial,
    noise: choice.noise ?? defaults.noise,
    schedule: { ...defaults.schedule, ...choice.schedule },
    batches: choice.batches ?? defaults.batches,
    optimiser: settingsOf(optimisers, choice.optimiser ?? defaults.optimiser),
    objective: (choice.objective ?? defaults.objective)
      .map((term) => settingsOf(terms, term)),
    fixed: choice.fixed ?? defaults.fixed,
    source: choice.source ?? defaults.source,
    curvePoints: choice.curvePoints ?? defaults.curvePoints,
  };
}

/** What training one seed leaves behind. */
export interface TrainedRun {
  readonly seed: number;
  /** Final parameters, in the order of `parameterOffsets`. */
  readonly parameters: Float32Array;
  /**
   * `[step, mse]`: the mean training loss of the steps since the point before, at each point of the
   * curve.
   */
  readonly curve: readonly (readonly [step: number, mse: number])[];
}
