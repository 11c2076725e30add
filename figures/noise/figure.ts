/**
 * Figure 11: every scheme over a noisy hidden state, and what no scheme can do.
 *
 * @module
 */
import { evaluationSamples } from "../../src/losses/evaluation_set.ts";
import { show } from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { moreCompact } from "./claims.ts";
import { limitRowOf, schemeRows } from "./schemes.ts";
import { cases, limitNoises, type Row, row } from "./rows.ts";
import { nonlinearEncoder } from "../../src/protocol/sparse.ts";

const figure: Figure<Row> = {
  id: "noise",
  title: "With noise on the hidden state: every scheme, and the limit of all",
  order: 11,
  row,
  async rows(context) {
    const size = context.profile === "smoke" ? "smoke" : "paper";
    const [limits, schemes] = await Promise.all([
      Promise.all(
        cases[size].flatMap((of) =>
          limitNoises[size].map((noise) => limitRowOf(context, of, noise))
        ),
      ),
      Promise.all(
        cases[size].flatMap((of) =>
          of.noises.map((noise) => schemeRows(context, of, noise))
        ),
      ),
    ]);
    return [...limits, ...schemes.flat()];
  },
  caption(rows) {
    const schemes = rows.filter((r) => r.kind === "scheme");
    const trained = schemes.filter((r) => r.seeds > 0);
    const [{ seeds }] = trained;
    const steps = [...new Set(trained.map((r) => r.steps))].map((n) =>
      n.toLocaleString("en")
    ).join(" and ");
    const error = Math.max(
      ...schemes.map((r) => (r.standardError ?? 0) / r.mse),
    );
    const gap = Math.max(
      ...rows.map((r) => r.kind === "limit" ? r.upper / r.lower - 1 : 0),
    );
    const dead = Math.max(...trained.map((r) => r.deadUnits ?? 0));
    const parameters = Math.max(
      ...trained.filter((r) => r.series === nonlinearEncoder.id).map((r) => {
        const other = trained.find((o) =>
          o.series === "superposition-mlp" && o.features === r.features &&
          o.noise === r.noise
        )!;
        return Math.abs(other.parameters / r.parameters - 1);
      }),
    );
    return `Loss (fvu, the mean squared error over the variance of a feature) against the standard deviation σ of Gaussian noise on every hidden dimension, which is held to unit power (mean 0, variance 1) before the noise is added. Grey: what no scheme can reach, whatever its size, by the rate–distortion function of the features at the capacity ½ log₂(1 + 1/σ²) bits of each dimension (computed to ${
      (100 * gap).toPrecision(1)
    } %). Trained schemes are trained with the noise: medians over ${seeds} report seeds with 95 % bootstrap intervals, ${steps} steps of 128 samples; learning rate, split and a ReLU on the output were tuned for every point on other seeds. The best construction is the best of all variants of piecewise-linear networks, levels Z and ramp widths with at most as many neurons, the quantized code has its best Z and its best margin around the jumps (it is no ReLU network); both were chosen, and their reconstructions fitted to the noise by an affine map, on other samples. Superposition has its output ReLUs and no more to spend; the parameters of the other two trained schemes differ by at most ${
      show(100 * parameters)
    } %. Losses but the linear one are means over ${
      evaluationSamples.toLocaleString("en")
    } samples, standard errors at most ${
      (100 * error).toPrecision(2)
    } % of the loss. The median share of ReLUs that never fire is at most ${
      (100 * dead).toPrecision(2)
    } % at any point.`;
  },
  spec: picture,
  claims: (rows) => [moreCompact(rows)],
};
export default figure;
