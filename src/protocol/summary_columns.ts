/**
 * The columns in which rows keep a set of seeds.
 *
 * @module
 */
import { z } from "zod";
import { featureVariance } from "../features/mod.ts";
import type { Summary } from "../statistics/summary.ts";

/** All fvu but `mse`: a closed form has all equal. */
export const summaryShape = {
  /** The best of the seeds. */
  best: z.number(),
  median: z.number(),
  /** The interquartile mean. */
  iqm: z.number(),
  /** 95 % bootstrap interval of the median. */
  low: z.number(),
  high: z.number(),
  /** The median as mean squared error per feature. */
  mse: z.number(),
};

/** A summary of fvu as columns; every feature has importance 1 and this sparsity. */
export function summaryColumns(
  { best, median, iqm, ci95 }: Summary,
  sparsity: number,
): z.infer<z.ZodObject<typeof summaryShape>> {
  const [low, high] = ci95 ?? [median, median];
  const mse = median * featureVariance(sparsity);
  return { best, median, iqm, low, high, mse };
}
