/**
 * The rows of figure 11, and the cases that it compares.
 *
 * @module
 */
import { z } from "zod";
import { independent } from "../../src/features/mod.ts";
import type { Problem } from "../../src/constructions/problem.ts";
import {
  convergenceShape,
  settledShape,
} from "../../src/protocol/convergence_row.ts";
import { ratioShape } from "../../src/protocol/ratio.ts";
import { measuredShape } from "../../src/protocol/row.ts";

/** A code that is not trained has no seeds; its interval is that of the samples. */
const schemeRow = z.strictObject({
  kind: z.literal("scheme"),
  ...measuredShape,
  ...convergenceShape,
  /** Steps of Adam that cost what the training does; 0 for what is not trained. */
  compute: z.int(),
});
/** The trained nonlinear encoder, the second side, against another code, the first. */
const ratioRow = z.strictObject({
  kind: z.literal("ratio"),
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  noise: z.number(),
  /** The other code. */
  series: z.string(),
  ...ratioShape,
  ...settledShape,
});
const limitRow = z.strictObject({
  kind: z.literal("limit"),
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  /** σ on a hidden dimension of unit power. */
  noise: z.number(),
  /** The fvu that no scheme can pass lies between these two. */
  lower: z.number(),
  upper: z.number(),
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  schemeRow,
  ratioRow,
  limitRow,
]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
/** A row of kind `scheme`. */
export type SchemeRow = z.infer<typeof schemeRow>;
/** A row of kind `ratio`. */
export type RatioRow = z.infer<typeof ratioRow>;
/** A row of kind `limit`. */
export type LimitRow = z.infer<typeof limitRow>;

/**
 * Features in dimensions, and the neurons of the schemes that can spend as many as they are given.
 */
export interface Case {
  readonly features: number;
  readonly hidden: number;
  readonly sparsity: number;
  readonly neurons: number;
  /** Training length, in units of the other sparse figures'. */
  readonly stretch: number;
  /** The largest Z that codes with levels may have. */
  readonly levels: number;
  /** Standard deviations of the noise. */
  readonly noises: readonly number[];
}

/**
 * The paper's dense case at the budget where its construction breaks even; and one sparse case
 * where a nonlinear encoder wins without noise.
 */
export const cases: Record<"paper" | "smoke", readonly Case[]> = {
  paper: [{
    features: 2,
    hidden: 1,
    sparsity: 0,
    neurons: 36,
    stretch: 2,
    levels: 12,
    noises: [0.01, 0.03, 0.1, 0.3, 1],
  }, {
    features: 20,
    hidden: 5,
    sparsity: 0.9,
    neurons: 80,
    stretch: 1,
    levels: 12,
    noises: [0.03, 0.1, 0.3, 1],
  }],
  smoke: [{
    features: 2,
    hidden: 1,
    sparsity: 0,
    neurons: 6,
    stretch: 1,
    levels: 2,
    noises: [0.1, 1],
  }, {
    features: 6,
    hidden: 2,
    sparsity: 0.9,
    neurons: 12,
    stretch: 1,
    levels: 2,
    noises: [0.1, 1],
  }],
};

/** Training lengths of every scheme; 1 is reported. */
export const lengths: readonly number[] = [0.25, 0.5, 1, 2];

/** Standard deviations for which the limit is drawn, a curve, among them all that schemes meet. */
export const limitNoises = {
  paper: [
    ...[0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3],
    ...[0.4, 0.5, 0.7, 1],
  ],
  smoke: [0.1, 0.3, 1],
};

/** The problem of a case. */
export function problemOf(of: Case, noise: number): Problem {
  const { features, sparsity, hidden } = of;
  return { data: independent(features, sparsity), hidden, noise };
}
