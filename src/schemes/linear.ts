/**
 * The best affine code of rank m: principal component analysis.
 *
 * The error `Σ I_i E(x_i − x̂_i)²` is an unweighted one in the coordinates `z_i = √I_i·(x_i −
 * μ_i)`, so the best rank-m affine map projects z onto the m leading eigenvectors of its covariance
 * (Eckart & Young 1936). Where features are independent these are the coordinate axes: the best
 * code keeps the m features of the largest I_i·Var(x_i), and ties with `drop`, whatever n, m, S and
 * the importances are. On independent features no linear code, however clever, gains anything; on
 * correlated and anticorrelated ones it does.
 *
 * With noise σ and every hidden dimension held to unit power, the rows of the encoder are unit
 * vectors in whitened coordinates, here along the same eigenvectors, of eigenvalues b_k. With λ_k
 * the eigenvalues of the rows' Gram matrix, axis k loses `b_k·σ²/(λ_k + σ²)`, at most m of the λ_k
 * are not 0, they sum to m, and any such spectrum has unit rows (Schur–Horn). So the best code
 * fills water: `λ_k = max(0, c·√b_k − σ²)`. Equal b_k get λ = 1 each, m axes and no more; unequal
 * ones share dimensions, which beats `drop`.
 *
 * @module
 */
import { affineNetwork } from "../constructions/affine.ts";
import { principalAxes } from "../constructions/principal_axes.ts";
import { checkProblem, type Problem } from "../constructions/problem.ts";
import { featureMeans, lossFromErrors } from "../features/mod.ts";
import { affineCandidate } from "./_affine.ts";
import type { ClosedCandidate, Scheme } from "./mod.ts";

/**
 * The λ_k of the best noisy code, see the module.
 *
 * @param scales √b_k, one per axis
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
 * m rows `E_j` of length 1 with `EᵀE = diag(λ)`. It begins with rows that are orthogonal and too
 * long or too short. A rotation of two rows leaves EᵀE as it is and can give one of them length 1;
 * the other is still orthogonal to those that are left, and so on.
 *
 * @param levels λ_k ≥ 0, at most m of them not 0, with the sum m
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

/** Below it products with σ² would lose digits, and so would quotients of them. */
const leastPower = 1e-290;

/** The best code without noise: the coordinates along the m heaviest axes. */
function noiselessCandidate(problem: Problem): ClosedCandidate {
  const { data, hidden } = problem;
  const { axes } = principalAxes(data);
  const leading = [...axes].sort((a, b) => b.weight - a.weight)
    .slice(0, hidden);
  const means = featureMeans(data);
  const encoder = means.map(() => leading.map(() => 0));
  const decoder = leading.map(() => means.map(() => 0));
  const bias = [...means];
  leading.forEach(({ features, encode, decode }, k) => {
    const centre = features.reduce(
      (sum, i, at) => sum + encode[at] * means[i],
      0,
    );
    features.forEach((i, at) => {
      encoder[i][k] = encode[at];
      decoder[k][i] = decode[at];
      bias[i] -= decode[at] * centre;
    });
  });
  return affineCandidate(affineNetwork(encoder, decoder, bias), problem);
}

/**
 * The best noisy code: rows of unit power, and the best linear estimate of every axis, `ŷ = Rᵀh/(λ
 * + σ²)`.
 */
function noisyCandidate(problem: Problem): ClosedCandidate {
  const { data, hidden, noise } = problem;
  const { axes, unit } = principalAxes(data);
  const scales = axes.map(({ weight }) => Math.sqrt(weight));
  const levels = waterLevels(scales, hidden, noise);
  const rows = unitRows(levels, hidden);
  const power = noise * noise;
  const means = featureMeans(data);
  const encoder = means.map(() => rows.map(() => 0));
  const decoder = rows.map(() => means.map(() => 0));
  const bias = means.map(() => 0);
  const errors = means.map(() => 0);
  axes.forEach(({ features, encode, decode }, k) => {
    const centre = features.reduce(
      (sum, i, at) => sum + encode[at] * means[i],
      0,
    );
    // All of an axis without power is lost, also where σ² is too small to say so.
    const none = levels[k] + power < leastPower;
    const lost = none ? 1 : power, received = none ? 1 : levels[k] + power;
    features.forEach((i, at) => {
      rows.forEach((row, j) => {
        encoder[i][j] += row[k] * encode[at];
        decoder[j][i] += row[k] / received * decode[at];
      });
      bias[i] += decode[at] * centre * lost / received;
      errors[i] += unit * decode[at] * decode[at] * lost / received;
    });
  });
  const network = affineNetwork(encoder, decoder, bias);
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
    checkProblem(problem, "noise", "unlike features", "dependent features");
    return [
      problem.noise > 0 ? noisyCandidate(problem) : noiselessCandidate(problem),
    ];
  },
};
export default linear;
