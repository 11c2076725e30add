/**
 * What is read off the rows of figure 3: break-evens and the best constructions. What was
 * constructed is seen from the rows, so that a new construction takes part by itself.
 *
 * @module
 */
import { breakEven, type Summary } from "../../src/statistics/summary.ts";
import type {
  ConvergenceRow,
  Settled,
} from "../../src/protocol/convergence_row.ts";
import type { MeasuredRow } from "../../src/protocol/row.ts";

/**
 * A row before its series is known as a whole. A bound, which is no network, lacks some columns.
 */
export type Entry =
  & Omit<MeasuredRow, "encoder" | "parameters">
  & ConvergenceRow
  & Settled
  & {
    readonly encoder: number | null;
    readonly parameters: number | null;
  };

/** The series of the constructions that lose least. */
export const smallestFound = "smallest construction found";

/** Whether a row is a network: a bound is none. */
const isNetwork = (r: Entry) => r.encoder !== null;
const isConstructed = (r: Entry) =>
  isNetwork(r) && r.seeds === 0 && r.series !== smallestFound;

/** A row's losses, for comparisons. */
export const summaryOf = (r: Entry): Summary => ({
  best: r.best,
  median: r.median,
  iqm: r.iqm,
  ci95: r.seeds > 0 ? [r.low, r.high] : null,
});

/** The smallest budget from which on a series beats the best linear code. */
export function breakEvenOf(
  rows: readonly Entry[],
  series: string,
): number | null {
  const points = cheapest(rows.filter((r) => r.series === series)).map((r) => ({
    budget: r.neurons,
    loss: summaryOf(r),
  }));
  if (points.length === 0) return null;
  const linear = rows.find((r) => r.series === "linear")!;
  return breakEven(points, summaryOf(linear));
}

/**
 * The smallest budget from which on a trained series beats it whatever more training does; null for
 * none.
 */
export function settledBreakEvenOf(
  rows: readonly Entry[],
  series: string,
): number | null {
  const budgets = rows.filter((r) => r.series === series)
    .toSorted((a, b) => b.neurons - a.neurons);
  const short = budgets.findIndex((r) => r.settled !== "first");
  const all = short < 0 ? budgets : budgets.slice(0, short);
  return all.length === 0 ? null : all[all.length - 1].neurons;
}

/**
 * The smallest budget from which on a trained series would beat it in the extrapolated limit; null
 * for none.
 */
export function limitBreakEvenOf(
  rows: readonly Entry[],
  series: string,
): number | null {
  const ends = rows.map((r) =>
    r.limit === null ? r : {
      ...r,
      median: r.limit,
      low: r.limitLow ?? Infinity,
      high: r.limitHigh ?? Infinity,
    }
  );
  return breakEvenOf(ends, series);
}

/**
 * The smallest break-even of any network, constructed, or trained so long that more training does
 * not change it.
 */
export function smallestBreakEven(rows: readonly Entry[]): number | null {
  const networks = rows.filter(isNetwork);
  const found = [...new Set(networks.map((r) => r.series))].map((name) =>
    networks.some((r) => r.series === name && r.seeds > 0)
      ? settledBreakEvenOf(rows, name)
      : breakEvenOf(rows, name)
  ).filter((neurons) => neurons !== null);
  return found.length > 0 ? Math.min(...found) : null;
}

/** Of several rows with the same neurons, the one that loses least. */
function cheapest(rows: readonly Entry[]): Entry[] {
  const least = new Map<number, Entry>();
  for (const r of rows) {
    const other = least.get(r.neurons);
    if (!other || r.median < other.median) least.set(r.neurons, r);
  }
  return [...least.values()].sort((a, b) => a.neurons - b.neurons);
}

/** The construction that loses least with at most so many neurons, if there is one. */
export function bestConstruction<Some extends Entry>(
  rows: readonly Some[],
  most: number,
): Some | null {
  const fitting = rows.filter((r) => isConstructed(r) && r.neurons <= most);
  if (fitting.length === 0) return null;
  return fitting.reduce((a, b) => (b.median < a.median ? b : a));
}

/**
 * At every number of neurons, the construction that loses least, where no smaller one loses less.
 */
export function smallestConstructions(rows: readonly Entry[]): Entry[] {
  const built = cheapest(rows.filter(isConstructed));
  return built.filter((r, i) =>
    built.slice(0, i).every((smaller) => smaller.median > r.median)
  ).map((r) => ({ ...r, series: smallestFound }));
}

/** Rows that know where their series breaks even. */
export function withBreakEvens(
  rows: readonly Entry[],
): (Entry & { breakEven: number | null })[] {
  const found = new Map<string, number | null>();
  for (const r of rows) {
    if (found.has(r.series)) continue;
    found.set(r.series, isNetwork(r) ? breakEvenOf(rows, r.series) : null);
  }
  return rows.map((r) => ({ ...r, breakEven: found.get(r.series)! }));
}
