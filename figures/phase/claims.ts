/**
 * Verdicts read off the cells of figure 9.
 *
 * @module
 */
import {
  beats,
  breakEven,
  exactSummary,
} from "../../src/statistics/summary.ts";
import type { Claim, Verdict } from "../../src/protocol/figure.ts";
import { at, listed, sentence } from "../../src/protocol/sentences.ts";
import { show, withInterval } from "../../src/rendering/numbers.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

const sparsitiesOf = (rows: readonly Row[]) =>
  unique(rows.map((r) => r.sparsity));

/** The loss of a nonlinear encoder. */
const lossOf = (r: Row) => ({
  ...exactSummary(r.nonlinearMedian),
  ci95: [r.nonlinearLow, r.nonlinearHigh] as [number, number],
});

/** The same in units of the linear encoder's. */
const shareOf = (r: Row) => ({
  ...exactSummary(1 / r.ratio),
  ci95: [1 / r.high, 1 / r.low] as [number, number],
});

const even = exactSummary(1);

const beatsCode = (r: Row) => beats(lossOf(r), exactSummary(r.linearCode));
const beatsEncoder = (r: Row) => beats(shareOf(r), even);
const isBeaten = (r: Row) =>
  beats(exactSummary(r.linearCode), lossOf(r)) || beats(even, shareOf(r));

/** What follows where a nonlinear encoder wins at some sparsities and loses at others. */
function verdictOf(won: number, lost: number, of: number): Verdict {
  if (won === of) return "supported";
  if (won > 0) return "qualified";
  return lost > 0 ? "refuted" : "open";
}

/** So many features in so many dimensions. */
function caseOf(rows: readonly Row[]): string {
  const { features, hidden } = rows[0];
  const sparsities = sparsitiesOf(rows);
  return `${features} features in ${hidden} dimensions, S = ${
    Math.min(...sparsities)
  } to ${Math.max(...sparsities)}`;
}

const factor = (r: Row) => withInterval(r.ratio, r.low, r.high, 3);

/** By what factor a nonlinear encoder loses less than the best linear code. */
const factorOverCode = (r: Row) => {
  const { nonlinearMedian, nonlinearLow, nonlinearHigh } = r;
  const [value, low, high] = [nonlinearMedian, nonlinearHigh, nonlinearLow]
    .map((loss) => r.linearCode / loss);
  return `${withInterval(value, low, high, 3)} at S = ${r.sparsity}`;
};

/**
 * The verdict on `more-compact`: at the largest budget, against the best linear code and the best
 * linear encoder.
 */
export function moreCompact(rows: readonly Row[]): Claim {
  const largest = Math.max(...rows.map((r) => r.nonlinearNeurons));
  const sparsities = sparsitiesOf(rows);
  const where = (some: readonly Row[]) =>
    at("S", some.map((r) => r.sparsity), sparsities);
  const equal = (matched: Row["matched"]) =>
    rows.filter((r) => r.matched === matched && r.nonlinearNeurons === largest);
  const cells = equal("neurons");
  const first = cells[0], last = cells[cells.length - 1];
  const won = cells.filter(beatsEncoder);
  const rest = cells.filter((r) => !won.includes(r));
  const byParameters = equal("parameters").filter(beatsEncoder);
  const [most] = won.toSorted((a, b) => b.ratio - a.ratio);
  return {
    claim: "more-compact",
    verdict: verdictOf(
      won.filter(beatsCode).length,
      cells.filter(isBeaten).length,
      cells.length,
    ),
    sentence: sentence(
      `${caseOf(rows)}, with ${largest} neurons:`,
      "a nonlinear encoder loses less than the best linear code",
      `${where(cells.filter(beatsCode))},`,
      "and less than the best linear encoder with as many neurons",
      where(won),
    ),
    details: [
      sentence(`${largest} neurons are the most measured`),
      sentence(
        `The best linear code (fvu ${show(first.linearCode)}) loses more`,
        `by a factor of ${factorOverCode(first)} and ${factorOverCode(last)}`,
      ),
      ...(most === undefined ? [] : [sentence(
        "The best linear encoder with as many neurons loses more",
        `by a factor of at most ${factor(most)} (S = ${most.sparsity})`,
      )]),
      ...(rest.length === 0 ? [] : [sentence(
        `It is not beaten ${where(rest)},`,
        `where the factor is ${listed(rest.map(factor))}`,
      )]),
      sentence(
        "With as many parameters instead,",
        where(byParameters) === where(won)
          ? "the same holds"
          : `it is beaten ${where(byParameters)}`,
      ),
    ],
  };
}

type Reference = "linear code" | "linear encoder";

/**
 * The smallest budget from which on a nonlinear encoder beats the reference, by sparsity; null for
 * none.
 */
function smallestBudgets(
  rows: readonly Row[],
  matched: Row["matched"],
  reference: Reference,
): Map<number, number | null> {
  return new Map(
    sparsitiesOf(rows).map((sparsity) => {
      const cells = rows.filter((r) =>
        r.matched === matched && r.sparsity === sparsity
      );
      const ofCode = reference === "linear code";
      const points = cells.map((r) => ({
        budget: r.nonlinearNeurons,
        loss: ofCode ? lossOf(r) : shareOf(r),
      }));
      const known = ofCode ? exactSummary(cells[0].linearCode) : even;
      return [sparsity, breakEven(points, known)];
    }),
  );
}

/**
 * Sparsities by the budget from which on something holds there, e.g. `from 40 neurons on at S = 0.5
 * and 0.8`.
 */
function byBudget(
  found: ReadonlyMap<number, number | null>,
  all: readonly number[] = [...found.keys()],
): string {
  const budgets = unique([...found.values()]).sort((a, b) =>
    (a ?? Infinity) - (b ?? Infinity)
  );
  return listed(budgets.map((budget) => {
    const some = [...found.keys()].filter((s) => found.get(s) === budget);
    const places = at("S", some, all);
    return budget === null ? `never ${places}` : `from ${budget} on ${places}`;
  }));
}

/** The verdict on `break-even`: the smallest budgets at which a nonlinear encoder pays. */
export function breakEvens(rows: readonly Row[]): Claim {
  const sparsities = sparsitiesOf(rows);
  const budgets = ascending(rows.map((r) => r.nonlinearNeurons));
  const largest = budgets[budgets.length - 1];
  const code = smallestBudgets(rows, "neurons", "linear code");
  const encoder = smallestBudgets(rows, "neurons", "linear encoder");
  const byParameters = smallestBudgets(rows, "parameters", "linear encoder");
  const differing = [...byParameters].filter(([s, budget]) =>
    encoder.get(s) !== budget
  );
  const paying = sparsities.filter((s) =>
    code.get(s) !== null && encoder.get(s) !== null
  );
  const lost = rows.filter((r) =>
    r.matched === "neurons" && r.nonlinearNeurons === largest && isBeaten(r)
  );
  return {
    claim: "break-even",
    verdict: verdictOf(paying.length, lost.length, sparsities.length),
    sentence: sentence(
      `${caseOf(rows)}, with ${listed(budgets.map(String))} neurons:`,
      "a nonlinear encoder beats the best linear encoder with as many",
      byBudget(encoder),
    ),
    details: [
      sentence(
        "It beats the best linear code, which has no neurons,",
        byBudget(code),
      ),
      sentence(
        "Against a linear encoder with as many parameters instead, the same holds",
        differing.length === 0
          ? null
          : `, but ${byBudget(new Map(differing), sparsities)}`,
      ),
    ],
  };
}
