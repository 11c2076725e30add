/**
 * The rows of figure 7, and the sizes of its parts.
 *
 * @module
 */
import { z } from "zod";

/**
 * What one dimension holds of two features; a trained network may also end in none of the known
 * solutions.
 */
export const heldOptions = [
  "only feature 1",
  "only feature 2",
  "antipodal pair",
  "other",
] as const;
const held = z.enum(heldOptions);

const phaseRow = z.strictObject({
  kind: z.literal("phase"),
  /** p, the probability that a feature is active. */
  density: z.number(),
  /** Of feature 2; that of feature 1 is 1. */
  importance: z.number(),
  /** The known solution that loses least. */
  theory: held,
  /** What the lowest loss holds that is found by descending from the known solutions. */
  tuned: held,
  /** What the trained network holds. */
  trained: held,
  /** Fractions of variance unexplained of the same three. */
  theoryFvu: z.number(),
  tunedFvu: z.number(),
  trainedFvu: z.number(),
});
const directionRow = z.strictObject({
  kind: z.literal("direction"),
  sparsity: z.number(),
  /** From 1, the most important. */
  feature: z.int(),
  /** The feature's direction in the hidden state, turned so that that of feature 1 points up. */
  x: z.number(),
  y: z.number(),
});
const dimensionalityRow = z.strictObject({
  kind: z.literal("dimensionality"),
  sparsity: z.number(),
  feature: z.int(),
  /** D, the share of a dimension that the feature has to itself. */
  dimensions: z.number(),
});
const tieRow = z.strictObject({
  kind: z.literal("tie"),
  /** Of feature 2; that of feature 1 is 1. */
  importance: z.number(),
  /** The density at which the pair loses as much as the better single feature. */
  density: z.number(),
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  phaseRow,
  directionRow,
  dimensionalityRow,
  tieRow,
]);
/** What one dimension holds. */
export type Held = z.infer<typeof held>;
/** One row of the figure. */
export type Row = z.infer<typeof row>;

/** The sizes of the three parts, and how many seeds the best is taken of. */
export const parts = {
  phase: { features: 2, hidden: 1, seeds: 8 },
  direction: { features: 5, hidden: 2, seeds: 8, importance: 0.9 },
  dimensionality: { features: 40, hidden: 10, seeds: 4 },
};

/** Shortest direction that counts as representing its feature. */
export const leastNorm = 0.5;
