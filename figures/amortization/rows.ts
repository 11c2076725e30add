/**
 * The rows of figure 6: the smallest network of each kind that beats the best linear code, and when
 * it pays.
 *
 * @module
 */
import { z } from "zod";
import { layersToBreakEven } from "../../src/bounds/cost/amortization.ts";
import { twoPerSegment } from "../../src/constructions/staircase.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons, countParameters } from "../../src/networks/network.ts";
import {
  budgetsOf,
  closed,
  denseCell,
  linearLoss,
  problem,
  rampWidth,
} from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { best, plain, type Recipe } from "../../src/protocol/recipe.ts";
import piecewiseLinear from "../../src/schemes/piecewise-linear.ts";
import { beats, exactSummary } from "../../src/statistics/summary.ts";

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

/** Neurons of a layer. */
const widths = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const repetitions = [null, 4, 1];
/** More than enough for any construction to beat the linear code. */
const segments = [1, 2, 3, 4, 5, 6];

type Code = Pick<Row, "series" | "neurons" | "parameters">;

/** What a code is counted as. */
const counted = (
  series: string,
  { neurons, parameters }: { neurons: { total: number }; parameters: number },
): Code => ({ series, neurons: neurons.total, parameters });

/** The paper's own network, and the smallest of those that are constructed here. */
function constructed(linear: number): Code[] {
  const { architecture } = segments.map((count) =>
    twoPerSegment({ segments: count, epsilon: rampWidth, decoder: "floor" })
  ).find((network) => exactLoss(network, problem.data).fvu < linear)!;
  const built = closed(piecewiseLinear, { segments, epsilon: [rampWidth] })
    .filter(({ loss }) => loss.fvu < linear)
    .sort((a, b) => a.neurons.total - b.neurons.total);
  const shared = built.find(({ variant }) => variant === "shared-hinges")!;
  return [
    counted("two-per-segment", {
      neurons: countNeurons(architecture),
      parameters: countParameters(architecture),
    }),
    counted("shared-hinges", shared),
    counted("smallest construction found", built[0]),
  ];
}

/** The smallest budget at which a recipe beats the linear code, if there is one. */
async function trained(
  context: FigureContext,
  recipe: Recipe,
  linear: number,
): Promise<Code[]> {
  const cells = await Promise.all(
    budgetsOf(context).map((neurons) => denseCell(context, recipe, neurons)),
  );
  return cells.filter(({ fvu }) => beats(fvu, exactSummary(linear)))
    .slice(0, 1).map(({ series, built }) => counted(series, built));
}

/** All rows. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const { data: { features }, hidden } = problem;
  const linear = linearLoss().fvu;
  const learned = await Promise.all(
    [plain, best].map((recipe) => trained(context, recipe, linear)),
  );
  return [...constructed(linear), ...learned.flat()].flatMap((code) =>
    repetitions.flatMap((decompressEvery) =>
      widths.map((width) => ({
        ...code,
        width,
        decompressEvery,
        layers: layersToBreakEven({
          features,
          hidden,
          codeParameters: code.parameters,
          width,
          decompressEvery,
        }),
      }))
    )
  );
}
