/**
 * The flags of `compare`, and what they ask for together.
 *
 * @module
 */
import { leastEpsilon } from "../src/schemes/_check.ts";
import { z } from "zod";
import { UsageError } from "../src/features/usage_error.ts";
import { checkProblem } from "../src/schemes/_check.ts";
import {
  type Problem,
  Refusal,
  type SchemeOptions,
} from "../src/schemes/_scheme.ts";
import { type Command, decimal, listOf, oneOf, wholeNumber } from "./_flags.ts";

/** The values of the flags. */
export interface Flags extends Record<string, unknown> {
  schemes: string[] | undefined;
  features: number;
  hidden: number;
  sparsity: number;
  neurons: number[];
  split: [encoder: number, decoder: number];
  segments: number[];
  epsilon: number[] | undefined;
  seeds: number;
  steps: number;
  batch: number;
  learningRate: number;
  engine: "compiled" | "tfjs";
  format: "table" | "json" | "csv";
}

/** Ramps of a hundredth of a feature's range, as in the figures. */
const defaultEpsilon = [0.01];

/** The command, which knows the ids of the schemes. */
export function commandFor(schemes: readonly string[]): Command<Flags> {
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
      features: {
        value: "n",
        help: "features",
        default: "2",
        schema: within(2, 1000).default(2),
      },
      hidden: {
        value: "m",
        help: "hidden dimensions, fewer than features",
        default: "1",
        schema: wholeNumber(1).default(1),
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
      neurons: {
        value: "N,…",
        help: "neurons in all, for schemes that take a budget",
        default: "6,12,24,36",
        schema: listOf(within(1, 10_000)).default([6, 12, 24, 36]),
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
        schema: listOf(within(1, 1000)).default([2, 3, 4]),
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
        schema: within(1, 10_000).default(16),
      },
      steps: {
        value: "n",
        help: "optimiser steps of each",
        default: "20000",
        schema: within(1, 1_000_000_000).default(20_000),
      },
      batch: {
        value: "n",
        help: "fresh samples per step",
        default: "64",
        schema: within(1, 1_000_000).default(64),
      },
      learningRate: {
        value: "rate",
        help: "peak learning rate of Adam",
        default: "0.01",
        schema: decimal("a number above 0", (x) => x > 0).default(0.01),
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

/** Whole numbers with an upper bound: where memory or a counter ends. */
function within(least: number, most: number): z.ZodType<number, string> {
  return decimal(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );
}

const ratio: z.ZodType<Flags["split"], string> = z.string().transform(
  (text, context) => {
    const share = decimal("", (value) => value > 0 && value <= 1e6);
    const parsed = z.tuple([share, share]).safeParse(text.split(":"));
    if (parsed.success) return parsed.data;
    context.addIssue(
      "give two numbers above 0, at most a million, with a colon between, e.g. 1:1",
    );
    return z.NEVER;
  },
);

/**
 * What is to be compressed.
 *
 * @throws {UsageError} where the hidden dimensions are as many as the features, or more
 */
export function problemOf({ features, hidden, sparsity }: Flags): Problem {
  const problem = { data: { features, sparsity, importance: null }, hidden };
  try {
    checkProblem(problem);
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(`--${error.message}`);
    throw error;
  }
  return problem;
}

/**
 * The free choices of the schemes.
 *
 * @throws {UsageError} for a given ε that is too wide for every Z
 */
export function optionsOf(
  { neurons, split, segments, epsilon }: Flags,
): SchemeOptions {
  const smallest = Math.min(...segments);
  const wide = epsilon?.find((e) => e * smallest > 1);
  if (wide !== undefined) {
    throw new UsageError(
      `--epsilon is ${wide} but a ramp is at most 1/Z wide: choose at most ${
        1 / smallest
      } for --segments ${segments}`,
    );
  }
  return { neurons, split, segments, epsilon: epsilon ?? defaultEpsilon };
}
