/**
 * Figure 10: which way it scales.
 *
 * @module
 */
import { z } from "zod";
import { colorScale } from "../src/rendering/palette.ts";
import type { Problem } from "../src/schemes/_scheme.ts";
import { bootstrapInterval } from "../src/statistics/bootstrap.ts";
import { median, quantile } from "../src/statistics/quantile.ts";
import { naturalLog, slope } from "../src/statistics/trend.ts";
import { losses, show } from "./_dense.ts";
import type { Claim, Figure, FigureContext } from "./_figure.ts";
import {
  configureSparse,
  linearEncoders,
  nonlinearEncoder,
  sparseReportSeeds,
  type TunedCell,
  tunedCell,
} from "./_sparse.ts";

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
const row = z.discriminatedUnion("kind", [ratioRow, trendRow]);
type Row = z.infer<typeof row>;
type RatioRow = z.infer<typeof ratioRow>;

const featuresPerDimension = 4;
const sparsities = [0.5, 0.9];
const neuronsPerFeature = [1, 4];
const stretches = [0.5, 1, 2];
const sizes = { paper: [1, 2, 5, 10], smoke: [1, 2] };
/** Up to this size the runs of twice the length are affordable. */
const longest = 5;

/** Losses of both sides, in float64, and the row. */
interface Compared {
  readonly row: RatioRow;
  readonly samples: readonly [number[], number[]];
}

const ratioOf = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  quantile(x, 0.5) / quantile(y, 0.5);

async function compared(
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
  const lengths = stretches.filter((s) => s <= 1 || hidden <= longest);
  return await Promise.all(lengths.map(async (stretch) => {
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
function trend(group: readonly Compared[]): Row {
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

/** So many neurons per feature, in letters. */
const multiple = (perFeature: number) =>
  perFeature === 1 ? "n" : `${perFeature}n`;

const ratios = (rows: readonly Row[]) => rows.filter((r) => r.kind === "ratio");
const trends = (rows: readonly Row[]) => rows.filter((r) => r.kind === "trend");

const figure: Figure<Row> = {
  id: "scaling",
  title: "Which way it scales: the ratio of losses as the dimensions grow",
  order: 10,
  row,
  async rows(context) {
    const groups = await Promise.all(
      sparsities.flatMap((sparsity) =>
        neuronsPerFeature.map(async (perFeature) => {
          const cells = await Promise.all(
            sizes[context.profile].map((hidden) => {
              const features = featuresPerDimension * hidden;
              const data = { features, sparsity, importance: null };
              return compared(context, { data, hidden }, perFeature);
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
  },
  caption(rows) {
    const [{ seeds, steps, stretch }] = ratios(rows);
    const dead = (key: "linearDead" | "nonlinearDead") =>
      show(100 * Math.max(...ratios(rows).map((r) => r[key])));
    return `n = ${featuresPerDimension}m features in m dimensions: the median loss of the better scheme with a linear encoder (superposition, or superposition with a ReLU decoder) divided by that of the scheme with a nonlinear encoder, at equal neurons, over ${seeds} report seeds with 95 % bootstrap intervals. Above 1 the nonlinear encoder loses less. Learning rates were tuned for every size on other seeds at ${
      Math.round(steps / stretch)
    } steps of 128 samples; both halves of the nonlinear scheme get half of the neurons. Lines: half, once and twice as many steps, twice up to m = ${longest}. The median share of ReLUs that never fire is at most ${
      dead("linearDead")
    } % on the linear and ${dead("nonlinearDead")} % on the nonlinear side.`;
  },
  spec(rows) {
    const hiddens = [...new Set(ratios(rows).map(({ hidden }) => hidden))];
    const x = {
      field: "hidden",
      type: "quantitative" as const,
      title: "hidden dimensions m",
      scale: {
        type: "log" as const,
        domain: [0.9, 1.1 * Math.max(...hiddens)],
        nice: false,
      },
      axis: { values: hiddens, format: "d" },
    };
    const y = (title: string | null) => ({
      field: "ratio",
      type: "quantitative" as const,
      title,
      scale: { type: "log" as const, domain: [0.35, 2], nice: false },
      axis: { values: [0.4, 0.5, 0.7, 1, 1.4, 2] },
    });
    const side = (r: RatioRow) => r.ratio > 1 ? nonlinearEncoder.id : r.linear;
    const winners = [
      ...linearEncoders.map(({ id }) => id),
      nonlinearEncoder.id,
    ];
    const panels = sparsities.flatMap((sparsity) =>
      neuronsPerFeature.map((budget) => ({ sparsity, budget }))
    );
    return {
      hconcat: panels.map(({ sparsity, budget }, i) => {
        const values = ratios(rows).filter((r) =>
          r.sparsity === sparsity && r.neuronsPerFeature === budget
        ).map((r) => ({ ...r, winner: side(r), length: `${r.stretch} ×` }));
        const title = i === 0 ? "loss ratio, linear / nonlinear encoder" : null;
        return {
          title: `S = ${sparsity}, N = ${multiple(budget)}`,
          width: 190,
          height: 280,
          data: { values },
          layer: [
            {
              data: { values: [{ ratio: 1 }] },
              mark: { type: "rule" as const },
              encoding: { y: y(title) },
            },
            {
              mark: { type: "line" as const, color: "#666666" },
              encoding: {
                x,
                y: y(title),
                strokeDash: {
                  field: "length",
                  type: "nominal" as const,
                  title: "steps",
                  scale: {
                    domain: stretches.map((s) => `${s} ×`),
                    range: [[2, 2], [1, 0], [7, 3]],
                  },
                  legend: { symbolStrokeWidth: 2, symbolSize: 500 },
                },
              },
            },
            {
              transform: [{ filter: "datum.stretch === 1" }],
              mark: { type: "rule" as const, strokeWidth: 2 },
              encoding: {
                x,
                y: { ...y(title), field: "low" },
                y2: { field: "high" },
                color: {
                  field: "winner",
                  type: "nominal" as const,
                  title: "who loses less",
                  scale: colorScale(winners),
                },
              },
            },
            {
              transform: [{ filter: "datum.stretch === 1" }],
              mark: { type: "point" as const, size: 55 },
              encoding: {
                x,
                y: y(title),
                color: { field: "winner", type: "nominal" as const },
              },
            },
          ],
        };
      }),
    };
  },
  claims: (rows) => [scaling(rows)],
};
export default figure;

function scaling(rows: readonly Row[]): Claim {
  const once = trends(rows).filter((r) => r.stretch === 1);
  const falling = once.filter((r) => r.high < 0).length;
  const rising = once.filter((r) => r.low > 0).length;
  const verdict = falling === once.length
    ? "supported"
    : rising === once.length
    ? "refuted"
    : "qualified";
  const largest = Math.max(...ratios(rows).map(({ hidden }) => hidden));
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
      `Loss of the best linear encoder over that of the nonlinear one at n = ${featuresPerDimension}m and equal neurons, below 1 where superposition wins: ${
        parts.join("; ")
      }.`,
  };
}
