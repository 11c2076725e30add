/**
 * The error of the reconstruction: in every objective, once.
 *
 * @module
 */
import { z } from "zod";
import type { Term } from "./mod.ts";

const schema = z.strictObject({ kind: z.literal("mse") });

/**
 * The error of the reconstruction, weighted by importance: the mean over features, of every batch
 * anew.
 */
const mse: Term<z.infer<typeof schema>> = {
  id: "mse",
  summary: "the squared error, a mean over features weighted by importance",
  schema,
  kernel: true,
};

export default mse;
