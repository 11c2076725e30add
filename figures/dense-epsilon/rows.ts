/**
 * The rows of figure 2: codes in closed form, and the networks that are built of them.
 *
 * @module
 */
import { z } from "zod";
import type { Loss } from "../../src/features/mod.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { closed, problem } from "../../src/protocol/dense_case.ts";
import average from "../../src/schemes/average.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import { piecewiseLinear } from "../../src/schemes/piecewise-linear.ts";
import quantized from "../../src/schemes/quantized.ts";

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

const segments = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const epsilons = [0.001, 0.01, 0.03, 0.1];

/** The network with one neuron per kink, by its decoder. */
const networks = {
  floor: "shared-hinges floor",
  centred: "shared-hinges",
} as const;

const columns = ({ mse, fvu }: Loss): Loss => ({ mse, fvu });

function ramped(levels: keyof typeof networks, epsilon: number): Row[] {
  return segments.filter((count) => epsilon * count <= 1).flatMap((count) => {
    const network = piecewiseLinear(networks[levels], count, epsilon);
    if (network === null) return [];
    return [{
      levels,
      series: "shared-hinges",
      segments: count,
      epsilon,
      ...columns(exactLoss(network, problem.data)),
    }];
  });
}

/** All rows: codes without neurons, codes with true jumps, and networks with ramps. */
export function makeRows(): Promise<Row[]> {
  const flat = [drop, average, linear].flatMap((scheme) =>
    closed(scheme).map(({ loss }) => ({
      levels: null,
      series: scheme.id,
      segments: null,
      epsilon: null,
      ...columns(loss),
    }))
  );
  const jumps = closed(quantized, { segments }).map((candidate) => ({
    levels: row.shape.levels.parse(candidate.variant),
    series: `quantized ${candidate.variant}`,
    segments: candidate.segments,
    epsilon: 0,
    ...columns(candidate.loss),
  }));
  const ramps = (["floor", "centred"] as const).flatMap((levels) =>
    epsilons.flatMap((epsilon) => ramped(levels, epsilon))
  );
  return Promise.resolve([...flat, ...jumps, ...ramps]);
}
