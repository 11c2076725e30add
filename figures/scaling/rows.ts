/**
 * The rows of figure 10: both sides at every size, sparsity, budget and length, and the trend over
 * sizes.
 *
 * @module
 */
import { z } from "zod";
import type { Problem } from "../../src/constructions/problem.ts";
import { independent } from "../../src/features/mod.ts";
import { naturalLog } from "../../src/numerics/elementary.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { report, type Tuned, tuneScheme } from "../../src/protocol/measure.ts";
import { lossesOf, type Measured } from "../../src/protocol/measured.ts";
import {
  ratioOf,
  ratioOfMedians,
  ratioShape,
} from "../../src/protocol/ratio.ts";
import { sideOf, sideShape } from "../../src/protocol/row.ts";
import {
  chosen,
  linearEncoders,
  nonlinearEncoder,
  sparseCase,
} from "../../src/protocol/sparse_case.ts";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import { slope } from "../../src/statistics/trend.ts";

const ratioRow = z.strictObject({
  kind: z.literal("ratio"),
  sparsity: z.number(),
  neuronsPerFeature: z.int(),
  features: z.int(),
  hidden: z.int(),
  neurons: z.int(),
  /** Training length, 1 as in the other sparse figures. */
  stretch: z.number(),
  steps: z.int(),
  seeds: z.int(),
  /** The better scheme with a linear encoder, chosen by selection seeds. */
  ...sideShape("linear"),
  ...sideShape("nonlinear"),
  /** Of the linear encoder's loss over that of the nonlinear one. */
  ...ratioShape,
});
const trendRow = z.strictObject({
  kind: z.literal("trend"),
  sparsity: z.number(),
  neuronsPerFeature: z.int(),
  stretch: z.number(),
  /** Slope of ln ratio over ln m, least squares, with the 95 % bootstrap interval over seeds. */
  slope: z.number(),
  low: z.number(),
  high: z.number(),
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [ratioRow, trendRow]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
/** A row of kind `ratio`. */
export type RatioRow = z.infer<typeof ratioRow>;

/** n/m, at every size. */
export const featuresPerDimension = 4;
/** Budgets compared, N/n. */
const neuronsPerFeature = [1, 4];
/** Training lengths, in units of the other sparse figures'. */
const stretches = [0.5, 1, 2];
/** Hidden dimensions m and sparsities of each profile. */
const sizes = {
  paper: { hiddens: [1, 2, 5], sparsities: [0.5, 0.9] },
  full: { hiddens: [1, 2, 5, 10, 20], sparsities: [0.5, 0.9, 0.98] },
  smoke: { hiddens: [1, 2], sparsities: [0.9] },
};

/** Both sides, and the row that compares them. */
interface Compared {
  readonly row: RatioRow;
  readonly sides: readonly [linear: Measured, nonlinear: Measured];
}

/** One size: both sides tuned, then trained at every length. */
async function compared(
  context: FigureContext,
  problem: Problem,
  perFeature: number,
): Promise<Compared[]> {
  const { data: { features, sparsity }, hidden } = problem;
  const neurons = perFeature * features;
  // An even split without a ReLU on the output: learning rates alone are tuned.
  const of = sparseCase(context, problem, { tries: (all) => all.slice(0, 1) });
  const [nonlinear, ...others] = await Promise.all(
    [nonlinearEncoder, ...linearEncoders].map((scheme) =>
      tuneScheme(context, of, scheme, neurons)
    ),
  );
  const linear = chosen(others.map((tuned) => tuned && { tuned })).tuned;
  return await Promise.all(stretches.map(async (stretch) => {
    const stream = `scaling/${sparsity}/${perFeature}/${hidden}/${stretch}`;
    const side = (name: string, tuned: Tuned) =>
      report(context, of, tuned, { stream: `${stream}/${name}`, stretch });
    const sides = await Promise.all([
      side("linear", linear),
      side("nonlinear", nonlinear!),
    ]);
    const [a, b] = sides;
    const row: RatioRow = {
      kind: "ratio",
      sparsity,
      neuronsPerFeature: perFeature,
      features,
      hidden,
      neurons,
      stretch,
      steps: a.config!.schedule.steps,
      seeds: a.results.length,
      ...sideOf("linear", a),
      ...sideOf("nonlinear", b),
      ...ratioOf(a, b, stream),
    };
    return { row, sides };
  }));
}

/** The trend over sizes at one sparsity, budget and length. */
function trend(group: readonly Compared[]): Row {
  const { sparsity, neuronsPerFeature, stretch } = group[0].row;
  const at = group.map(({ row }) => naturalLog(row.hidden));
  /** Samples of the two sides of every size, one after the other. */
  const fit = (...samples: ArrayLike<number>[]) =>
    slope(at.map((x, i) => {
      const ratio = ratioOfMedians(samples[2 * i], samples[2 * i + 1]);
      return [x, naturalLog(ratio)];
    }));
  const samples = group.flatMap(({ sides }) => sides.map(lossesOf));
  const [low, high] = bootstrapInterval(samples, fit, {
    name: `scaling/${sparsity}/${neuronsPerFeature}/${stretch}/trend`,
  });
  return {
    kind: "trend",
    sparsity,
    neuronsPerFeature,
    stretch,
    slope: fit(...samples.map((s) => Float64Array.from(s).sort())),
    low,
    high,
  };
}

/** All rows: of every sparsity and budget first the sizes, then the trends over them. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const { hiddens, sparsities } = sizes[context.profile];
  const groups = await Promise.all(
    sparsities.flatMap((sparsity) =>
      neuronsPerFeature.map(async (perFeature) => {
        const cells = await Promise.all(
          hiddens.map((hidden) => {
            const data = independent(featuresPerDimension * hidden, sparsity);
            return compared(context, { data, hidden, noise: 0 }, perFeature);
          }),
        );
        return cells.flat();
      })
    ),
  );
  return groups.flatMap((group) => [
    ...group.map(({ row }) => row),
    ...stretches.map((stretch) =>
      trend(group.filter(({ row }) => row.stretch === stretch))
    ),
  ]);
}
