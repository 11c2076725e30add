/**
 * Two sides in one number.
 *
 * @module
 */
import { z } from "zod";
import { bootstrapInterval } from "../statistics/bootstrap.ts";
import type { Ratio } from "../statistics/limit.ts";
import { quantile } from "../statistics/quantile.ts";
import { lossesOf, type Measured } from "./measured.ts";

/** The columns of a ratio of losses. */
export const ratioShape = {
  /** Median loss of one side over that of the other; above 1 the other one loses less. */
  ratio: z.number(),
  /** Its 95 % bootstrap interval over the seeds of both. */
  low: z.number(),
  high: z.number(),
};

/** What a side loses: over its seeds, or in closed form. */
function samplesOf({ known, ...of }: Measured): number[] {
  return known === null ? lossesOf(of) : [known.fvu];
}

/** The ratio of the medians of two sorted samples. */
export function ratioOfMedians(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  return quantile(a, 0.5) / quantile(b, 0.5);
}

/**
 * The ratio of two sides.
 *
 * @param stream names the stream of the interval
 */
export function ratioOf(a: Measured, b: Measured, stream: string): Ratio {
  const [low, high] = bootstrapInterval(
    [samplesOf(a), samplesOf(b)],
    ratioOfMedians,
    { name: stream },
  );
  return { ratio: a.fvu.median / b.fvu.median, low, high };
}
