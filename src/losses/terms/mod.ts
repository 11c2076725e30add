/**
 * What training minimises: a sum of terms. One file in this folder is one term, its default export
 * a {@link Term} whose `id` is the file's name. `mse` is the error of the reconstruction, which the
 * engines compute from the batch; every other term is a penalty on the parameters.
 *
 * @module
 */
import { z } from "zod";
import { createTable, type Table } from "../../numerics/table.ts";
import type { Tagged } from "../../numerics/tagged.ts";
import type { Architecture } from "../../networks/network.ts";

/** One term of an objective. */
export interface Term<Settings extends Tagged = Tagged> {
  /** The file's name without `.ts`. */
  readonly id: string;
  /** One line for listings. */
  readonly summary: string;
  /**
   * Parses its settings; those with a default may be missing. A run is not named by what equals its
   * default.
   */
  readonly schema: z.ZodType<Settings>;
  /** Whether the training kernel carries it. */
  readonly kernel?: true;
  /**
   * A penalty on the parameters: adds its derivative by each of them to `gradient`, and returns its
   * value. Only with operations that IEEE 754 rounds correctly.
   */
  penalty?(
    settings: Settings,
    architecture: Architecture,
    parameters: Float32Array,
    gradient: Float32Array,
  ): number;
}

const aFunction = z.custom(
  (value) => typeof value === "function",
  "must be a function",
);

/** All terms. */
export const terms: Table<Term> = createTable({
  what: "term",
  folder: "src/losses/terms",
  shape: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    schema: z.instanceof(z.ZodType, { error: "must be a zod schema" }),
    kernel: z.literal(true).optional(),
    penalty: aFunction.optional(),
  }).refine(
    ({ kernel, penalty }) => kernel || penalty,
    { path: ["penalty"], error: "must be there where the kernel lacks it" },
  ),
});
