/**
 * The verdict on `degenerate-case`, read off the cells of figure 9.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { at, listed, sentence } from "../../src/protocol/sentences.ts";
import { ascending } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** How many cells either side wins. */
const winsOf = (cells: readonly Row[]) => ({
  linear: cells.filter((r) => r.high < 1).length,
  nonlinear: cells.filter((r) => r.low > 1).length,
  of: cells.length,
});

/**
 * The verdict on `degenerate-case`: whether a linear encoder does better where features are sparse.
 */
export function degenerateCase(rows: readonly Row[]): Claim {
  const equal = rows.filter((r) => r.matched === "neurons");
  const dense = winsOf(equal.filter((r) => r.sparsity === 0));
  const sparse = winsOf(equal.filter((r) => r.sparsity > 0));
  const parameters = winsOf(
    rows.filter((r) => r.matched === "parameters" && r.sparsity > 0),
  );
  const share = (w: ReturnType<typeof winsOf>) => w.linear / w.of;
  const { features, hidden } = rows[0];
  const boundary = ascending(equal.map((r) => r.neuronsPerFeature)).map(
    (budget) => {
      const cells = equal.filter((r) => r.neuronsPerFeature === budget);
      const won = cells.filter((r) => r.low > 1).map((r) => r.sparsity);
      const places = at("S", won, cells.map((r) => r.sparsity));
      return `with ${budget} per feature ${places}`;
    },
  );
  return {
    claim: "degenerate-case",
    verdict: share(sparse) <= share(dense)
      ? "refuted"
      : sparse.nonlinear === 0
      ? "supported"
      : "qualified",
    sentence: sentence(
      `${features} features in ${hidden} dimensions, over sparsities and budgets, at equal neurons:`,
      `a linear encoder loses less in ${sparse.linear} of ${sparse.of} sparse cases`,
      `and ${dense.linear} of ${dense.of} dense ones,`,
      `a nonlinear encoder in ${sparse.nonlinear} and ${dense.nonlinear}`,
    ),
    details: [
      sentence("In the other cases the interval of the ratio holds 1"),
      sentence(`By neurons, the nonlinear encoder wins ${listed(boundary)}`),
      sentence(
        `At equal parameters the linear encoder wins ${parameters.linear}`,
        `and the nonlinear one ${parameters.nonlinear} of ${parameters.of} sparse cases`,
      ),
    ],
  };
}
