/**
 * Figure 3: what a budget of neurons buys.
 *
 * @module
 */
import {
  denseBatch,
  denseMse,
  paperBreakEven,
  rampWidth,
} from "../../src/protocol/dense_case.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { plain } from "../../src/protocol/recipe.ts";
import {
  bootstrapInterval,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { grouped } from "../../src/rendering/numbers.ts";
import { breakEvens, moreCompact } from "./claims.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "neuron-budget",
  title: "Loss against neurons: constructed, trained, and what bounds them",
  order: 3,
  row,
  rows: makeRows,
  caption(rows) {
    const { seeds, steps } = rows.find((r) => r.series === plain.name)!;
    return paragraph(
      sentence(
        `Two dense features in one hidden number: loss (fvu; ${denseMse})`,
        "against the total of ReLU neurons, encoder plus decoder (left),",
        "and against the number of parameters (right)",
      ),
      sentence(
        "Lines with bands: trained networks,",
        `the median over ${seeds} report seeds with its ${bootstrapInterval};`,
        `small marks: the best of those ${seeds} seeds`,
      ),
      sentence(
        "Learning rate and split were tuned at every budget on other seeds,",
        `with ${grouped(steps)} steps of ${denseBatch} samples for every run`,
      ),
      sentence(
        `Constructed networks have ramps of width ε = ${rampWidth}; their losses are exact`,
      ),
      sentence(
        "Ticks on the linear code's rule mark break-evens,",
        "the budgets from which on something beats it: the smallest construction, shared hinges,",
        `trained networks, two neurons per segment, and the paper's own, ${paperBreakEven}`,
      ),
      sentence(
        "Best polyline found: what a decoder with that many kinks inside the square can paint,",
        "read at neurons = kinks; limit: kinks anywhere, 1/(2(k+1)²),",
        "which no network with k decoder neurons is known to pass",
      ),
    );
  },
  spec: picture,
  claims: (rows) => [moreCompact(rows), breakEvens(rows)],
};
export default figure;
