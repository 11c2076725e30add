/**
 * What figure 10 trains, and its verdict: both sides at every size, sparsity, budget and length.
 *
 * @module
 */
import { z } from "zod";
import { naturalLog } from "../../src/numerics/elementary.ts";
import type { Problem } from "../../src/constructions/problem.ts";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import { median, quantile } from "../../src/statistics/quantile.ts";
import { slope } from "../../src/statistics/trend.ts";
import { multiple } from "../../src/rendering/numbers.ts";
import { losses, show } from "../../src/protocol/dense.ts";
import type { Claim, FigureContext } from "../../src/protocol/figure.ts";
import {
  configureSparse,
  linearEncoders,
  nonlinearEncoder,
  sparseReportSeeds,
  type TunedCell,
  tunedCell,
} from "../../src/protocol/sparse.ts";

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
  linear: z.string(),
  linearLearningRate: z.number(),
  linearMedian: z.number(),
  linearDead: z.number(),
  nonlinearLearningRate: z.number(),
  nonlinearMedian: z.number(),
  nonlinearDead: z.number(),
  /** Median loss of the linear encoder's over that of the nonlinear one's, with the 95 % bootstrap interval. */
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
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
export const neuronsPerFeature = [1, 4];
/** Training lengths, in units of the other sparse figures'. */
export const stretches = [0.5, 1, 2];
/** Hidden dimensions m and sparsities of each profile. */
export const sizes = {
  paper: { hiddens: [1, 2, 5], sparsities: [0.5, 0.9] },
  full: { hiddens: [1, 2, 5, 10, 20], sparsities: [0.5, 0.9, 0.98] },
  smoke: { hiddens: [1, 2], sparsities: [0.9] },
};

/** Losses of both sides, in float64, and the row. */
interface Compared {
  readonly row: RatioRow;
  readonly samples: readonly [number[], number[]];
}

const ratioOf = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  quantile(x, 0.5) / quantile(y, 0.5);

/** One size: both sides tuned, then trained at every length. */
export async function compared(
  context: FigureContext,
  problem: Problem,
  perFeature: number,
): Promise<Compared[]> {
  const { data: { features, sparsity }, hidden } = problem;
  const neurons = perFeature * features;
  const [nonlinear, ...others] = await Promise.all(
    [nonlinearEncoder, ...linearEncoders].map((scheme) =>
      tunedCell(context, scheme, problem, neurons, "first")
    ),
  );
  const linear = others.filter((cell) => cell !== null)
    .reduce((a, b) => (b.score < a.score ? b : a));
  return await Promise.all(stretches.map(async (stretch) => {
    const train = (cell: TunedCell) =>
      context.train(
        configureSparse(
          context,
          problem,
          cell.candidate,
          cell.learningRate,
          stretch,
        ),
        sparseReportSeeds(context),
      );
    const [a, b] = await Promise.all([train(linear), train(nonlinear!)]);
    const samples = [losses(a), losses(b)] as const;
    const [low, high] = bootstrapInterval(samples, ratioOf, {
      name: `scaling/${sparsity}/${perFeature}/${hidden}/${stretch}`,
    });
    const dead = (results: typeof a) =>
      median(results.map(({ deadUnits }) => deadUnits ?? 0));
    const config = configureSparse(
      context,
      problem,
      linear.candidate,
      linear.learningRate,
      stretch,
    );
    return {
      samples,
      row: {
        kind: "ratio",
        sparsity,
        neuronsPerFeature: perFeature,
        features,
        hidden,
        neurons,
        stretch,
        steps: config.schedule.steps,
        seeds: a.length,
        linear: linear.scheme,
        linearLearningRate: linear.learningRate,
        linearMedian: median(samples[0]),
        linearDead: dead(a),
        nonlinearLearningRate: nonlinear!.learningRate,
        nonlinearMedian: median(samples[1]),
        nonlinearDead: dead(b),
        ratio: median(samples[0]) / median(samples[1]),
        low,
        high,
      },
    };
  }));
}

/** The trend over sizes at one sparsity, budget and length. */
export function trend(group: readonly Compared[]): Row {
  const { sparsity, neuronsPerFeature, stretch } = group[0].row;
  const at = group.map(({ row }) => naturalLog(row.hidden));
  const fit = (...samples: ArrayLike<number>[]) =>
    slope(
      at.map((
        x,
        i,
      ) => [x, naturalLog(ratioOf(samples[2 * i], samples[2 * i + 1]))]),
    );
  const sorted = group.flatMap(({ samples }) =>
    samples.map((values) => Float64Array.from(values).sort())
  );
  const [low, high] = bootstrapInterval(
    group.flatMap(({ samples }) => samples),
    fit,
    { name: `scaling/${sparsity}/${neuronsPerFeature}/${stretch}/trend` },
  );
  return {
    kind: "trend",
    sparsity,
    neuronsPerFeature,
    stretch,
    slope: fit(...sorted),
    low,
    high,
  };
}

/** The rows of kind `ratio`. */
export const ratios = (rows: readonly Row[]) =>
  rows.filter((r) => r.kind === "ratio");
/** The rows of kind `trend`. */
export const trends = (rows: readonly Row[]) =>
  rows.filter((r) => r.kind === "trend");

/** The verdict on `scaling`. */
export function scaling(rows: readonly Row[]): Claim {
  const once = trends(rows).filter((r) => r.stretch === 1);
  const falling = once.filter((r) => r.high < 0).length;
  const rising = once.filter((r) => r.low > 0).length;
  const verdict = falling === once.length
    ? "supported"
    : rising === once.length
    ? "refuted"
    : "qualified";
  const largest = Math.max(...ratios(rows).map(({ hidden }) => hidden));
  const smallest = Math.min(...ratios(rows).map(({ hidden }) => hidden));
  const parts = once.map((t) => {
    const same = (r: { sparsity: number; neuronsPerFeature: number }) =>
      r.sparsity === t.sparsity && r.neuronsPerFeature === t.neuronsPerFeature;
    const end = ratios(rows).find((r) =>
      same(r) && r.hidden === largest && r.stretch === 1
    )!;
    const signs = trends(rows).filter(same).map((r) => r.slope < 0);
    const steady = signs.every((sign) => sign === signs[0]);
    return `S = ${t.sparsity}, N = ${multiple(t.neuronsPerFeature)}: ratio ${
      show(end.ratio, 3)
    } at m = ${largest}, scaling as m to the power ${show(t.slope)} [${
      show(t.low)
    }, ${show(t.high)}]${
      steady ? "" : " (its sign changes with the training length)"
    }`;
  });
  return {
    claim: "scaling",
    verdict,
    sentence:
      `Loss of the best linear encoder over that of the nonlinear one at n = ${featuresPerDimension}m and equal neurons, below 1 where superposition wins: from m = ${smallest} to ${largest} it falls in ${falling} of ${once.length} cases, rises in ${rising}, and in the others the interval of its slope holds 0. ${
        parts.join("; ")
      }.`,
  };
}
