/**
 * Verdicts read off the cells of figure 9, of which only those count that more training cannot
 * change.
 *
 * @module
 */
import type { Claim, Verdict } from "../../src/protocol/figure.ts";
import { at, listed, sentence } from "../../src/protocol/sentences.ts";
import { show, withInterval } from "../../src/rendering/numbers.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import { type Cell, matchedBy, undecided, type Winner } from "./cells.ts";

const sparsitiesOf = (cells: readonly Cell[]) =>
  unique(cells.map(({ sparsity }) => sparsity));

const wonBy = (cells: readonly Cell[], winner: Winner | null) =>
  cells.filter((cell) => cell.winner === winner);

/** What follows where a nonlinear encoder wins at some sparsities and loses at others. */
function verdictOf(won: number, lost: number, of: number): Verdict {
  if (won === of) return "supported";
  if (won > 0) return "qualified";
  return lost > 0 ? "refuted" : "open";
}

/** So many features in so many dimensions. */
function caseOf(cells: readonly Cell[]): string {
  const [{ features, hidden }] = cells;
  const sparsities = sparsitiesOf(cells);
  return `${features} features in ${hidden} dimensions, S = ${
    Math.min(...sparsities)
  } to ${Math.max(...sparsities)}`;
}

const factor = ({ ratio: [ratio, low, high] }: Cell) =>
  withInterval(ratio, low, high, 3);

/** By what factor a nonlinear encoder loses less than the best linear code. */
const factorOverCode = ({ linearCode, nonlinear, sparsity }: Cell) => {
  const [median, low, high] = nonlinear;
  const [value, least, most] = [median, high, low].map((x) => linearCode / x);
  return `${withInterval(value, least, most, 3)} at S = ${sparsity}`;
};

/**
 * The verdict on `more-compact`: at the largest budget, against the best linear code and the best
 * linear encoder.
 */
export function moreCompact(all: readonly Cell[]): Claim {
  const largest = Math.max(...all.map(({ neurons }) => neurons));
  const sparsities = sparsitiesOf(all);
  const where = (some: readonly Cell[]) =>
    at("S", some.map(({ sparsity }) => sparsity), sparsities);
  const measured = all.filter(({ neurons }) => neurons === largest);
  const cells = matchedBy(measured, "neurons");
  const [first, last] = [cells[0], cells[cells.length - 1]];
  const overCode = cells.filter((cell) => cell.overCode === "nonlinear");
  const won = wonBy(cells, "nonlinear"), lost = wonBy(cells, "linear");
  const [most] = won.toSorted((a, b) => b.ratio[0] - a.ratio[0]);
  const byParameters = wonBy(matchedBy(measured, "parameters"), "nonlinear");
  return {
    claim: "more-compact",
    verdict: verdictOf(
      won.filter((cell) => overCode.includes(cell)).length,
      cells.filter((cell) =>
        cell.winner === "linear" || cell.overCode === "linear"
      ).length,
      cells.length,
    ),
    sentence: sentence(
      `${
        caseOf(all)
      }, with ${largest} neurons, at the longest lengths and in the limit:`,
      "a nonlinear encoder loses less than the best linear code",
      `${where(overCode)},`,
      `less than the best linear encoder with as many neurons ${where(won)}`,
      lost.length === 0 ? null : `and more ${where(lost)}`,
    ),
    details: [
      sentence(`${largest} neurons are the most measured`),
      sentence(
        `The best linear code (fvu ${show(first.linearCode)}) loses more`,
        "than the nonlinear encoder after the longest training",
        `by a factor of ${factorOverCode(first)} and ${factorOverCode(last)}`,
      ),
      ...(most === undefined ? [] : [sentence(
        "The best linear encoder with as many neurons loses more",
        `by a factor of at most ${factor(most)} (S = ${most.sparsity})`,
      )]),
      ...(lost.length === 0 ? [] : [sentence(
        `It loses less ${where(lost)},`,
        `where the factor is ${listed(lost.map(factor))}`,
      )]),
      ...undecided(cells).map(({ why, some }) =>
        sentence(
          `Not decided ${where(some)}, where ${why}`,
          `and the factor is ${listed(some.map(factor))}`,
        )
      ),
      ...(matchedBy(all, "parameters").length === 0 ? [] : [sentence(
        "With as many parameters instead,",
        where(byParameters) === where(won)
          ? "the same holds"
          : `it is beaten ${where(byParameters)}`,
      )]),
    ],
  };
}

