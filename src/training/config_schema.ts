/**
 * Reads a configuration that comes from outside: a file, a page, another machine.
 *
 * @module
 */
import { z } from "zod";
import { featureDistribution } from "../features/kinds/names.ts";
import { terms } from "../losses/terms/mod.ts";
import type { Source } from "../losses/source.ts";
import { activations } from "../networks/activations/mod.ts";
import type { Architecture } from "../networks/network.ts";
import { idIn, read, settingsIn } from "../numerics/tagged.ts";
import { type Batches, batchKinds } from "./batches.ts";
import { checkConfig } from "./check_config.ts";
import {
  decayShapes,
  defaults,
  type Initial,
  seededKinds,
  type TrainingConfig,
} from "./config.ts";
import { optimisers } from "./optimisers/mod.ts";

const whole = (least: number) =>
  z.int(`use a whole number of at least ${least}`)
    .min(least, `use a whole number of at least ${least}`);
const number = (most = Infinity) => {
  const range = most === Infinity ? "of at least 0" : `in [0, ${most}]`;
  const message = `use a number ${range}`;
  const least = z.number(message).min(0, message);
  return most === Infinity ? least : least.max(most, message);
};
const positive = z.number("use a number above 0")
  .positive("use a number above 0");
const numbers = z.array(z.number("use a number"), "use a list of numbers");

const architecture: z.ZodType<Architecture> = z.strictObject({
  layers: z.array(z.strictObject({
    inputs: whole(1),
    outputs: whole(1),
    activation: idIn(activations),
    bias: z.boolean("use true or false"),
    tiedTo: whole(0).nullable(),
  })),
  encoderLayers: whole(1),
});

const kindOf = (kinds: readonly string[]) =>
  `use one of the kinds ${kinds.join(", ")}`;

const initial: z.ZodType<Initial> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.enum(seededKinds),
      gain: positive,
    }),
    z.strictObject({ kind: z.literal("given"), parameters: numbers }),
    z.strictObject({
      kind: z.literal("grown"),
      gain: positive,
      from: trainingConfig,
    }),
  ], kindOf([...seededKinds, "given", "grown"]))
);

const source: z.ZodType<Source> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("features") }),
  z.strictObject({
    kind: z.literal("hidden"),
    network: z.strictObject({ architecture, parameters: numbers }),
    target: z.enum(["features", "hidden"], "use features or hidden"),
  }),
], kindOf(["features", "hidden"]));

const batches: z.ZodType<Batches> = z.strictObject({
  kind: z.enum(batchKinds, `use ${batchKinds.join(" or ")}`),
});

const schedule = z.strictObject({
  steps: whole(1),
  batch: whole(1),
  growth: whole(1).default(defaults.schedule.growth),
  learningRate: positive,
  warmup: whole(0).default(defaults.schedule.warmup),
  decay: whole(0).default(defaults.schedule.decay),
  finalLearningRate: number(1).default(defaults.schedule.finalLearningRate),
  shape: z.enum(decayShapes, `use ${decayShapes.join(" or ")}`)
    .default(defaults.schedule.shape),
  averaged: whole(0).default(defaults.schedule.averaged),
});

/**
 * Parses the fields of a configuration one by one; {@link readConfig} also asks whether they fit
 * together.
 */
export const trainingConfig: z.ZodType<TrainingConfig> = z.strictObject({
  architecture,
  data: featureDistribution,
  initial,
  noise: number().default(defaults.noise),
  schedule,
  batches: batches.default(defaults.batches),
  optimiser: settingsIn(optimisers).prefault(defaults.optimiser),
  objective: z.array(settingsIn(terms), "use a list of terms")
    .prefault([...defaults.objective]),
  fixed: z.array(whole(0), "use a list of layers").default([]),
  source: source.default(defaults.source),
  curvePoints: whole(0).default(defaults.curvePoints),
});

/**
 * A configuration from data; what has a default may be missing, a field that is unknown may not be
 * there.
 *
 * @throws {RangeError} one line, naming the first field that is wrong, its value and the remedy
 */
export function readConfig(value: unknown): TrainingConfig {
  const parsed = read(trainingConfig, value, "configuration");
  checkConfig(parsed);
  return parsed;
}
