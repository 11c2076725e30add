/**
 * Everything that determines a training run, as plain data that hashes and parses.
 *
 * @module
 */
import { z } from "zod";
import type { FeatureDistribution } from "../features/mod.ts";
import type { Architecture } from "../networks/network.ts";

const layer = z.strictObject({
  inputs: z.int().min(1),
  outputs: z.int().min(1),
  activation: z.enum(["identity", "relu"]),
  bias: z.boolean(),
  tiedTo: z.int().min(0).nullable(),
});

const architecture = z.strictObject({
  layers: z.array(layer).min(2),
  encoderLayers: z.int().min(1),
});

const data = z.strictObject({
  features: z.int().min(1),
  sparsity: z.number().min(0).lt(1),
  importance: z.array(z.number().min(0)).nullable(),
});

/** How the step size moves and how long training lasts. */
const schedule = z.strictObject({
  /** Optimiser steps. */
  steps: z.int().min(1),
  /** Samples a step, fresh ones every time. */
  batch: z.int().min(1),
  /** Peak learning rate of Adam. */
  learningRate: z.number().positive(),
  /** Steps over which the learning rate rises linearly from 0 to its peak. */
  warmup: z.int().min(0),
  /** Last steps, over which it falls linearly to `finalLearningRate`. */
  decay: z.int().min(0),
  /** Learning rate at the end, as a fraction of the peak. */
  finalLearningRate: z.number().min(0).max(1),
  /** Decoupled weight decay (AdamW); 0 is Adam. */
  weightDecay: z.number().min(0),
  /** Adam's moment decay rates. */
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  /** Adam's ε, added to the root of the second moment. */
  stabilizer: z.number().positive(),
});

/** Seeded initial values: weights uniform within `gain·√(3/inputs)`; see `src/training/initial.ts`. */
const seeded = z.strictObject({
  kind: z.enum(["uniform", "spread", "aligned"]),
  gain: z.number().positive(),
});

/** The same given parameters for every seed (a warm start); seeds then differ only in their batches. */
const given = z.strictObject({
  kind: z.literal("given"),
  parameters: z.array(z.number()),
});

/** Initial values drawn from each seed's own stream. */
export type SeededInitial = z.infer<typeof seeded>;
/** The same initial values for every seed. */
export type GivenInitial = z.infer<typeof given>;
/** Start from the end of another run with the same seed, its network embedded in this larger one. */
export interface GrownInitial {
  kind: "grown";
  /** Scale of the new units' initial values, as in {@link SeededInitial}. */
  gain: number;
  from: TrainingConfig;
}
/** Where training starts. */
export type Initial = SeededInitial | GivenInitial | GrownInitial;

/** One training configuration; with a seed it fixes every bit of the result. */
export interface TrainingConfig {
  architecture: Architecture;
  data: FeatureDistribution;
  initial: Initial;
  /**
   * Standard deviation σ of Gaussian noise on the hidden state, every dimension of which is then held to unit power; 0 leaves the hidden state
   * as it is. See `src/losses/channel.ts`.
   */
  noise: number;
  schedule: z.infer<typeof schedule>;
  /** Points of the learning curve, spread evenly over the steps. */
  curvePoints: number;
}
/** The parsed form of a schedule. */
export type Schedule = z.infer<typeof schedule>;

const initial: z.ZodType<Initial> = z.lazy(() =>
  z.union([
    seeded,
    given,
    z.strictObject({
      kind: z.literal("grown"),
      gain: z.number().positive(),
      from: trainingConfig,
    }),
  ])
);

/** Parses a configuration that comes from outside. */
export const trainingConfig: z.ZodType<TrainingConfig> = z.strictObject({
  architecture,
  data,
  initial,
  noise: z.number().min(0),
  schedule,
  curvePoints: z.int().min(0),
});

/** What must be chosen of a configuration, and what may be. */
export interface Choice {
  readonly architecture: Architecture;
  readonly data: FeatureDistribution;
  readonly initial: Initial;
  readonly schedule:
    & Pick<Schedule, "steps" | "batch" | "learningRate">
    & Partial<Pick<Schedule, "warmup" | "decay" | "finalLearningRate">>;
  readonly optimiser?:
    & { readonly kind: "adam" }
    & Partial<
      Pick<Schedule, "weightDecay" | "beta1" | "beta2" | "stabilizer">
    >;
  readonly noise?: number;
  readonly curvePoints?: number;
}

/**
 * A configuration from what is chosen. Everything else: a constant learning rate, Adam as its authors have it (Kingma & Ba
 * 2015) without weight decay, a hidden state without noise, and no learning curve.
 */
export function configure(
  { architecture, data, initial, schedule, optimiser, noise, curvePoints }:
    Choice,
): TrainingConfig {
  const { kind: _, ...adam } = optimiser ?? { kind: "adam" };
  return {
    architecture,
    data,
    initial,
    noise: noise ?? 0,
    schedule: {
      warmup: 0,
      decay: 0,
      finalLearningRate: 1,
      weightDecay: 0,
      beta1: 0.9,
      beta2: 0.999,
      stabilizer: 1e-8,
      ...schedule,
      ...adam,
    },
    curvePoints: curvePoints ?? 0,
  };
}

/** What training one seed leaves behind. */
export interface TrainedRun {
  readonly seed: number;
  /** Final parameters, in the order of `parameterOffsets`. */
  readonly parameters: Float32Array;
  /** `[step, mse]`: the mean training loss of the steps since the point before, at each point of the curve. */
  readonly curve: readonly (readonly [step: number, mse: number])[];
}
