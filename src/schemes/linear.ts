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
 * @module
 */
import {
  featureMean,
  featureVariance,
  importances,
} from "../features/distribution.ts";
import { affineCandidate, affineNetwork } from "./_affine.ts";
import { checkProblem } from "./_check.ts";
import type { Scheme } from "./_scheme.ts";

const linear: Scheme = {
  id: "linear",
  summary:
    "the best affine map of rank m, by principal components; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem);
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
    return [affineCandidate(affineNetwork(encoder, decoder, bias), data)];
  },
};
export default linear;
