/**
 * Figure 9: who wins over sparsity and neurons.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapInterval,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { breakEvens, moreCompact } from "./claims.ts";
import { degenerateCase } from "./degenerate_case.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "phase",
  title: "Who wins over sparsity and neurons",
  order: 9,
  row,
  rows: makeRows,
  caption(rows) {
    const { features, hidden, seeds } = rows[0];
    return paragraph(
      sentence(`${features} features in ${hidden} hidden dimensions`),
      sentence(
        "Each cell: the median loss of the best scheme with a linear encoder",
        "(superposition, or superposition with a ReLU decoder) divided by that of the scheme",
        `with a nonlinear encoder, over ${seeds} report seeds each;`,
        "above 1 (magenta) the nonlinear encoder loses less, below 1 (green) the linear one",
      ),
      sentence(
        `In grey cells the ${bootstrapInterval} of the ratio holds 1:`,
        "neither is known to lose less",
      ),
      sentence(
        "Left: at equal total neurons; right: the linear encoder's decoder has as many neurons",
        "as fit into the nonlinear scheme's parameters",
      ),
      sentence(
        "Learning rate, split, a ReLU on the output and the better linear scheme",
        "were chosen on other seeds",
      ),
    );
  },
  spec: picture,
  claims: (rows) => [moreCompact(rows), breakEvens(rows), degenerateCase(rows)],
};
export default figure;
