/**
 * Figure 9: who wins over sparsity and neurons.
 *
 * @module
 */
import { picture } from "./picture.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { cellRows, type Row, row } from "./rows.ts";
import { breakEvens, degenerateCase, moreCompact } from "./claims.ts";
import { sparseSize } from "../../src/protocol/sparse.ts";

const figure: Figure<Row> = {
  id: "phase",
  title: "Who wins over sparsity and neurons",
  order: 9,
  row,
  async rows(context) {
    const { sparsities, neuronsPerFeature } = sparseSize(context);
    const cells = await Promise.all(
      sparsities.flatMap((sparsity) =>
        neuronsPerFeature.map((budget) => cellRows(context, sparsity, budget))
      ),
    );
    return cells.flat();
  },
  caption(rows) {
    const { features, hidden, seeds } = rows[0];
    return `${features} features in ${hidden} hidden dimensions. Each cell: the median loss of the best scheme with a linear encoder (superposition, or superposition with a ReLU decoder) divided by that of the scheme with a nonlinear encoder, over ${seeds} report seeds each; above 1 (magenta) the nonlinear encoder loses less, below 1 (green) the linear one. In grey cells the 95 % bootstrap interval of the ratio holds 1: neither is known to lose less. Left: at equal total neurons; right: the linear encoder's decoder has as many neurons as fit into the nonlinear scheme's parameters. Learning rate, split, a ReLU on the output and the better linear scheme were chosen on other seeds.`;
  },
  spec: picture,
  claims: (rows) => [moreCompact(rows), breakEvens(rows), degenerateCase(rows)],
};
export default figure;
