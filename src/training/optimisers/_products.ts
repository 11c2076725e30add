/**
 * Products of matrices in float32, operation by operation what `src/training/kernel/product.ts`
 * does: every element is summed in one order, whatever the tiles.
 *
 * @module
 */

const f = Math.fround;

/** A matrix in a vector: element (i, k) stands at `at + i·row + k·column`. */
export interface View {
  readonly values: Float32Array;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** `[·][columns]`, row by row, from `at` on. */
export function rowsOf(values: Float32Array, columns: number, at = 0): View {
  return { values, at, row: columns, column: 1 };
}

/** A matrix with its rows as columns. */
export function transposed({ values, at, row, column }: View): View {
  return { values, at, row: column, column: row };
}

/** Row by row the product of a `[rows][depth]` and a `[depth][columns]`. */
export function product(
  [rows, columns, depth]: readonly [number, number, number],
  a: View,
  b: View,
  finish: (index: number, sum: number) => void,
): void {
  const { values: x, column: ak } = a, { values: y, row: bk } = b;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      let p = a.at + i * a.row, q = b.at + j * b.column;
      for (let k = 0; k < depth; k++, p += ak, q += bk) {
        sum = f(sum + f(x[p] * y[q]));
      }
      finish(i * columns + j, sum);
    }
  }
}
