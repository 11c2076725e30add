/**
 * Eigenvalues of small symmetric matrices by + − × ÷ √ alone, so that they are the same everywhere.
 *
 * @module
 */

/** Sweeps at most; convergence is quadratic, and ten are enough for hundreds of rows. */
const mostSweeps = 60;

/** What is left of an off-diagonal entry, as a share of the matrix, when it counts as 0. */
const negligible = 2 ** -54;

/**
 * Eigenvalues, the largest first, and a unit eigenvector of each: `A·vectors[k] =
 * values[k]·vectors[k]`.
 */
export interface Eigen {
  readonly values: number[];
  readonly vectors: number[][];
}

/**
 * The cyclic Jacobi method (Golub & Van Loan, *Matrix Computations*, section 8.5): each rotation
 * makes one off-diagonal entry 0. Values are right to a few units of the last place of the largest
 * one. The largest entry of every vector is positive, the first of equals; of equal eigenvalues,
 * the vectors are some basis, the same every time.
 *
 * @param matrix symmetric, finite, n×n
 * @throws {RangeError} where a row does not have n entries, or an entry is not that of its mirror
 * image
 */
export function symmetricEigen(
  matrix: readonly (readonly number[])[],
): Eigen {
  const n = matrix.length;
  matrix.forEach((row, i) =>
    row.forEach((value, j) => {
      if (row.length === n && value === matrix[j][i]) return;
      throw new RangeError(
        `entry ${i}, ${j} of ${n} rows is ${value}: give a symmetric matrix`,
      );
    })
  );
  const a = matrix.map((row) => [...row]);
  // Rows become the eigenvectors.
  const v = a.map((_, i) => a.map((_, j) => i === j ? 1 : 0));
  const size = Math.sqrt(
    a.flat().reduce((sum, value) => sum + value * value, 0),
  );
  for (let sweep = 0, rotated = true; rotated && sweep < mostSweeps; sweep++) {
    rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p][q]) <= negligible * size) continue;
        rotate(a, v, p, q);
        rotated = true;
      }
    }
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return {
    values: order.map((i) => a[i][i]),
    vectors: order.map((i) => {
      const largest = v[i].reduce((x, y) => Math.abs(y) > Math.abs(x) ? y : x);
      return largest < 0 ? v[i].map((x) => -x) : v[i];
    }),
  };
}

/** Turns rows and columns p and q by the angle that makes `a[p][q]` 0. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const ratio = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const tangent = (ratio < 0 ? -1 : 1) /
    (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1), sine = tangent * cosine;
  const shift = tangent * a[p][q];
  a[p][p] -= shift;
  a[q][q] += shift;
  a[p][q] = a[q][p] = 0;
  for (let i = 0; i < a.length; i++) {
    if (i !== p && i !== q) {
      const x = a[i][p], y = a[i][q];
      a[i][p] = a[p][i] = cosine * x - sine * y;
      a[i][q] = a[q][i] = sine * x + cosine * y;
    }
    const x = v[p][i], y = v[q][i];
    v[p][i] = cosine * x - sine * y;
    v[q][i] = sine * x + cosine * y;
  }
}
