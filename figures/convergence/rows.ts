/**
 * The rows of figure 13: every scheme by every recipe at every length, what it goes to, and who
 * loses less there.
 *
 * @module
 */
import { z } from "zod";
import type { FigureContext } from "../../src/protocol/figure.ts";
import {
  compareConvergence,
  type Convergence,
  convergenceOf,
} from "../../src/protocol/convergence.ts";
import {
  convergenceRow,
  convergenceShape,
} from "../../src/protocol/convergence_row.ts";
import { trainLadder } from "../../src/protocol/ladder.ts";
import { measuredRow, measuredShape } from "../../src/protocol/row.ts";
import { nonlinearEncoder } from "../../src/protocol/sparse_case.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import { decided } from "../../src/statistics/decided.ts";
import type { Ratio } from "../../src/statistics/limit.ts";
import { type Cell, cellsOf, type Family } from "./cells.ts";

/** Which cell a row is of. */
const cellShape = {
  features: z.int(),
  hidden: z.int(),
  sparsity: z.number(),
  neurons: z.int(),
};
const pointRow = z.strictObject({
  kind: z.literal("point"),
  /** What the training costs, in steps of Adam on batches of the other figures. */
  compute: z.int(),
  ...measuredShape,
});
const fitRow = z.strictObject({
  kind: z.literal("fit"),
  ...cellShape,
  optimiser: z.string(),
  series: z.string(),
  /** Compute of the longest training. */
  longest: z.int(),
  ...convergenceShape,
  /** Loss (fvu) = limit + scale·(compute/longest)^(−exponent), through the medians. */
  scale: z.number(),
  exponent: z.number(),
});
const ratioRow = z.strictObject({
  kind: z.literal("ratio"),
  ...cellShape,
  optimiser: z.string(),
  /** Null for the limit of ever more. */
  compute: z.int().nullable(),
  /**
   * Median loss with the linear encoder over that with the nonlinear one, with its 95 % interval;
   * null for an end that nothing bounds.
   */
  ratio: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
const cellRow = z.strictObject({
  kind: z.literal("cell"),
  ...cellShape,
  /** Compute of the other figures. */
  usual: z.int(),
  /** Samples of a step of Adam. */
  batch: z.int(),
  /** Which encoder loses less however long training lasts; null where that is not known. */
  winner: z.enum(["linear", "nonlinear"]).nullable(),
  /** Why not; null where it is known. */
  reason: z.enum(["flips", "close", "falling"]).nullable(),
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  cellRow,
  pointRow,
  fitRow,
  ratioRow,
]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;

/** JSON has no infinite numbers. */
const finite = (value: number) => Number.isFinite(value) ? value : null;

/** One scheme by one recipe. */
async function climb(
  context: FigureContext,
  { problem: { data }, neurons, of }: Cell,
  { recipe, lengths }: Family,
  scheme: Scheme,
): Promise<Convergence> {
  const place = `${data.features}/${data.sparsity}/${neurons}`;
  const { kind } = recipe.optimiser;
  const rungs = await trainLadder(context, of(recipe), [scheme], neurons, {
    lengths,
    stream: (scheme) => `convergence/${place}/${kind}/${scheme}`,
  });
  return convergenceOf(rungs);
}

/** One cell by one recipe: who loses less, and the rows. */
async function familyRows(
  context: FigureContext,
  cell: Cell,
  family: Family,
) {
  const { problem: { data: { features, sparsity }, hidden }, neurons } = cell;
  const place = { features, hidden, sparsity, neurons };
  const optimiser = family.recipe.optimiser.kind;
  const computeOf = (length: number) => Math.round(cell.usual * length);
  const [linear, nonlinear] = await Promise.all(
    [superpositionMlp, nonlinearEncoder].map((scheme) =>
      climb(context, cell, family, scheme)
    ),
  );
  const compared = compareConvergence(
    linear,
    nonlinear,
    `convergence/${features}/${sparsity}/${neurons}/${optimiser}`,
  );
  const longest = family.lengths[family.lengths.length - 1];
  const sideRows = (side: Convergence): Row[] => [
    ...side.lengths.map(({ length, measured }): Row => ({
      kind: "point",
      compute: computeOf(length),
      ...measuredRow(measured),
    })),
    {
      kind: "fit",
      ...place,
      optimiser,
      series: side.measured.series,
      longest: computeOf(longest),
      ...convergenceRow(side),
      scale: side.limit.law.scale,
      exponent: side.limit.exponent,
    },
  ];
  const ratioRowOf = (
    compute: number | null,
    { ratio, low, high }: Ratio,
  ): Row => ({
    kind: "ratio",
    ...place,
    optimiser,
    compute,
    ratio: finite(ratio),
    low: finite(low),
    high: finite(high),
  });
  return {
    compared,
    rows: [
      ...sideRows(linear),
      ...sideRows(nonlinear),
      ...compared.lengths.map((ratio) =>
        ratioRowOf(computeOf(ratio.length), ratio)
      ),
      ratioRowOf(null, compared.limit),
    ],
  };
}

/** One cell: what is known of it, then the rows of every recipe. */
async function cellRows(context: FigureContext, cell: Cell): Promise<Row[]> {
  const { problem: { data: { features, sparsity }, hidden }, neurons } = cell;
  const all = await Promise.all(
    cell.families.map((family) => familyRows(context, cell, family)),
  );
  const { winner, reason } = decided(all.map(({ compared }) => compared));
  // The ratios are of the linear side over the nonlinear one.
  const sides = { first: "linear", second: "nonlinear" } as const;
  return [
    {
      kind: "cell",
      features,
      hidden,
      sparsity,
      neurons,
      usual: cell.usual,
      batch: cell.of(cell.families[0].recipe).batch,
      winner: winner && sides[winner],
      reason,
    },
    ...all.flatMap(({ rows }) => rows),
  ];
}

/** All rows, cell by cell. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const cells = await Promise.all(
    cellsOf(context).map((cell) => cellRows(context, cell)),
  );
  return cells.flat();
}