/** From which budget on a nonlinear encoder wins at one sparsity. */
type Start =
  /** With that many neurons and with all budgets measured above. */
  | number
  /** It loses with the most neurons. */
  | "lost"
  /** Who loses less with the most neurons is not decided. */
  | "unknown";

/** From which budget on a nonlinear encoder wins, by sparsity. */
function startsOf(
  cells: readonly Cell[],
  winnerOf: (cell: Cell) => Winner | null,
): Map<number, Start> {
  return new Map(
    sparsitiesOf(cells).map((sparsity) => {
      const falling = cells.filter((cell) => cell.sparsity === sparsity)
        .toSorted((a, b) => b.neurons - a.neurons);
      const end = falling.findIndex((cell) => winnerOf(cell) !== "nonlinear");
      const won = end < 0 ? falling : falling.slice(0, end);
      const start = won.length > 0
        ? won[won.length - 1].neurons
        : winnerOf(falling[0]) === "linear"
        ? "lost"
        : "unknown";
      return [sparsity, start];
    }),
  );
}

/**
 * Sparsities by the budget from which on something holds there, e.g. `from 40 neurons on at S = 0.5
 * and 0.8`.
 */
function byStart(
  found: ReadonlyMap<number, Start>,
  most: number,
  all: readonly number[] = [...found.keys()],
): string {
  const rank = (start: Start) =>
    start === "lost" ? most + 1 : start === "unknown" ? most + 2 : start;
  const starts = unique([...found.values()])
    .sort((a, b) => rank(a) - rank(b));
  return listed(starts.map((start) => {
    const some = [...found.keys()].filter((s) => found.get(s) === start);
    const places = at("S", some, all);
    if (start === "lost") return `not with ${most} ${places}`;
    if (start === "unknown") return `undecided with ${most} ${places}`;
    return `from ${start} on ${places}`;
  }));
}

/** The verdict on `break-even`: the smallest budgets at which a nonlinear encoder pays. */
export function breakEvens(all: readonly Cell[]): Claim {
  const sparsities = sparsitiesOf(all);
  const budgets = ascending(all.map(({ neurons }) => neurons));
  const most = budgets[budgets.length - 1];
  const cells = matchedBy(all, "neurons");
  const code = startsOf(cells, ({ overCode }) => overCode);
  const encoder = startsOf(cells, ({ winner }) => winner);
  const byParameters = startsOf(
    matchedBy(all, "parameters"),
    ({ winner }) => winner,
  );
  const differing = [...byParameters].filter(([s, start]) =>
    encoder.get(s) !== start
  );
  const known = (start: Start | undefined) => typeof start === "number";
  const paying = sparsities.filter((s) =>
    known(code.get(s)) && known(encoder.get(s))
  );
  const lost = sparsities.filter((s) =>
    code.get(s) === "lost" || encoder.get(s) === "lost"
  );
  return {
    claim: "break-even",
    verdict: verdictOf(paying.length, lost.length, sparsities.length),
    sentence: sentence(
      `${caseOf(all)}, with ${listed(budgets.map(String))} neurons,`,
      "at the longest lengths and in the limit: a nonlinear encoder beats the best linear encoder",
      `with as many: ${byStart(encoder, most)}`,
    ),
    details: [
      sentence(
        "It beats the best linear code, which has no neurons:",
        byStart(code, most),
      ),
      ...(byParameters.size === 0 ? [] : [sentence(
        "Against a linear encoder with as many parameters instead, the same holds",
        differing.length === 0
          ? null
          : `, but ${byStart(new Map(differing), most, sparsities)}`,
      )]),
    ],
  };
}
