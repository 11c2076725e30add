/**
 * What no scheme can pass. One file in this folder is one bound, its default export a {@link Bound}
 * whose `id` is the file's name. The folders below hold what bounds are computed by, and what
 * passing one costs.
 *
 * @module
 */
import { z } from "zod";
import type { Problem } from "../constructions/problem.ts";
import type { Loss } from "../features/mod.ts";
import { createTable, type Named, type Table } from "../numerics/table.ts";

/** One bound on the loss of all schemes. */
export interface Bound extends Named {
  /** The file's name without `.ts`. */
  readonly id: string;
  /** What it is, in a few words with an article. */
  readonly summary: string;
  /**
   * A loss that no scheme for the problem is below, of any size, trained or not.
   *
   * @throws {Refusal} where it does not apply
   */
  lower(problem: Problem): Loss;
}

/** All bounds. */
export const bounds: Table<Bound> = createTable({
  what: "bound",
  folder: "src/bounds",
  shape: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    lower: z.custom(
      (value) => typeof value === "function",
      "must be a function",
    ),
  }),
});
