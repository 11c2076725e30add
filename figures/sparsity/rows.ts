/**
 * The rows of figure 8.
 *
 * @module
 */
import { z } from "zod";
import { summaryShape } from "../../src/protocol/summary_columns.ts";

/** The shape of one row. */
export const row = z.strictObject({
  series: z.string(),
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  /** Total neurons for each feature; null for a code without neurons, which is drawn at every budget. */
  neuronsPerFeature: z.number().nullable(),
  neurons: z.int(),
  parameters: z.int(),
  variant: z.string().nullable(),
  encoder: z.int(),
  decoder: z.int(),
  segments: z.int().nullable(),
  learningRate: z.number().nullable(),
  steps: z.int(),
  seeds: z.int(),
  ...summaryShape,
  /** The largest standard error of a seed's mse, from its evaluation set; null where the loss is exact. */
  standardError: z.number().nullable(),
  /** Median over seeds of the share of ReLU units that never fire. */
  deadUnits: z.number().nullable(),
});
/** One row of the figure. */
export type Row = z.infer<typeof row>;
