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
 * spectrum has unit rows (Schur–Horn). So the best code fills water: `λ_i = max(0, c·√I_i − σ²)`. Equal importances get
 * λ = 1 each, m features and no more; unequal ones share dimensions, which beats `drop`.
 *
 * @module
 */
import {
  featureMean,
  featureVariance,
  importances,
  lossFromErrors,
} from "../features/mod.ts";
import { affineCandidate, affineNetwork } from "./_affine.ts";
import { checkProblem } from "../constructions/problem.ts";
import type { ClosedCandidate, Scheme } from "./mod.ts";
import type { Problem } from "../constructions/problem.ts";

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

/**
 * m rows `E_j` of length 1 with `EᵀE = diag(λ)`. It begins with rows that are orthogonal and too long or too short. A rotation of two rows
 * leaves EᵀE as it is and can give one of them length 1; the other is still orthogonal to those that are left, and so on.
 *
 * @param levels λ_i ≥ 0, at most m of them not 0, with the sum m
 */
function unitRows(levels: readonly number[], hidden: number): number[][] {
  const square = (row: readonly number[]) =>
    row.reduce((sum, value) => sum + value * value, 0);
  const left = levels.flatMap((level, i) =>
    level > 0 ? [levels.map((_, k) => k === i ? Math.sqrt(level) : 0)] : []
  );
  while (left.length < hidden) left.push(levels.map(() => 0));
  const rows: number[][] = [];
  while (left.length > 0) {
    left.sort((a, b) => square(b) - square(a));
    const long = left.shift()!;
    const short = left.pop();
    const spread = square(long) - square(short ?? long);
    // The squares sum to the number of rows, so that 1 lies between the two, but for rounding.
    const share = spread > 0 ? (square(long) - 1) / spread : 0;
    const sine = Math.sqrt(Math.min(Math.max(share, 0), 1));
    const cosine = Math.sqrt(1 - sine * sine);
    rows.push(long.map((a, i) => cosine * a + sine * (short?.[i] ?? 0)));
    if (short) left.push(short.map((b, i) => cosine * b - sine * long[i]));
  }
  return rows;
}

/** The best noisy code: rows of unit power, and the best linear estimate of every feature, `x̂ = μ + Eᵀ(h − Eμ)/(λ + σ²)`. */
function noisyCandidate(problem: Problem): ClosedCandidate {
  const { data, hidden, noise } = problem;
  const scales = importances(data).map(Math.sqrt);
  const levels = waterLevels(scales, hidden, noise);
  const rows = unitRows(levels, hidden);
  const power = noise * noise;
  const mean = featureMean(data.sparsity);
  const variance = featureVariance(data.sparsity);
  const network = affineNetwork(
    scales.map((_, i) => rows.map((row) => row[i])),
    rows.map((row) => row.map((value, i) => value / (levels[i] + power))),
    levels.map((level) => mean * power / (level + power)),
  );
  const errors = levels.map((level) => variance * power / (level + power));
  return {
    ...affineCandidate(network, { ...problem, noise: 0 }),
    loss: lossFromErrors(data, errors),
  };
}

const linear: Scheme = {
  id: "linear",
  summary:
    "the best affine map of rank m, by principal components; no neurons, closed form",
  candidates(problem) {
    checkProblem(problem, "noise");
    if (problem.noise > 0) return [noisyCandidate(problem)];
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
    return [affineCandidate(network, problem)];
  },
};
export default linear;
