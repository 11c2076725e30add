/**
 * Figure 8: every scheme against sparsity, at three budgets.
 *
 * @module
 */
import { evaluationSamples } from "../../src/losses/evaluation_set.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapIntervals,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { sparseBatch, sparseLengths } from "../../src/protocol/sparse_case.ts";
import {
  chosenOptimisers,
  stillToGo,
} from "../../src/protocol/training_words.ts";
import { grouped, percent } from "../../src/rendering/numbers.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "sparsity",
  title: "Sparse features: every scheme against sparsity at three budgets",
  order: 8,
  row,
  rows: makeRows,
  caption(rows) {
    const { features, hidden } = rows[0];
    const trained = rows.filter((r) => r.seeds > 0);
    const { seeds, compute } = trained[0];
    const { segments } = rows.find((r) => r.segments !== null)!;
    const dead = Math.max(...trained.map((r) => r.deadUnits ?? 0));
    const error = Math.max(
      ...trained.map((r) => (r.standardError ?? 0) / r.mse),
    );
    return paragraph(
      sentence(
        `${features} independent features in ${hidden} hidden dimensions:`,
        "loss (fvu, the mean squared error over the variance of a feature) against the density",
        "1 − S, the share of samples in which a feature is active,",
        `at N neurons for n = ${features} features`,
      ),
      sentence(
        `Medians over ${seeds} report seeds with ${bootstrapIntervals};`,
        "recipe, learning rate, split and a ReLU on the output",
        "were tuned for every point on other seeds,",
        `all at the compute of ${grouped(compute)} steps of Adam`,
        `on ${sparseBatch} samples (${chosenOptimisers(trained)})`,
      ),
      stillToGo(
        rows,
        sparseLengths,
        (r) => `${r.series}, S = ${r.sparsity}, ${r.neurons} neurons`,
      ),
      sentence(
        "Thin lines lead from a loss to that limit,",
        "with an arrow where it lies below the panel",
      ),
      sentence(
        `Superposition has its ${features} output ReLUs and no more to spend`,
      ),
      sentence(
        `Losses of trained networks are means over ${
          grouped(evaluationSamples)
        } samples`,
        "that all schemes share,",
        `with standard errors of at most ${percent(error)} of the loss`,
      ),
      sentence(
        "The median share of ReLUs that never fire is at most",
        percent(dead),
        "at any point",
      ),
      sentence(
        "Lines without points: the best linear code, which ties with dropping features,",
        `and the quantized code with Z = ${segments}, floor and centred levels,`,
        "which is no ReLU network",
      ),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
