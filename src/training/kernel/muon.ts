/**
 * Muon (Jordan et al. 2024): momentum, made orthogonal by Newton and Schulz's iteration, for weight
 * matrices; parameters outside matrices take Adam's steps.
 */
import { adam, descend } from "./adam";
import { ELEMENT } from "./block";
import { gram, product } from "./product";
import { Matrix, Run } from "./records";
import { learningRateAt } from "./schedule";

/** One step. */
export function muon(run: Run): void {
  adam(run);
  for (let i = 0; i < run.matrixCount; i++) {
    const matrix = changetype<Matrix>(run.matrices + <usize> i * offsetof<Matrix>());
    const rows = matrix.rows, columns = matrix.columns, at = matrix.at;
    // Whichever way the shorter side comes first.
    const turn = rows > columns;
    const side = turn ? columns : rows, depth = turn ? rows : columns;
    const si = turn ? ELEMENT : <usize> columns * ELEMENT;
    const sk = turn ? <usize> columns * ELEMENT : ELEMENT;
    look(run, side, depth, at, si, sk);
    const from = orthogonalise(run, side, depth);
    const ratio = Math.sqrt(Math.max(1.0, <f64> columns / <f64> rows));
    const size = f32x4.splat(<f32> (learningRateAt(run, run.step) * ratio));
    const moves = from == run.rotated ? run.turned : run.rotated;
    let x = from;
    for (let j: usize = 0; j < <usize> side; j++) {
      for (let k: usize = 0; k < <usize> depth; k++) {
        v128.store(moves + j * si + k * sk, f32x4.mul(size, v128.load(x)));
        x += ELEMENT;
      }
    }
    descend(run, at, at + <usize> (rows * columns) * ELEMENT, moves);
  }
}

/**
 * Takes the gradient into the mean; writes where that will be a step later (Nesterov), divided by
 * its length, to rotated[side][depth].
 */
function look(run: Run, side: i32, depth: i32, at: usize, si: usize, sk: usize): void {
  const momentum = f32x4.splat(<f32> run.momentum);
  const rest = f32x4.splat(<f32> (1.0 - run.momentum));
  const negligible = f32x4.splat(1e-30);
  const means = run.firstMoments + at, gradients = run.gradients + at;
  let square = f32x4.splat(0);
  let x = run.rotated;
  for (let i: usize = 0; i < <usize> side; i++) {
    for (let k: usize = 0; k < <usize> depth; k++) {
      const place = i * si + k * sk;
      const g = f32x4.mul(rest, v128.load(gradients + place));
      let m = f32x4.add(f32x4.mul(momentum, v128.load(means + place)), g);
      // As in Adam's moments.
      m = v128.andnot(m, f32x4.le(f32x4.abs(m), negligible));
      v128.store(means + place, m);
      const ahead = f32x4.add(f32x4.mul(momentum, m), g);
      v128.store(x, ahead);
      square = f32x4.add(square, f32x4.mul(ahead, ahead));
      x += ELEMENT;
    }
  }
  const scale = f32x4.div(f32x4.splat(1), f32x4.max(f32x4.sqrt(square), f32x4.splat(1e-7)));
  for (let y = run.rotated; y < x; y += ELEMENT) {
    v128.store(y, f32x4.mul(v128.load(y), scale));
  }
}

/**
 * Five steps X ← aX + (bA + cA²)X with A = X·Xᵀ, which bring the singular values of
 * rotated[side][depth] near 1; returns where the last one ends: `rotated` or `turned`.
 */
function orthogonalise(run: Run, side: i32, depth: i32): usize {
  const a = f32x4.splat(3.4445), b = f32x4.splat(-4.775), c = f32x4.splat(2.0315);
  const row = <usize> depth * ELEMENT, short = <usize> side * ELEMENT;
  const squares = <usize> side * short, size = <usize> side * row;
  let x = run.rotated, next = run.turned;
  for (let round = 0; round < 5; round++) {
    gram(side, depth, x, row, ELEMENT, run.square);
    mirror(side, run.square);
    gram(side, side, run.square, short, ELEMENT, run.spare);
    mirror(side, run.spare);
    for (let i: usize = 0; i < squares; i += ELEMENT) {
      const linear = f32x4.mul(b, v128.load(run.square + i));
      v128.store(run.spare + i, f32x4.add(linear, f32x4.mul(c, v128.load(run.spare + i))));
    }
    product(side, depth, side, run.spare, short, ELEMENT, x, row, ELEMENT, next);
    for (let i: usize = 0; i < size; i += ELEMENT) {
      v128.store(next + i, f32x4.add(f32x4.mul(a, v128.load(x + i)), v128.load(next + i)));
    }
    const old = x;
    x = next;
    next = old;
  }
  return x;
}

/** Copies what is below the diagonal to above it. */
function mirror(side: i32, square: usize): void {
  const row = <usize> side * ELEMENT;
  for (let i: usize = 1; i < <usize> side; i++) {
    for (let j: usize = 0; j < i; j++) {
      v128.store(square + j * row + i * ELEMENT, v128.load(square + i * row + j * ELEMENT));
    }
  }
}
