/**
 * The rows of figure 9 in the profile `full`: both sides of every cell at a ladder of training
 * lengths, with two optimisers, and who loses less whatever more training does.
 *
 * @module
 */
import { closedCandidates } from "../../src/protocol/closed.ts";
import {
  compareConvergence,
  type Comparison,
  type Convergence,
  convergenceOf,
} from "../../src/protocol/convergence.ts";
import {
  convergenceSide,
  settledBy,
} from "../../src/protocol/convergence_row.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { trainLadder } from "../../src/protocol/ladder.ts";
import { measuredRow } from "../../src/protocol/row.ts";
import {
  linearEncoders,
  nonlinearEncoder,
  sparseCase,
  sparseProblem,
  sparseSize,
} from "../../src/protocol/sparse_case.ts";
import linear from "../../src/schemes/linear.ts";
import { limitRatio, type Ratio } from "../../src/statistics/limit.ts";
import { families, type Family } from "./families.ts";
import { lowerLimit, lowestOf, ratioOfLowest } from "./lowest.ts";
import type { CellRow, Row } from "./rows.ts";

/** Both sides of a cell, trained by one optimiser. */
interface Pair {
  readonly family: Family;
  readonly linear: Convergence;
  readonly nonlinear: Convergence;
  readonly comparison: Comparison;
}

const sides = ["linear", "nonlinear"] as const;
const encoders = { linear: linearEncoders, nonlinear: [nonlinearEncoder] };

/** Both sides of a cell, trained by one optimiser. */
async function trainPair(
  context: FigureContext,
  family: Family,
  sparsity: number,
  neuronsPerFeature: number,
): Promise<Pair> {
  const problem = sparseProblem(context, sparsity);
  const neurons = neuronsPerFeature * problem.data.features;
  const { lengths, recipe } = family;
  const of = { ...sparseCase(context, problem), recipes: [recipe(problem)] };
  const cell = `phase/full/${sparsity}/${neuronsPerFeature}/${family.name}`;
  const [linear, nonlinear] = await Promise.all(sides.map(async (side) => {
    const rungs = await trainLadder(context, of, encoders[side], neurons, {
      lengths,
      stream: (scheme) => `${cell}/${scheme}`,
    });
    return convergenceOf(rungs);
  }));
  const comparison = compareConvergence(linear, nonlinear, cell);
  return { family, linear, nonlinear, comparison };
}

/** The rows of one optimiser in a cell. */
function pairRows(
  sparsity: number,
  neuronsPerFeature: number,
  { comparison, ...pair }: Pair,
): Row[] {
  const place = { sparsity, neuronsPerFeature, family: pair.family.name };
  return [
    ...sides.flatMap((side) =>
      pair[side].lengths.map(({ length, measured }): Row => ({
        kind: "side",
        side,
        ...place,
        length,
        ...measuredRow(measured),
      }))
    ),
    ...comparison.lengths.map((ratio): Row => ({
      kind: "ratio",
      ...place,
      ...ratio,
    })),
    {
      kind: "limit",
      ...place,
      ...convergenceSide("linear", pair.linear),
      ...convergenceSide("nonlinear", pair.nonlinear),
      ...settledBy(comparison),
    },
  ];
}

/** Whether either side is known to lose less somewhere. */
const flips = (ratios: readonly Ratio[]) =>
  ratios.some(({ high }) => high < 1) && ratios.some(({ low }) => low > 1);

/** What follows from all optimisers together. */
function cellRow(
  context: FigureContext,
  sparsity: number,
  neuronsPerFeature: number,
  pairs: readonly Pair[],
): CellRow {
  const problem = sparseProblem(context, sparsity);
  const { data: { features }, hidden } = problem;
  const [code] = closedCandidates(linear, problem);
  const name = `phase/full/${sparsity}/${neuronsPerFeature}`;
  const longest = (side: typeof sides[number]) =>
    pairs.map((pair) => pair[side].measured);
  const once = (side: typeof sides[number]) =>
    pairs.map((pair) =>
      pair[side].lengths.find(({ length }) => length === 1)!.measured
    );
  const paper = ratioOfLowest(once("linear"), once("nonlinear"), name);
  const [a, b] = sides.map((side) =>
    lowestOf(longest(side), `${name}/${side}`)
  );
  const [endA, endB] = sides.map((side) =>
    lowerLimit(pairs.map((pair) => pair[side].limit))
  );
  const comparisons = pairs.map(({ comparison }) => comparison);
  const [first, ...others] = comparisons;
  const { settled, unsettled } = settledBy(first, ...others);
  return {
    kind: "cell",
    features,
    hidden,
    sparsity,
    neuronsPerFeature,
    linearCode: code.loss.fvu,
    neurons: neuronsPerFeature * features,
    seeds: longest("linear")[0].results.length,
    paperRatio: paper.ratio,
    paperLow: paper.low,
    paperHigh: paper.high,
    linearMedian: a.median,
    linearLow: a.low,
    linearHigh: a.high,
    nonlinearMedian: b.median,
    nonlinearLow: b.low,
    nonlinearHigh: b.high,
    ...ratioOfLowest(
      longest("linear"),
      longest("nonlinear"),
      `${name}/longest`,
    ),
    nonlinearLimitLow: Math.min(
      ...pairs.map(({ nonlinear }) => nonlinear.limit.low),
    ),
    ...settledBy({ ...first, limit: limitRatio(endA, endB) }),
    settled,
    unsettled,
    flips: flips(
      comparisons.flatMap(({ lengths, limit }) => [
        ...lengths.filter(({ length }) => length >= 1),
        limit,
      ]),
    ),
  };
}

/** One cell: every optimiser's rows, then what follows from all of them. */
export async function ladderRowsOf(
  context: FigureContext,
  sparsity: number,
  neuronsPerFeature: number,
): Promise<Row[]> {
  const pairs = await Promise.all(
    families.map((family) =>
      trainPair(context, family, sparsity, neuronsPerFeature)
    ),
  );
  return [
    ...pairs.flatMap((pair) => pairRows(sparsity, neuronsPerFeature, pair)),
    cellRow(context, sparsity, neuronsPerFeature, pairs),
  ];
}

/** All rows of the profile `full`. */
export async function ladderRows(context: FigureContext): Promise<Row[]> {
  const { sparsities, neuronsPerFeature } = sparseSize(context);
  const cells = await Promise.all(
    sparsities.flatMap((sparsity) =>
      neuronsPerFeature.map((budget) => ladderRowsOf(context, sparsity, budget))
    ),
  );
  return cells.flat();
}
