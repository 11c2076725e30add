/**
 * SOAP (Vyas et al. 2024, algorithm 3): Adam in the eigenbases of Shampoo's two factors of every
 * matrix; parameters outside matrices take Adam's steps. The host file says where it departs.
 */
import { adam, descend, sweep } from "./adam";
import { ELEMENT } from "./block";
import { accumulate, renew, startBasis } from "./eigenbasis";
import { product } from "./product";
import { Matrix, Run } from "./records";

/** One step. */
export function soap(run: Run): void {
  adam(run);
  for (let i = 0; i < run.matrixCount; i++) {
    const matrix = changetype<Matrix>(run.matrices + <usize> i * offsetof<Matrix>());
    if (run.step == 1) {
      startBasis(matrix.rows, matrix.rowBasis);
      startBasis(matrix.columns, matrix.columnBasis);
    }
    move(run, matrix);
    const rows = matrix.rows, columns = matrix.columns;
    const g = run.gradients + matrix.at, row = <usize> columns * ELEMENT;
    accumulate(run, rows, columns, g, row, ELEMENT, matrix.rowFactor);
    accumulate(run, columns, rows, g, ELEMENT, row, matrix.columnFactor);
    if (run.step > run.refresh && run.step % run.refresh != 0) continue;
    // The mean gradient turns from the old bases to the new ones, the mean square only follows
    // their order.
    const mean = run.firstMoments + matrix.at;
    unrotate(run, matrix, mean, mean);
    const squares = run.secondMoments + matrix.at;
    renew(run, rows, columns, matrix.rowFactor, matrix.rowBasis, squares, row, ELEMENT);
    renew(run, columns, rows, matrix.columnFactor, matrix.columnBasis, squares, ELEMENT, row);
    rotate(run, matrix, mean, mean);
  }
}

/** A step along the gradient of a matrix. */
function move(run: Run, matrix: Matrix): void {
  const at = matrix.at, end = at + <usize> (matrix.rows * matrix.columns) * ELEMENT;
  rotate(run, matrix, run.gradients + at, run.rotated);
  sweep(run, false, at, end, run.rotated - at);
  unrotate(run, matrix, run.rotated, run.rotated);
  descend(run, at, end, run.rotated);
}

/** to = rowBasis·from·columnBasisᵀ: into the eigenbases. */
function rotate(run: Run, matrix: Matrix, from: usize, to: usize): void {
  const m = matrix.rows, n = matrix.columns;
  const row = <usize> n * ELEMENT;
  product(m, n, m, matrix.rowBasis, <usize> m * ELEMENT, ELEMENT, from, row, ELEMENT, run.turned);
  product(m, n, n, run.turned, row, ELEMENT, matrix.columnBasis, ELEMENT, row, to);
}

/** to = rowBasisᵀ·from·columnBasis: out of them. */
function unrotate(run: Run, matrix: Matrix, from: usize, to: usize): void {
  const m = matrix.rows, n = matrix.columns;
  const row = <usize> n * ELEMENT;
  product(m, n, m, matrix.rowBasis, ELEMENT, <usize> m * ELEMENT, from, row, ELEMENT, run.turned);
  product(m, n, n, run.turned, row, ELEMENT, matrix.columnBasis, row, ELEMENT, to);
}
