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
import { show } from "../../src/protocol/dense.ts";
import type { Claim, Verdict } from "../../src/protocol/figure.ts";
import type { Row } from "./rows.ts";

const sparsitiesOf = (rows: readonly Row[]) => [
  ...new Set(rows.map((r) => r.sparsity)),
];

const budgetsOf = (rows: readonly Row[]) =>
  [...new Set(rows.map((r) => r.nonlinearNeurons))].sort((a, b) => a - b);

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

const interval = (value: number, low: number, high: number) =>
  `${show(value, 3)} [${show(low, 3)}, ${show(high, 3)}]`;

/** Some of the sparsities, as a sentence names them. */
function where(some: readonly number[], all: readonly number[]): string {
  if (some.length === 0) return "at no S";
  return some.length === all.length
    ? "at every S"
    : `at S = ${some.join(", ")}`;
}

/** `a, b and c`. */
const listed = (parts: readonly string[], and = " and ") =>
  parts.length < 2
    ? parts.join("")
    : parts.slice(0, -1).join(", ") + and + parts[parts.length - 1];

/** The verdict on `more-compact`: at the largest budget, against the best linear code and the best linear encoder. */
export function moreCompact(rows: readonly Row[]): Claim {
  const largest = Math.max(...rows.map((r) => r.nonlinearNeurons));
  const sparsities = sparsitiesOf(rows);
  const at = (of: readonly Row[]) =>
    where(of.map((r) => r.sparsity), sparsities);
  const equal = (matched: Row["matched"]) =>
    rows.filter((r) => r.matched === matched && r.nonlinearNeurons === largest);
  const cells = equal("neurons");
  const aboveCode = cells.filter(beatsCode);
  const won = cells.filter(beatsEncoder);
  const rest = cells.filter((r) => !won.includes(r));
  const byParameters = equal("parameters").filter(beatsEncoder);
  const [most] = won.toSorted((a, b) => b.ratio - a.ratio);
  const factor = (r: Row) => interval(r.ratio, r.low, r.high);
  const overCode = (r: Row) => {
    const [value, low, high] = [
      r.nonlinearMedian,
      r.nonlinearHigh,
      r.nonlinearLow,
    ].map((loss) => r.linearCode / loss);
    return `${interval(value, low, high)} at S = ${r.sparsity}`;
  };
  return {
    claim: "more-compact",
    verdict: verdictOf(
      won.filter(beatsCode).length,
      cells.filter(isBeaten).length,
      cells.length,
    ),
    sentence: [
      `${caseOf(rows)}, with ${largest} neurons, the most measured:`,
      "a nonlinear encoder loses less than the best linear code",
      `(fvu ${show(cells[0].linearCode)}) ${at(aboveCode)}, by a factor of`,
      `${overCode(cells[0])} and ${overCode(cells[cells.length - 1])}.`,
      "It loses less than the best linear encoder with as many neurons",
      at(won) +
      (most
        ? `, by a factor of at most ${factor(most)} (S = ${most.sparsity})`
        : "") +
      (most && rest.length > 0 ? `, but not ${at(rest)}` : "") +
      (rest.length > 0 ? ` (${listed(rest.map(factor))})` : "") + ".",
      `With as many parameters instead, ${
        at(byParameters) === at(won) ? "the same holds" : at(byParameters)
      }.`,
    ].join(" "),
  };
}

/** Sparsities by the budget from which on something holds there, e.g. `from 40 on at S = 0.5, 0.8`. */
function byBudget(
  found: ReadonlyMap<number, number | null>,
  largest: number,
): string {
  const all = [...found.keys()];
  const budgets = [...new Set(found.values())].sort((a, b) =>
    (a ?? Infinity) - (b ?? Infinity)
  );
  return listed(budgets.map((budget) => {
    const places = where(all.filter((s) => found.get(s) === budget), all);
    return budget === null
      ? `with no number up to ${largest} ${places}`
      : `from ${budget} on ${places}`;
  }));
}

/** The verdict on `break-even`: the smallest budgets at which a nonlinear encoder pays. */
export function breakEvens(rows: readonly Row[]): Claim {
  const sparsities = sparsitiesOf(rows);
  const budgets = budgetsOf(rows);
  const largest = budgets[budgets.length - 1];
  const smallest = (
    matched: Row["matched"],
    against: "linear code" | "linear encoder",
  ) =>
    new Map(sparsities.map((sparsity) => {
      const cells = rows.filter((r) =>
        r.matched === matched && r.sparsity === sparsity
      );
      const points = cells.map((r) => ({
        budget: r.nonlinearNeurons,
        loss: against === "linear code" ? lossOf(r) : shareOf(r),
      }));
      const reference = against === "linear code"
        ? exactSummary(cells[0].linearCode)
        : even;
      return [sparsity, breakEven(points, reference)];
    }));
  const code = smallest("neurons", "linear code");
  const encoder = smallest("neurons", "linear encoder");
  const byParameters = smallest("parameters", "linear encoder");
  const differing = [...byParameters].filter(([s, budget]) =>
    encoder.get(s) !== budget
  ).map(([s, budget]) =>
    `${budget === null ? "with no number" : `from ${budget} on`} at S = ${s}`
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
    sentence: `${caseOf(rows)}, with ${
      listed(budgets.map(String), " or ")
    } neurons: a nonlinear encoder beats the best linear code, which has none, ${
      byBudget(code, largest)
    }; the best linear encoder with as many neurons ${
      byBudget(encoder, largest)
    }. With as many parameters instead, the same${
      differing.length === 0 ? "" : ` but ${listed(differing)}`
    }.`,
  };
}

/** The verdict on `degenerate-case`. */
export function degenerateCase(rows: readonly Row[]): Claim {
  const equal = rows.filter((r) => r.matched === "neurons");
  const wins = (of: readonly Row[]) => ({
    linear: of.filter((r) => r.high < 1).length,
    nonlinear: of.filter((r) => r.low > 1).length,
    of: of.length,
  });
  const dense = wins(equal.filter((r) => r.sparsity === 0));
  const sparse = wins(equal.filter((r) => r.sparsity > 0));
  const parameters = wins(
    rows.filter((r) => r.matched === "parameters" && r.sparsity > 0),
  );
  const share = (w: ReturnType<typeof wins>) => w.linear / w.of;
  const verdict = share(sparse) <= share(dense)
    ? "refuted"
    : sparse.nonlinear === 0
    ? "supported"
    : "qualified";
  const budgets = [...new Set(equal.map((r) => r.neuronsPerFeature))].sort((
    a,
    b,
  ) => a - b);
  const boundary = budgets.map((budget) => {
    const won = equal.filter((r) => r.neuronsPerFeature === budget && r.low > 1)
      .map((r) => r.sparsity);
    return `${budget} per feature: ${
      won.length === 0 ? "nowhere" : `at S = ${won.join(", ")}`
    }`;
  });
  const { features, hidden } = rows[0];
  return {
    claim: "degenerate-case",
    verdict,
    sentence:
      `With ${features} features in ${hidden} dimensions at equal neurons, a linear encoder loses less in ${sparse.linear} of ${sparse.of} sparse cells and ${dense.linear} of ${dense.of} dense ones, a nonlinear encoder in ${sparse.nonlinear} and ${dense.nonlinear} (intervals apart from 1). The nonlinear encoder wins, by neurons, ${
        boundary.join("; ")
      }. At equal parameters the linear encoder wins ${parameters.linear} and the nonlinear one ${parameters.nonlinear} of ${parameters.of} sparse cells.`,
  };
}
