/**
 * Parts of specs and results that several kinds share.
 *
 * @module
 */
import { z } from "zod";

/** A distribution of features; what a kind of distribution adds is its own affair. */
export const data = z.looseObject({
  features: z.int().min(1),
  sparsity: z.number().min(0).lt(1),
  importance: z.array(z.number().min(0)).nullable(),
});

/** A problem, see `src/constructions/problem.ts`. */
export const problem = z.strictObject({
  data,
  hidden: z.int().min(1),
  noise: z.number().min(0),
});

/** A loss in both units. */
export const loss = z.strictObject({ mse: z.number(), fvu: z.number() });
