/**
 * The rows of figure 14: every recipe at the same compute, and the recipe that they are compared
 * with at several lengths.
 *
 * @module
 */
import { z } from "zod";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { trainLadder } from "../../src/protocol/ladder.ts";
import { report, type Tuned, tuneScheme } from "../../src/protocol/measure.ts";
import { lossesOf, type Measured } from "../../src/protocol/measured.ts";
import { ratioOf } from "../../src/protocol/ratio.ts";
import { measuredRow, measuredShape } from "../../src/protocol/row.ts";
import { nonlinearEncoder } from "../../src/protocol/sparse_case.ts";
import { forgivable } from "../../src/runs/runs.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import { median, quantile } from "../../src/statistics/quantile.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { lengthToReach } from "./gain.ts";
import { recipesFor, reference } from "./variants.ts";

const recipeRow = z.strictObject({
  kind: z.literal("recipe"),
  recipe: z.string(),
  ...measuredShape,
  /** Median fvu over the selection seeds. */
  score: z.number(),
  /** Whether it has the lowest score of all recipes for this scheme in this cell. */
  chosen: z.boolean(),
  /** Median loss over that of the first recipe, with its 95 % bootstrap interval over seeds. */
  ratio: z.number(),
  ratioLow: z.number(),
  ratioHigh: z.number(),
  /**
   * Compute at which the first recipe loses as much, over the own, with its 95 % bootstrap
   * interval; ends of what was measured stand for all beyond them. Null where the first recipe was
   * trained at one length, or loses as much at all of them.
   */
  gain: z.number().nullable(),
  gainLow: z.number().nullable(),
  gainHigh: z.number().nullable(),
});
const lengthRow = z.strictObject({
  kind: z.literal("length"),
  recipe: z.string(),
  /** Training length of the first recipe, 1 as in the other figures. */
  length: z.number(),
  ...measuredShape,
});
/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [recipeRow, lengthRow]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
type RecipeRow = z.infer<typeof recipeRow>;

/** A recipe, tuned and reported. */
interface Trained {
  readonly name: string;
  readonly tuned: Tuned;
  readonly measured: Measured;
}

/** What the first recipe lost after several lengths of training. */
interface Reached {
  readonly lengths: readonly number[];
  readonly losses: readonly (readonly number[])[];
}

/** The longest training must take so much off the loss for compute to be worth anything. */
const least = 0.01;

/** Whether more compute made a difference to the first recipe. */
function falls({ losses }: Reached): boolean {
  const [first, last] = [losses[0], losses[losses.length - 1]].map(median);
  return last < (1 - least) * first;
}

/** The compute-equivalent gain of losses. */
function gainOf(
  losses: readonly number[],
  { lengths, losses: reached }: Reached,
  stream: string,
): Pick<RecipeRow, "gain" | "gainLow" | "gainHigh"> {
  const gain = (...samples: ArrayLike<number>[]) => {
    const [own, ...others] = samples.map((sorted) => quantile(sorted, 0.5));
    return lengthToReach(own, lengths, others);
  };
  const samples = [losses, ...reached];
  const [gainLow, gainHigh] = bootstrapInterval(samples, gain, {
    name: `${stream}/gain`,
  });
  const sorted = samples.map((s) => Float64Array.from(s).sort());
  return { gain: gain(...sorted), gainLow, gainHigh };
}

/** One scheme in one cell, by every recipe. */
async function schemeRows(
  context: FigureContext,
  cell: Cell,
  scheme: Scheme,
): Promise<Row[]> {
  const { problem: { data }, neurons, lengths, of } = cell;
  const { features, sparsity } = data;
  const place = `recipes/${scheme.id}/${features}/${sparsity}/${neurons}`;
  // Begun beside the others, and asked for after them: where they fail, nobody does.
  const ladder = forgivable(
    trainLadder(context, of(reference), [scheme], neurons, {
      lengths,
      stream: () => `${place}/lengths`,
    }),
  );
  const all = await Promise.all(
    recipesFor(data).map(async (recipe): Promise<Trained> => {
      const { name } = recipe;
      const tuned = (await tuneScheme(context, of(recipe), scheme, neurons))!;
      const stream = `${place}/${name}`;
      const measured = await report(context, of(recipe), tuned, { stream });
      return { name, tuned, measured };
    }),
  );
  const rungs = await ladder;
  const reached: Reached = {
    lengths,
    losses: rungs.map(({ measured }) => lossesOf(measured)),
  };
  const chosen = all.reduce((a, b) => b.tuned.score < a.tuned.score ? b : a);
  const [first] = all;
  return [
    ...all.map((one): RecipeRow => {
      const { name, tuned: { score }, measured } = one;
      const stream = `${place}/${name}`;
      const isFirst = one === first;
      const { ratio, low, high } = isFirst
        ? { ratio: 1, low: 1, high: 1 }
        : ratioOf(measured, first.measured, `${stream}/ratio`);
      const gained = !falls(reached)
        ? { gain: null, gainLow: null, gainHigh: null }
        : isFirst
        ? { gain: 1, gainLow: 1, gainHigh: 1 }
        : gainOf(lossesOf(measured), reached, stream);
      return {
        kind: "recipe",
        recipe: name,
        ...measuredRow(measured),
        score,
        chosen: one === chosen,
        ratio,
        ratioLow: low,
        ratioHigh: high,
        ...gained,
      };
    }),
    ...rungs.map(({ length, measured }): Row => ({
      kind: "length",
      recipe: first.name,
      length,
      ...measuredRow(measured),
    })),
  ];
}

/** All rows, cell by cell and scheme by scheme. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const rows = await Promise.all(
    cellsOf(context).flatMap((cell) =>
      [nonlinearEncoder, superpositionMlp].map((scheme) =>
        schemeRows(context, cell, scheme)
      )
    ),
  );
  return rows.flat();
}
