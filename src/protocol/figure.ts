/**
 * What a figure is: a folder of `figures/`, whose file `figure.ts` has a {@link Figure} as its
 * default export.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import type { z } from "zod";
import type { Runs } from "../runs/runs.ts";

/**
 * How much is trained: `paper` makes the committed numbers, `smoke` shows in seconds that
 * everything runs, `full` is for figures whose question needs more than anyone waits for, see
 * {@link Figure.full}.
 */
export type ProfileName = "paper" | "smoke" | "full";

/**
 * What a figure may ask for while it makes its rows. Everything asked for is kept in the run store.
 */
export interface FigureContext extends Runs {
  readonly profile: ProfileName;
}

/** What became of one of the paper's claims. */
export type Verdict = "supported" | "refuted" | "qualified" | "open";

/** A claim of the paper, judged from rows. */
export interface Claim {
  /** The id in the table of claims, e.g. `break-even`. */
  readonly claim: string;
  readonly verdict: Verdict;
  /**
   * What was measured, in one sentence of at most 60 words with the numbers in it, computed from
   * the rows.
   */
  readonly sentence: string;
  /** What else must be known to judge it: further sentences, computed from the rows as well. */
  readonly details: readonly string[];
}

/** One figure: what to train, turned into rows, and rows into a picture and claims. */
export interface Figure<Row = unknown> {
  /** The folder's name. */
  readonly id: string;
  /** What the picture shows, as a paper would title it. */
  readonly title: string;
  /** Where the figure stands among the others, from 1. */
  readonly order: number;
  /**
   * Present where the figure can also be made with the profile `full`, into files of its own, which
   * then stand in the README in place of the paper profile's. Its runs are committed as a ledger,
   * from which `verify` makes the rows again, so that rows may use losses and dead units of trained
   * networks alone: no parameters, curves or other jobs.
   */
  readonly full?: true;
  /** The shape of one row, as it stands in the snapshot. */
  readonly row: z.ZodType<Row>;
  /** Trains what is needed and reduces it to rows. */
  rows(context: FigureContext): Promise<Row[]>;
  /** What a reader must know: what is compared, units, how many seeds, what the intervals are. */
  caption(rows: readonly Row[]): string;
  /** The Vega-Lite picture of the rows; the theme is added when it is drawn. */
  spec(rows: readonly Row[]): TopLevelSpec;
  /** Verdicts on the paper's claims, computed from the rows. */
  claims(rows: readonly Row[]): Claim[];
}
