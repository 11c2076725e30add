/**
 * Principal component analysis of importance-weighted features.
 *
 * In the coordinates `z_i = √I_i·(x_i − μ_i)` the loss weighs all errors alike, so the axes are the
 * eigenvectors of z's covariance √I_i·√I_j·C_ij (Eckart & Young 1936). Features that are correlated
 * with no other keep an axis of their own. So the matrix is taken apart into blocks, and where
 * features are independent each is one number and its axis the feature itself.
 *
 * @module
 */
import {
  covariance,
  type FeatureDistribution,
  importances,
} from "../features/mod.ts";
import { symmetricEigen } from "../numerics/symmetric_eigen.ts";

/** One axis, over the features of its block; on all others it is 0. All axes are uncorrelated. */
export interface Axis {
  /**
   * The weighted variance along it, what the loss grows by where it is left out; in units of {@link
   * PrincipalAxes.unit}.
   */
  readonly weight: number;
  readonly features: readonly number[];
  /** The coordinate `y = Σ_i encode_i·(x_i − μ_i)`, of the variance {@link PrincipalAxes.unit}. */
  readonly encode: readonly number[];
  /** `x_i = μ_i + Σ decode_i·y` over all axes. */
  readonly decode: readonly number[];
}

/** The axes, those of the first features first; in a block, the heaviest first. */
export interface PrincipalAxes {
  readonly axes: readonly Axis[];
  /**
   * The largest variance of a feature. In its units, alike features have the variance 1, without
   * rounding.
   */
  readonly unit: number;
}

/** The principal axes of some features. */
export function principalAxes(data: FeatureDistribution): PrincipalAxes {
  const matrix = covariance(data);
  const unit = Math.max(...matrix.map((row, i) => row[i]));
  const weights = importances(data);
  const scales = weights.map(Math.sqrt);
  const axes = blocks(matrix, weights).flatMap((features): Axis[] => {
    const own = features.map((i) => features.map((j) => matrix[i][j] / unit));
    if (features.length === 1) {
      const [i] = features, variance = own[0][0];
      const deviation = Math.sqrt(variance);
      return [{
        weight: weights[i] * variance,
        features,
        encode: [1 / deviation],
        decode: [deviation],
      }];
    }
    const weighted = own.map((row, i) =>
      row.map((value, j) => scales[features[i]] * scales[features[j]] * value)
    );
    const heavier: { along: number[]; shared: number[]; weight: number }[] = [];
    return symmetricEigen(weighted).vectors.map((vector) => {
      let along = vector.map((u, i) => scales[features[i]] * u);
      // Where importances differ by more than float64 has digits, eigenvectors share something.
      for (const axis of heavier) {
        const share = dot(along, axis.shared) / axis.weight;
        along = along.map((a, i) => a - share * axis.along[i]);
      }
      const shared = own.map((row) => dot(row, along));
      // The eigenvalue, but positive however much importances differ.
      const weight = dot(along, shared);
      if (weight > 0) heavier.push({ along, shared, weight });
      const deviation = Math.sqrt(weight);
      const per = (x: number) => weight > 0 ? x / deviation : 0;
      return {
        weight,
        features,
        encode: along.map(per),
        decode: shared.map(per),
      };
    });
  });
  return { axes, unit };
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

/**
 * Features that hang together by correlations of their weighted values, each block in ascending
 * order.
 */
function blocks(
  matrix: readonly (readonly number[])[],
  weights: readonly number[],
): number[][] {
  const blockOf = new Array<number>(weights.length).fill(-1);
  const found: number[][] = [];
  weights.forEach((_, first) => {
    if (blockOf[first] !== -1) return;
    const block = [first];
    blockOf[first] = found.length;
    for (const i of block) {
      matrix[i].forEach((value, j) => {
        if (blockOf[j] !== -1 || value === 0) return;
        if (weights[i] === 0 || weights[j] === 0) return;
        blockOf[j] = found.length;
        block.push(j);
      });
    }
    found.push(block.sort((a, b) => a - b));
  });
  return found;
}
