/**
 * The flags of `compare`; `_compare_problem.ts` has what they ask for together.
 *
 * @module
 */
import { z } from "zod";
import { type DataKind } from "../src/features/kinds/names.ts";
import { leastEpsilon } from "../src/constructions/problem.ts";
import { type Command, type Parsed, parseFlags } from "./_flags.ts";
import {
  describePreset,
  type Preset,
  presetNames,
  presets,
  type Settings,
  usual,
} from "./_presets.ts";
import {
  dataKind,
  decimal,
  kindsInWords,
  listOf,
  oneOf,
  ratio,
  wholeNumber,
} from "./_values.ts";

/** The values of the flags. */
export interface Flags extends Record<string, unknown> {
  schemes: string[] | undefined;
  preset: Preset | undefined;
  features: number;
  hidden: number;
  sparsity: number;
  data: DataKind;
  noise: number;
  importance: number;
  neurons: number[];
  split: [encoder: number, decoder: number];
  segments: number[];
  epsilon: number[] | undefined;
  seeds: number;
  steps: number;
  batch: number;
  learningRate: number;
  weightDecay: number;
  engine: "compiled" | "tfjs";
  format: "table" | "json" | "csv";
}

/**
 * σ of which training would lose more than a tenth: it holds a state of unit power in float32, in
 * steps of 6e-8. Much smaller ones have no square in float64.
 */
const leastNoise = 1e-6;

/** Ramps of a hundredth of a feature's range, as in the figures. */
export const defaultEpsilon = [0.01];

/**
 * Parses the arguments. A preset only moves the defaults of other flags, so these still have the
 * last word.
 *
 * @param schemes the ids of the schemes
 * @throws {UsageError} one line that names the flag, the value and the remedy
 */
export function parseCompare(
  schemes: readonly string[],
  args: readonly string[],
): Parsed<Flags> {
  const parsed = parseFlags(commandFor(schemes, usual), args);
  if (parsed.help !== null || parsed.flags.preset === undefined) return parsed;
  const settings = presets[parsed.flags.preset];
  return parseFlags(commandFor(schemes, settings), args);
}

/**
 * The command, which knows the ids of the schemes and what its flags are when they are not given.
 */
function commandFor(
  schemes: readonly string[],
  settings: Settings,
): Command<Flags> {
  return {
    name: "compare",
    summary: `Compares compression schemes at equal hidden dimensions: ${
      schemes.join(", ")
    }.`,
    flags: {
      schemes: {
        value: "a,b,c",
        help: "which schemes",
        default: "all that apply",
        schema: z.optional(listOf(oneOf(schemes))),
      },
      preset: {
        value: presetNames.join("|"),
        help: presetNames.map(describePreset).join("; "),
        default: "none",
        schema: z.optional(oneOf(presetNames)),
      },
      features: {
        value: "n",
        help: "features",
        default: String(usual.features),
        schema: wholeNumber(2, 1000).default(settings.features),
      },
      hidden: {
        value: "m",
        help: "hidden dimensions, fewer than features",
        default: String(usual.hidden),
        schema: wholeNumber(1).default(settings.hidden),
      },
      sparsity: {
        value: "S",
        help: "probability that a feature is 0",
        default: "0, dense",
        schema: decimal(
          "a number of at least 0 and less than 1",
          (s) => s >= 0 && s < 1,
        ).default(0),
      },
      data: {
        value: "kind",
        help: kindsInWords(),
        default: "independent",
        schema: dataKind.default({ kind: "independent" }),
      },
      noise: {
        value: "σ",
        help:
          "deviation of Gaussian noise on every hidden dimension, held to unit power",
        default: "0, none",
        schema: decimal(
          `0, or a number from ${leastNoise} to 1000: training rounds less away`,
          (s) => s === 0 || (s >= leastNoise && s <= 1000),
        ).default(0),
      },
      importance: {
        value: "q",
        help: "feature i = 0, 1, … has importance qⁱ, at most 1",
        default: `${usual.importance}, all alike`,
        schema: decimal("a number above 0, at most 1", (q) => q > 0 && q <= 1)
          .default(settings.importance),
      },
      neurons: {
        value: "N,…",
        help: "neurons in all, for schemes that take a budget",
        default: "6,12,24,36",
        schema: listOf(wholeNumber(1, 10_000)).default([6, 12, 24, 36]),
      },
      split: {
        value: "encoder:decoder",
        help: "how they divide a budget",
        default: "1:1",
        schema: ratio.default([1, 1]),
      },
      segments: {
        value: "Z,…",
        help: "levels of a quantized feature",
        default: "2,3,4",
        schema: listOf(wholeNumber(1, 1000)).default([2, 3, 4]),
      },
      epsilon: {
        value: "e,…",
        help: "widths of ramps, at most 1/Z",
        default: String(defaultEpsilon),
        schema: z.optional(
          listOf(
            decimal(
              `a number from ${leastEpsilon} to 1`,
              (e) => e >= leastEpsilon && e <= 1,
            ),
          ),
        ),
      },
      seeds: {
        value: "k",
        help: "trained networks per row, seeds 0 to k − 1",
        default: "16",
        schema: wholeNumber(1, 10_000).default(16),
      },
      steps: {
        value: "n",
        help:
          "optimiser steps of each; as many networks are trained with half of them, which shows what the last doubling did and takes half again as long",
        default: String(usual.steps),
        schema: wholeNumber(1, 1_000_000_000).default(settings.steps),
      },
      batch: {
        value: "n",
        help: "fresh samples per step",
        default: String(usual.batch),
        schema: wholeNumber(1, 1_000_000).default(settings.batch),
      },
      learningRate: {
        value: "rate",
        help: "peak learning rate of Adam",
        default: String(usual.learningRate),
        schema: decimal("a number above 0", (x) => x > 0)
          .default(settings.learningRate),
      },
      weightDecay: {
        value: "w",
        help: "decoupled weight decay, as in AdamW",
        default: String(usual.weightDecay),
        schema: decimal("a number of at least 0", (w) => w >= 0)
          .default(settings.weightDecay),
      },
      engine: {
        value: "compiled|tfjs",
        help: "what trains; tfjs is the slow oracle of the compiled kernel",
        default: "compiled",
        schema: oneOf(["compiled", "tfjs"]).default("compiled"),
      },
      format: {
        value: "table|json|csv",
        help:
          "json and csv have all digits and columns; the loss of a diverged run is null in json, inf in csv",
        default: "table",
        schema: oneOf(["table", "json", "csv"]).default("table"),
      },
    },
  };
}
