/**
 * What claims and pictures read of a cell, whichever profile measured it.
 *
 * @module
 */
import type { Row } from "./rows.ts";

/** Which encoder loses less. */
export type Winner = "linear" | "nonlinear";

/** A comparison of both encoders. */
export interface Cell {
  /** What is equal on both sides. */
  readonly matched: "neurons" | "parameters";
  readonly features: number;
  readonly hidden: number;
  readonly sparsity: number;
  readonly neuronsPerFeature: number;
  /** Of the nonlinear encoder's side. */
  readonly neurons: number;
  /** Loss of the best linear code. */
  readonly linearCode: number;
  /** Loss of the nonlinear encoder after the longest training, and its interval. */
  readonly nonlinear: readonly [median: number, low: number, high: number];
  /** The loss of the linear encoder over that, and its interval. */
  readonly ratio: readonly [ratio: number, low: number, high: number];
  /** Which encoder loses less whatever more training does; null where that is not decided. */
  readonly winner: Winner | null;
  /** Why it is not decided. */
  readonly reason: "flips" | "close" | "falling" | null;
  /** The same of the best linear code in place of a linear encoder. */
  readonly overCode: Winner | null;
}

type Comparison = Extract<Row, { kind: "compared" | "cell" }>;

function cellOf(r: Comparison): Cell {
  const { settled, linearCode } = r;
  return {
    matched: r.kind === "cell" ? "neurons" : r.matched,
    features: r.features,
    hidden: r.hidden,
    sparsity: r.sparsity,
    neuronsPerFeature: r.neuronsPerFeature,
    neurons: r.kind === "cell" ? r.neurons : r.nonlinearNeurons,
    linearCode,
    nonlinear: [r.nonlinearMedian, r.nonlinearLow, r.nonlinearHigh],
    ratio: [r.ratio, r.low, r.high],
    winner: settled === null
      ? null
      : settled === "first"
      ? "linear"
      : "nonlinear",
    reason: r.unsettled,
    // A loss that is below the code's stays there; one above it may still fall.
    overCode: r.nonlinearHigh < linearCode
      ? "nonlinear"
      : (r.nonlinearLimitLow ?? 0) > linearCode
      ? "linear"
      : null,
  };
}

/** All cells. */
export function cellsOf(rows: readonly Row[]): Cell[] {
  return rows.filter((r): r is Comparison =>
    r.kind === "compared" || r.kind === "cell"
  ).map(cellOf);
}

/** Cells at equal neurons, or at equal parameters. */
export function matchedBy(
  cells: readonly Cell[],
  matched: Cell["matched"],
): Cell[] {
  return cells.filter((cell) => cell.matched === matched);
}

/** Why it is not decided, in words. */
const whys = {
  flips: "who loses less changes with the length of training or the optimiser",
  falling: "losses are still falling",
  close: "neither is known to lose less at the longest lengths",
};

/** The cells that are not decided, by the reason. */
export function undecided(
  cells: readonly Cell[],
): { why: string; some: Cell[] }[] {
  return (["flips", "falling", "close"] as const)
    .map((reason) => ({
      why: whys[reason],
      some: cells.filter((cell) => cell.reason === reason),
    }))
    .filter(({ some }) => some.length > 0);
}
