/**
 * The rows of figure 6.
 *
 * @module
 */
import { z } from "zod";

/** The shape of one row. */
export const row = z.strictObject({
  series: z.string(),
  neurons: z.int(),
  parameters: z.int(),
  /** Neurons of one layer, each of which reads and writes the stream. */
  width: z.int(),
  /** Every how many layers the code is unpacked and packed again; null for once in all. */
  decompressEvery: z.int().nullable(),
  /** Layers from which on compression has paid, or null for never. */
  layers: z.int().nullable(),
});
/** One row of the figure. */
export type Row = z.infer<typeof row>;
