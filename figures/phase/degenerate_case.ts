/**
 * The verdict on `degenerate-case`, read off the cells of figure 9.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { at, listed, sentence } from "../../src/protocol/sentences.ts";
import { ascending } from "../../src/rendering/select.ts";
import { type Cell, matchedBy, undecided } from "./cells.ts";

/** How many cells either side wins whatever more training does. */
function winsOf(cells: readonly Cell[]) {
  const count = (winner: Cell["winner"]) =>
    cells.filter((cell) => cell.winner === winner).length;
  return {
    linear: count("linear"),
    nonlinear: count("nonlinear"),
    open: count(null),
    of: cells.length,
  };
}
type Wins = ReturnType<typeof winsOf>;

/** Of the cells that are decided, the share that a linear encoder wins; NaN of none. */
const share = ({ linear, nonlinear }: Wins) => linear / (linear + nonlinear);

/** What follows where both kinds of cells are decided. */
function verdictOf(dense: Wins, sparse: Wins): Claim["verdict"] {
  if (Number.isNaN(share(dense)) || Number.isNaN(share(sparse))) return "open";
  if (share(sparse) <= share(dense)) return "refuted";
  return sparse.nonlinear === 0 ? "supported" : "qualified";
}

/**
 * The verdict on `degenerate-case`: whether a linear encoder does better where features are sparse.
 */
export function degenerateCase(all: readonly Cell[]): Claim {
  const equal = matchedBy(all, "neurons");
  const dense = winsOf(equal.filter(({ sparsity }) => sparsity === 0));
  const sparse = winsOf(equal.filter(({ sparsity }) => sparsity > 0));
  const parameters = winsOf(
    matchedBy(all, "parameters").filter(({ sparsity }) => sparsity > 0),
  );
  const open = undecided(equal);
  const [{ features, hidden }] = all;
  const boundary = ascending(equal.map((cell) => cell.neuronsPerFeature)).map(
    (budget) => {
      const cells = equal.filter((cell) => cell.neuronsPerFeature === budget);
      const won = cells.filter(({ winner }) => winner === "nonlinear");
      const places = at(
        "S",
        won.map(({ sparsity }) => sparsity),
        cells.map(({ sparsity }) => sparsity),
      );
      return `with ${budget} per feature ${places}`;
    },
  );
  return {
    claim: "degenerate-case",
    verdict: verdictOf(dense, sparse),
    sentence: sentence(
      `${features} features in ${hidden} dimensions, over sparsities and budgets, at equal neurons,`,
      "at the longest lengths and in the limit:",
      `a linear encoder loses less in ${sparse.linear} of ${sparse.of} sparse cases`,
      `and ${dense.linear} of ${dense.of} dense ones,`,
      `a nonlinear encoder in ${sparse.nonlinear} and ${dense.nonlinear};`,
      `${sparse.open} and ${dense.open} are not decided`,
    ),
    details: [
      ...(open.length === 0 ? [] : [sentence(
        `Of the cases that are not decided, ${
          listed(open.map(({ why, some }) => `in ${some.length} ${why}`))
        }`,
      )]),
      sentence(`By neurons, the nonlinear encoder wins ${listed(boundary)}`),
      ...(parameters.of === 0 ? [] : [sentence(
        `At equal parameters the linear encoder wins ${parameters.linear}`,
        `and the nonlinear one ${parameters.nonlinear} of ${parameters.of} sparse cases`,
      )]),
    ],
  };
}
