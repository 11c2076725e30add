/**
 * An orthonormal basis that follows the eigenvectors of a running mean of G·Gᵀ, operation by
 * operation what `src/training/kernel/eigenbasis.ts` does.
 *
 * @module
 */
import { flushed } from "./_moments.ts";
import { product, rowsOf, transposed, type View } from "./_products.ts";

const f = Math.fround;
const shift = f(2 ** -20);

/** Vectors that are made orthogonal together: no more than what the kernel multiplies at once. */
const together = 4;

/** One side of a matrix: Shampoo's factor of it, and the factor's eigenbasis. */
export class Eigenbasis {
  readonly side: number;
  /** `[side][side]`, the running mean. */
  readonly factor: Float32Array;
  /** `[side][side]`, its rows the vectors; unit vectors to begin with. */
  readonly vectors: Float32Array;

  constructor(side: number) {
    this.side = side;
    this.factor = new Float32Array(side * side);
    this.vectors = new Float32Array(side * side);
    for (let i = 0; i < side; i++) this.vectors[i * (side + 1)] = 1;
  }

  /**
   * factor ← β·factor + (1 − β)·G·Gᵀ.
   *
   * @param gradient G, `[side][depth]`
   */
  accumulate(gradient: View, depth: number, beta: number): void {
    const { side, factor } = this;
    const decay = f(beta), rest = f(1 - beta);
    product(
      [side, side, depth],
      gradient,
      transposed(gradient),
      (i, sum) => factor[i] = flushed(f(f(decay * factor[i]) + f(rest * sum))),
    );
  }

  /**
   * One step of orthogonal iteration: vectors ← orthonormalised vectors·(factor/trace + 2⁻²⁰). The
   * shift leaves the eigenvectors as they are, and keeps a vector on which the factor is 0, as that
   * of a dead unit, from vanishing: no vector is ever shorter than rounding errors. Before that
   * vectors are sorted by their eigenvalues, the largest first.
   *
   * @param squares `[side][depth]`, whose rows are sorted with the vectors
   */
  renew(squares: View, depth: number): void {
    const { side, factor, vectors } = this;
    let trace = f(1e-30);
    for (let i = 0; i < side; i++) trace = f(trace + factor[i * (side + 1)]);
    const scale = f(1 / trace);
    const next = new Float32Array(side * side);
    product(
      [side, side, side],
      rowsOf(vectors, side),
      rowsOf(factor, side),
      (i, sum) => next[i] = sum,
    );
    const order = this.#order(next);
    next.forEach((image, i) =>
      next[i] = f(f(image * scale) + f(shift * vectors[i]))
    );
    const sort = ({ values, at, row, column }: View, length: number) => {
      const index = (i: number, k: number) => at + i * row + k * column;
      const before = values.slice();
      order.forEach((from, i) => {
        for (let k = 0; k < length; k++) {
          values[index(i, k)] = before[index(from, k)];
        }
      });
    };
    vectors.set(next);
    sort(rowsOf(vectors, side), side);
    sort(squares, depth);
    orthonormalise(vectors, side);
    vectors.forEach((value, i) => vectors[i] = flushed(value));
  }

  /** The vectors from the largest eigenvalue down, given the factor times each of them. */
  #order(images: Float32Array): number[] {
    const { side, vectors } = this;
    const of = (values: Float32Array, i: number) =>
      values.subarray(i * side, (i + 1) * side);
    // What is not a number counts as 0, so that the order is one.
    const estimates = Array.from(
      { length: side },
      (_, i) => dot(of(images, i), of(vectors, i)) || 0,
    );
    return estimates.map((_, i) => i)
      .sort((i, j) => estimates[j] - estimates[i]);
  }
}

/**
 * Gram–Schmidt on the rows of a square matrix, a few at a time: each few are made orthogonal to all
 * rows before them and to each other, twice, since once leaves rounding errors that are large
 * beside a short remainder.
 */
export function orthonormalise(rows: Float32Array, side: number): void {
  for (let first = 0; first < side; first += together) {
    const count = Math.min(together, side - first);
    const few = rows.subarray(first * side, (first + count) * side);
    const shares = new Float32Array(count * first);
    for (let pass = 0; pass < 2; pass++) {
      const before = rowsOf(rows, side);
      product(
        [count, first, side],
        rowsOf(few, side),
        transposed(before),
        (i, sum) => shares[i] = sum,
      );
      product(
        [count, side, first],
        rowsOf(shares, first),
        before,
        (i, sum) => few[i] = f(few[i] - sum),
      );
      for (let i = 0; i < count; i++) {
        const vector = few.subarray(i * side, (i + 1) * side);
        for (let j = 0; j < i; j++) {
          const other = few.subarray(j * side, (j + 1) * side);
          const share = dot(vector, other);
          for (let k = 0; k < side; k++) {
            vector[k] = f(vector[k] - f(share * other[k]));
          }
        }
        const scale = f(1 / f(Math.sqrt(dot(vector, vector))));
        for (let k = 0; k < side; k++) vector[k] = f(vector[k] * scale);
      }
    }
  }
}

/** Σ a·b, in four sums that are joined at the end; what does not fill them goes into the first. */
function dot(a: Float32Array, b: Float32Array): number {
  const sums = [0, 0, 0, 0];
  const filled = a.length & ~3;
  for (let k = 0; k < a.length; k++) {
    const s = k < filled ? k % 4 : 0;
    sums[s] = f(sums[s] + f(a[k] * b[k]));
  }
  return f(f(sums[0] + sums[1]) + f(sums[2] + sums[3]));
}
