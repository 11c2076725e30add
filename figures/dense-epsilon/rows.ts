/**
 * The rows of figure 2.
 *
 * @module
 */
import { z } from "zod";

/** The shape of one row. */
export const row = z.strictObject({
  /** `floor` or `centred` levels, or null for a code without levels. */
  levels: z.enum(["floor", "centred"]).nullable(),
  series: z.string(),
  segments: z.int().nullable(),
  /** 0: true jumps. */
  epsilon: z.number().nullable(),
  mse: z.number(),
  fvu: z.number(),
});
/** One row of the figure. */
export type Row = z.infer<typeof row>;
