/**
 * The best affine code of rank m: principal component analysis.
 *
 * The error `Σ I_i E(x_i − x̂_i)²` is an unweighted one in the coordinates `z_i = √I_i·(x_i − μ)`, so the best rank-m affine
 * map projects z onto the m leading eigenvectors of its covariance (Eckart & Young 1936). Features are independent and
 * of equal variance v, so the covariance is `diag(I_i·v)`: its eigenvectors are the coordinate axes, and the best code
 * keeps the m most important features. `linear` therefore always ties with `drop`, whatever n, m, S and the importances
 * are: on independent features no linear code, however clever, gains anything. Where importances are equal every
 * projection onto an m-dimensional subspace ties as well.
 *
 * With noise σ and every hidden dimension held to unit power, the rows of the encoder are unit vectors in whitened coordinates. With
 * λ_i the eigenvalues of their Gram matrix, feature i loses `v·σ²/(λ_i + σ²)`, at most m of the λ_i are not 0, they sum to m, and any such
 * spectrum has a Gram matrix of unit diagonal (Schur–Horn). So the best code fills water: `λ_i = max(0, c·√I_i − σ²)`. Equal importances get
 * λ = 1 each, m features and no more; unequal ones share dimensions, which beats `drop`.
 *
 * @module
 */
import {
  featureMean,
  featureVariance,
  importances,
  lossFromErrors,
} from "../features/distribution.ts";
import { affineCandidate, affineNetwork } from "./_affine.ts";
import { checkProblem } from "./_check.ts";
import type { Scheme } from "./_scheme.ts";

/**
 * The λ_i of the best noisy code, see the module.
 *
 * @param scales √I_i, one per feature
 */
function waterLevels(
  scales: readonly number[],
  hidden: number,
  noise: number,
): number[] {
  const power = noise * noise;
  const order = scales.map((_, i) => i).sort((a, b) => scales[b] - scales[a]);
  for (let active = hidden; active > 1; active--) {
    const filled = order.slice(0, active);
    const sum = filled.reduce((total, i) => total + scales[i], 0);
    const level = (hidden + active * power) / sum;
    if (level * scales[filled[active - 1]] < power) continue;
    return scales.map((scale, i) =>
      filled.includes(i) ? level * scale - power : 0
    );
  }
  return scales.map((_, i) => i === order[0] ? hidden : 0);
}

const linear: Scheme = {
  id: "linear",
  summary:
    "the best affine map of rank m, by principal components; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem, "noise");
    const { data, hidden } = problem;
    const mean = featureMean(data.sparsity);
    const variance = featureVariance(data.sparsity);
    // The covariance is diagonal, so its diagonal holds the eigenvalues and axis i is the eigenvector of entry i.
    const eigenvalues = importances(data).map((weight) => weight * variance);
    const leading = eigenvalues.map((_, i) => i)
      .sort((a, b) => eigenvalues[b] - eigenvalues[a]).slice(0, hidden);
    const encoder = eigenvalues.map((_, i) =>
      leading.map((axis) => axis === i ? 1 : 0)
    );
    const decoder = leading.map((axis) =>
      eigenvalues.map((_, i) => axis === i ? 1 : 0)
    );
    const bias = eigenvalues.map((_, i) => leading.includes(i) ? 0 : mean);
    const network = affineNetwork(encoder, decoder, bias);
    const candidate = affineCandidate(network, problem);
    if (problem.noise === 0) return [candidate];
    const power = problem.noise * problem.noise;
    const scales = importances(data).map(Math.sqrt);
    const errors = waterLevels(scales, hidden, problem.noise)
      .map((level) => variance * power / (level + power));
    const { network: _, ...rest } = candidate;
    return [{ ...rest, loss: lossFromErrors(data, errors) }];
  },
};
export default linear;
