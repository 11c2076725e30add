/**
 * Figure 11: every scheme over a noisy hidden state, and what no scheme can do.
 *
 * @module
 */
import { evaluationSamples } from "../../src/losses/evaluation_set.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapIntervals,
  listed,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import {
  nonlinearEncoder,
  sparseBatch,
} from "../../src/protocol/sparse_case.ts";
import { grouped, percent } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import {
  chosenOptimisers,
  stillToGo,
} from "../../src/protocol/training_words.ts";
import { moreCompact } from "./claims.ts";
import { picture } from "./picture.ts";
import { lengths, type Row, row, type SchemeRow } from "./rows.ts";
import { makeRows } from "./schemes.ts";

/**
 * By how much the parameters of the two schemes that spend a whole budget differ at most, as a
 * share.
 */
function parametersApart(trained: readonly SchemeRow[]): number {
  const nonlinear = trained.filter((r) => r.series === nonlinearEncoder.id);
  return Math.max(...nonlinear.map((r) => {
    const other = trained.find((o) =>
      o.series === superpositionMlp.id && o.features === r.features &&
      o.noise === r.noise
    )!;
    return Math.abs(other.parameters / r.parameters - 1);
  }));
}

const figure: Figure<Row> = {
  id: "noise",
  title: "With noise on the hidden state: every scheme, and the limit of all",
  order: 11,
  row,
  rows: makeRows,
  caption(rows) {
    const schemes = ofKind(rows, "scheme");
    const trained = schemes.filter((r) => r.seeds > 0);
    const [{ seeds }] = trained;
    const compute = unique(trained.map((r) => r.compute)).map(grouped);
    const error = Math.max(
      ...schemes.map((r) => (r.standardError ?? 0) / r.mse),
    );
    const gap = Math.max(
      ...ofKind(rows, "limit").map((r) => r.upper / r.lower - 1),
    );
    const dead = Math.max(...trained.map((r) => r.deadUnits ?? 0));
    return paragraph(
      sentence(
        "Loss (fvu, the mean squared error over the variance of a feature)",
        "against the standard deviation σ of Gaussian noise on every hidden dimension,",
        "which is held to unit power (mean 0, variance 1) before the noise is added",
      ),
      sentence(
        "Grey: what no scheme can reach, whatever its size,",
        "by the rate–distortion function of the features",
        "at the capacity ½ log₂(1 + 1/σ²) bits of each dimension",
        `(computed to ${percent(gap, 1)})`,
      ),
      sentence(
        "Trained schemes are trained with the noise:",
        `medians over ${seeds} report seeds with ${bootstrapIntervals},`,
        `at the compute of ${listed(compute)} steps of Adam (left and right)`,
        `on ${sparseBatch} samples (${chosenOptimisers(trained)});`,
        "recipe, learning rate, split and a ReLU on the output",
        "were tuned for every point on other seeds, the rate anew at every length",
      ),
      stillToGo(
        schemes,
        lengths,
        (r) => `${r.series}, ${r.features} features, σ = ${r.noise}`,
      ),
      sentence(
        "The best construction (left alone) is the best of all variants of piecewise-linear networks,",
        "levels Z and ramp widths with at most as many neurons,",
        "the quantized code has its best Z and its best margin around the jumps",
        "(it is no ReLU network); both were chosen,",
        "and their reconstructions fitted to the noise by an affine map, on other samples",
      ),
      sentence(
        "Superposition has its output ReLUs and no more to spend;",
        "the parameters of the other two trained schemes differ by at most",
        percent(parametersApart(trained)),
      ),
      sentence(
        `Losses but the linear one are means over ${
          grouped(evaluationSamples)
        } samples,`,
        `standard errors at most ${percent(error)} of the loss`,
      ),
      sentence(
        "The median share of ReLUs that never fire is at most",
        percent(dead),
        "at any point",
      ),
    );
  },
  spec: picture,
  claims: (rows) => [moreCompact(rows)],
};
export default figure;
