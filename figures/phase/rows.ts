/**
 * The shapes of the rows of figure 9; `maps.ts` and `ladders.ts` make them.
 *
 * @module
 */
import { z } from "zod";
import {
  convergenceSideShape,
  settledShape,
} from "../../src/protocol/convergence_row.ts";
import { ratioShape } from "../../src/protocol/ratio.ts";
import { measuredShape, sideShape } from "../../src/protocol/row.ts";

/** Which cell a row belongs to, and on what both of its sides are compared. */
const cellShape = {
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  /** Of the nonlinear encoder's side. */
  neuronsPerFeature: z.number(),
  /** Loss (fvu) of the best linear code, which has no neurons: exact. */
  linearCode: z.number(),
};

/** Profile `paper`: a cell of one of the two maps. */
const comparedRow = z.strictObject({
  kind: z.literal("compared"),
  /** What is equal on both sides. */
  matched: z.enum(["neurons", "parameters"]),
  ...cellShape,
  /** The best scheme with a linear encoder. */
  ...sideShape("linear"),
  ...convergenceSideShape("linear"),
  /** The scheme with a nonlinear encoder. */
  ...sideShape("nonlinear"),
  ...convergenceSideShape("nonlinear"),
  /** Of Adam at the same compute. */
  steps: z.int(),
  seeds: z.int(),
  /** Of the linear encoder's loss over that of the nonlinear one. */
  ...ratioShape,
  /** `first` is the linear encoder. */
  ...settledShape,
});
/** A row of kind `compared`. */
export type ComparedRow = z.infer<typeof comparedRow>;

/** Profile `full`: what one optimiser made of a cell. */
const familyShape = {
  sparsity: z.number(),
  neuronsPerFeature: z.number(),
  /** The optimiser. */
  family: z.string(),
};

/** One side of a cell, trained by one optimiser for one length. */
const sideRow = z.strictObject({
  kind: z.literal("side"),
  /** What its encoder is. */
  side: z.enum(["linear", "nonlinear"]),
  ...familyShape,
  /** Compute, 1 for that of the profile `paper`. */
  length: z.number(),
  ...measuredShape,
});

/** Both sides of a cell, trained by one optimiser for one length. */
const ratioRow = z.strictObject({
  kind: z.literal("ratio"),
  ...familyShape,
  length: z.number(),
  /** Of the linear encoder's loss over that of the nonlinear one. */
  ...ratioShape,
});

/** Where one optimiser takes both sides of a cell, and what it alone says of them. */
const limitRow = z.strictObject({
  kind: z.literal("limit"),
  ...familyShape,
  ...convergenceSideShape("linear"),
  ...convergenceSideShape("nonlinear"),
  ...settledShape,
});

/**
 * A cell of the three maps. Either side is trained by the optimiser with which it loses less: at
 * the length of the profile `paper`, at the longest, and in the limit.
 */
const cellRow = z.strictObject({
  kind: z.literal("cell"),
  ...cellShape,
  neurons: z.int(),
  seeds: z.int(),
  /** The ratio of the losses at the length of the profile `paper`. */
  paperRatio: z.number(),
  paperLow: z.number(),
  paperHigh: z.number(),
  /** Losses (fvu) after the longest training, and their ratio. */
  linearMedian: z.number(),
  linearLow: z.number(),
  linearHigh: z.number(),
  nonlinearMedian: z.number(),
  nonlinearLow: z.number(),
  nonlinearHigh: z.number(),
  ...ratioShape,
  /** The lower end of the interval of where the nonlinear encoder's loss ends. */
  nonlinearLimitLow: z.number(),
  /** The limits; with both optimisers. `first` is the linear encoder. */
  ...settledShape,
  /**
   * Whether either side is known to lose less somewhere: at a length from that of the profile
   * `paper` on, with one of the optimisers, or in the limit.
   */
  flips: z.boolean(),
});
/** A row of kind `cell`. */
export type CellRow = z.infer<typeof cellRow>;

/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  comparedRow,
  sideRow,
  ratioRow,
  limitRow,
  cellRow,
]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
