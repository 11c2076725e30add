/**
 * The rows of figure 10: both sides at every size, sparsity, budget and length, where they would
 * end, and the trend over sizes.
 *
 * @module
 */
import { z } from "zod";
import {
  convergenceSideShape,
  settledShape,
} from "../../src/protocol/convergence_row.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { ratioShape } from "../../src/protocol/ratio.ts";
import { sideShape } from "../../src/protocol/row.ts";
import { compared, extents, neuronsPerFeature } from "./sizes.ts";
import { trendRows } from "./trends.ts";

/** What sizes are compared at. */
const caseShape = {
  sparsity: z.number(),
  neuronsPerFeature: z.int(),
};
/** One size. */
const sizeShape = {
  ...caseShape,
  features: z.int(),
  hidden: z.int(),
  neurons: z.int(),
};

/** Both sides after one length of training. */
const ratioRow = z.strictObject({
  kind: z.literal("ratio"),
  ...sizeShape,
  /** Training length, 1 as in the other sparse figures. */
  length: z.number(),
  /** Of Adam at the same compute. */
  steps: z.int(),
  seeds: z.int(),
  /** The length at which recipes were chosen; learning rates were at each. */
  chosenAt: z.number(),
  /** The better scheme with a linear encoder, chosen by selection seeds. */
  ...sideShape("linear"),
  ...sideShape("nonlinear"),
  /** Of the linear encoder's loss over that of the nonlinear one. */
  ...ratioShape,
});

/** Where both sides of one size would end, by a power law through all lengths. */
const limitRow = z.strictObject({
  kind: z.literal("limit"),
  ...sizeShape,
  ...convergenceSideShape("linear"),
  ...convergenceSideShape("nonlinear"),
  /** Of the limits; first is the linear side. */
  ...settledShape,
});

/** A slope with the 95 % bootstrap interval over seeds; null for what nothing bounds. */
const slopeShape = {
  slope: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
};
const trendRow = z.strictObject({
  kind: z.literal("trend"),
  ...caseShape,
  /** Null for the limit. */
  length: z.number().nullable(),
  /** Of ln ratio over ln m, least squares. */
  ...slopeShape,
});
const delayRow = z.strictObject({
  kind: z.literal("delay"),
  ...caseShape,
  /** What its encoder is. */
  side: z.enum(["linear", "nonlinear"]),
  /**
   * Of the share of the loss that is still to go after the longest training over log₂ m, least
   * squares: above 0 where larger networks converge later.
   */
  ...slopeShape,
});
const directionRow = z.strictObject({
  kind: z.literal("direction"),
  ...caseShape,
  /** Where the ratio goes as m grows, whatever more training does; null where that is not known. */
  settled: z.enum(["falls", "rises"]).nullable(),
  /** Why it is not known, see `src/statistics/decided.ts`. */
  unsettled: z.enum(["flips", "close", "falling"]).nullable(),
  /** Whether the sign of the slope is not the same at all lengths and in the limit. */
  changesSign: z.boolean(),
});

/** The shape of one row; `kind` says which. */
export const row = z.discriminatedUnion("kind", [
  ratioRow,
  limitRow,
  trendRow,
  delayRow,
  directionRow,
]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;
/** The rows of one kind. */
export type RowOf<Kind extends Row["kind"]> = Extract<Row, { kind: Kind }>;
/** What sizes are compared at. */
export type Place = Pick<Row, keyof typeof caseShape>;

/** All rows: of every sparsity and budget first the sizes, then the trends over them. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const { sizes, sparsities } = extents[context.profile];
  const groups = await Promise.all(
    sparsities.flatMap((sparsity) =>
      neuronsPerFeature.map(async (perFeature) => {
        const place = { sparsity, neuronsPerFeature: perFeature };
        const all = await Promise.all(
          sizes.map((size) => compared(context, place, size)),
        );
        return [
          ...all.flatMap(({ rows }) => rows),
          ...trendRows(place, all.map(({ sides }) => sides)),
        ];
      })
    ),
  );
  return groups.flat();
}
