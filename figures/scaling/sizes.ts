/**
 * The sizes of figure 10: both sides of each, trained at every length, and where they would end.
 *
 * @module
 */
import { independent } from "../../src/features/mod.ts";
import {
  compareConvergence,
  type Convergence,
  convergenceOf,
} from "../../src/protocol/convergence.ts";
import {
  convergenceSide,
  settledBy,
} from "../../src/protocol/convergence_row.ts";
import type { FigureContext, ProfileName } from "../../src/protocol/figure.ts";
import { trainLadder } from "../../src/protocol/ladder.ts";
import type { Case } from "../../src/protocol/measure.ts";
import { sideOf } from "../../src/protocol/row.ts";
import { type Seeds, seeds } from "../../src/protocol/seeds.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  sparseCase,
} from "../../src/protocol/sparse_case.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import type { Place, Row } from "./rows.ts";
import type { Sides } from "./trends.ts";

/** n/m, at every size. */
export const featuresPerDimension = 4;
/** Budgets compared, N/n. */
export const neuronsPerFeature = [1, 4];

/** A hidden dimension, and how it is trained. */
interface Size {
  readonly hidden: number;
  readonly seeds: Seeds;
  /** Training length at which recipes are chosen; learning rates are tuned at each. */
  readonly chosenAt: number;
}
const sizeOf = (
  hidden: number,
  selection: number,
  report: number,
  chosenAt = 1,
): Size => ({ hidden, seeds: seeds({ selection, report }), chosenAt });
/** Where all that is tried would cost too much, recipes are chosen sooner. */
const soon = 1 / 4;
/** Small networks scatter most from seed to seed, and cost least. */
const small = [sizeOf(1, 16, 32), sizeOf(2, 8, 16), sizeOf(5, 4, 8)];
/** What a profile trains. */
interface Extent {
  readonly sizes: readonly Size[];
  readonly sparsities: readonly number[];
  /** Training lengths, in units of the other sparse figures'. */
  readonly lengths: readonly number[];
}
/** Short ones cost little, and say most about where the law leads. */
const lengths = [1 / 16, 1 / 4, 1, 2];
/** What is trained by every profile. */
export const extents: Record<ProfileName, Extent> = {
  paper: {
    sizes: small,
    sparsities: [0.5, 0.9],
    lengths,
  },
  full: {
    sizes: [...small, sizeOf(10, 4, 4, soon), sizeOf(20, 4, 4, soon)],
    sparsities: [0.5, 0.9, 0.98],
    lengths,
  },
  smoke: {
    sizes: [sizeOf(1, 1, 2), sizeOf(2, 1, 2)],
    sparsities: [0.9],
    lengths: [1 / 4, 1 / 2, 1],
  },
};

/** One size: both sides tuned and trained at every length. */
export async function compared(
  context: FigureContext,
  { sparsity, neuronsPerFeature }: Place,
  { hidden, seeds, chosenAt }: Size,
): Promise<{ sides: Sides; rows: Row[] }> {
  const features = featuresPerDimension * hidden;
  const neurons = neuronsPerFeature * features;
  const place = { sparsity, neuronsPerFeature, features, hidden, neurons };
  const stream = `scaling/${sparsity}/${neuronsPerFeature}/${hidden}`;
  const { lengths } = extents[context.profile];
  const problem = { data: independent(features, sparsity), hidden, noise: 0 };
  const of: Case = {
    // An even split without a ReLU on the output: recipes and learning rates alone are tuned.
    ...sparseCase(context, problem, {
      stretch: chosenAt,
      tries: (all) => all.slice(0, 1),
    }),
    seeds,
  };
  const train = async (
    side: "linear" | "nonlinear",
    schemes: readonly Scheme[],
  ): Promise<Convergence> => {
    // The ladder starts where recipes are chosen.
    const rungs = await trainLadder(context, of, schemes, neurons, {
      lengths: lengths.map((length) => length / chosenAt),
      stream: () => `${stream}/${side}`,
    });
    return convergenceOf(
      rungs.map((rung, i) => ({ ...rung, length: lengths[i] })),
    );
  };
  const [linear, nonlinear] = await Promise.all([
    train("linear", linearEncoders),
    train("nonlinear", [nonlinearEncoder]),
  ]);
  const comparison = compareConvergence(linear, nonlinear, stream);
  const rows = comparison.lengths.map((
    { length, ratio, low, high },
    i,
  ): Row => ({
    kind: "ratio",
    ...place,
    length,
    steps: Math.round(of.steps * length / chosenAt),
    seeds: seeds.report.length,
    chosenAt,
    ...sideOf("linear", linear.lengths[i].measured),
    ...sideOf("nonlinear", nonlinear.lengths[i].measured),
    ratio,
    low,
    high,
  }));
  rows.push({
    kind: "limit",
    ...place,
    ...convergenceSide("linear", linear),
    ...convergenceSide("nonlinear", nonlinear),
    ...settledBy(comparison),
  });
  return { sides: { hidden, linear, nonlinear }, rows };
}
