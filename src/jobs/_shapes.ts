/**
 * Parts of specs and results that several kinds share.
 *
 * @module
 */
import { z } from "zod";
import { featureDistribution } from "../features/kinds/names.ts";

/** A problem, see `src/constructions/problem.ts`. */
export const problem = z.strictObject({
  data: featureDistribution,
  hidden: z.int().min(1),
  noise: z.number().min(0),
});

/** A loss in both units. */
export const loss = z.strictObject({ mse: z.number(), fvu: z.number() });
