/**
 * The rows of figure 5.
 *
 * @module
 */
import { z } from "zod";

const curveRow = z.strictObject({
  kind: z.literal("curve"),
  neurons: z.int(),
  seed: z.int(),
  /** Optimiser steps done. */
  step: z.int(),
  /** Training loss, mean since the point before, fvu. */
  fvu: z.number(),
});
const levelRow = z.strictObject({
  kind: z.literal("level"),
  segments: z.int(),
  fvu: z.number(),
});
/** The shape of one row. */
export const row = z.discriminatedUnion("kind", [curveRow, levelRow]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
