/**
 * The running mean of G·Gᵀ and an orthonormal basis that follows its eigenvectors, one per lane.
 * Rows of `basis` are the vectors.
 */
import { ELEMENT } from "./block";
import { gram, product, subtractProduct } from "./product";
import { Run } from "./records";

/** Vectors that are made orthogonal together: rows of a tile of a product. */
const TOGETHER: i32 = 4;

/**
 * factor[side][side] ← β·factor + (1 − β)·G·Gᵀ, where element (i, k) of G stands at
 * g + i·gi + k·gk.
 */
export function accumulate(
  run: Run,
  side: i32,
  depth: i32,
  g: usize,
  gi: usize,
  gk: usize,
  factor: usize,
): void {
  const decay = f32x4.splat(<f32> run.factorDecay);
  const rest = f32x4.splat(<f32> (1.0 - run.factorDecay));
  const negligible = f32x4.splat(1e-30);
  const row = <usize> side * ELEMENT;
  gram(side, depth, g, gi, gk, run.square);
  for (let i: usize = 0; i < <usize> side; i++) {
    for (let j: usize = 0; j <= i; j++) {
      const at = i * row + j * ELEMENT;
      let mean = f32x4.add(
        f32x4.mul(decay, v128.load(factor + at)),
        f32x4.mul(rest, v128.load(run.square + at)),
      );
      // As in Adam's moments.
      mean = v128.andnot(mean, f32x4.le(f32x4.abs(mean), negligible));
      v128.store(factor + at, mean);
      v128.store(factor + j * row + i * ELEMENT, mean);
    }
  }
}

/** Makes a basis the unit vectors. */
export function startBasis(side: i32, basis: usize): void {
  const row = <usize> side * ELEMENT;
  for (let i: usize = 0; i < <usize> side; i++) {
    v128.store(basis + i * (row + ELEMENT), f32x4.splat(1));
  }
}

/**
 * Where each vector belongs when the largest eigenvalue comes first, a number per lane; equal ones
 * keep their order. The factor times the vector is at `images`.
 */
function rank(side: i32, basis: usize, images: usize, estimates: usize, ranks: usize): void {
  const row = <usize> side * ELEMENT;
  for (let i: usize = 0; i < <usize> side; i++) {
    const estimate = dot(side, images + i * row, basis + i * row);
    // What is not a number counts as 0, so that ranks are always a permutation.
    v128.store(estimates + i * ELEMENT, v128.and(estimate, f32x4.eq(estimate, estimate)));
  }
  const end = estimates + row;
  for (let at = estimates; at < end; at += ELEMENT) {
    const own = v128.load(at);
    let before = i32x4.splat(0);
    // A mask is −1 where it holds.
    for (let other = estimates; other < end; other += ELEMENT) {
      const value = v128.load(other);
      const ahead = other < at ? f32x4.ge(value, own) : f32x4.gt(value, own);
      before = i32x4.sub(before, ahead);
    }
    v128.store(ranks, before);
    ranks += ELEMENT;
  }
}

/** Copies row i to the row that it belongs to, in every lane by itself. */
function place(
  side: i32,
  depth: i32,
  ranks: usize,
  from: usize,
  to: usize,
  row: usize,
  column: usize,
): void {
  for (let i: usize = 0; i < <usize> side; i++) {
    for (let lane: usize = 0; lane < ELEMENT; lane += 4) {
      let source = from + i * row + lane;
      let target = to + <usize> load<i32>(ranks + i * ELEMENT + lane) * row + lane;
      for (let k = 0; k < depth; k++) {
        store<f32>(target, load<f32>(source));
        source += column;
        target += column;
      }
    }
  }
}

/**
 * One step of orthogonal iteration: basis ← orthonormalised basis·(factor/trace + 2⁻²⁰). The shift
 * leaves the eigenvectors as they are, and keeps a vector on which the factor is 0, as that of a
 * dead unit, from vanishing: no vector is ever shorter than rounding errors. Before that vectors
 * are sorted, and with them the mean squares, whose element (i, k) stands at squares + i·si + k·sk.
 */
export function renew(
  run: Run,
  side: i32,
  depth: i32,
  factor: usize,
  basis: usize,
  squares: usize,
  si: usize,
  sk: usize,
): void {
  const row = <usize> side * ELEMENT;
  const next = run.square, ranks = run.spare + row;
  let trace = f32x4.splat(1e-30);
  for (let i: usize = 0; i < <usize> side; i++) {
    trace = f32x4.add(trace, v128.load(factor + i * (row + ELEMENT)));
  }
  const scale = f32x4.div(f32x4.splat(1), trace), shift = f32x4.splat(<f32> 9.5367431640625e-7);
  product(side, side, side, basis, row, ELEMENT, factor, row, ELEMENT, next);
  rank(side, basis, next, run.spare, ranks);
  const end = <usize> side * row;
  for (let at: usize = 0; at < end; at += ELEMENT) {
    const moved = f32x4.mul(v128.load(next + at), scale);
    v128.store(next + at, f32x4.add(moved, f32x4.mul(shift, v128.load(basis + at))));
  }
  place(side, side, ranks, next, basis, row, ELEMENT);
  const bytes = <usize> depth * row;
  place(side, depth, ranks, squares, run.turned, si, sk);
  memory.copy(squares, run.turned, bytes);
  orthonormalise(run, side, basis);
  const negligible = f32x4.splat(1e-30);
  for (let at: usize = 0; at < end; at += ELEMENT) {
    const value = v128.load(basis + at);
    v128.store(basis + at, v128.andnot(value, f32x4.le(f32x4.abs(value), negligible)));
  }
}

/**
 * Gram–Schmidt on the rows of a square matrix, a few at a time: each few are made orthogonal to all
 * rows before them and to each other, twice, since once leaves rounding errors that are large
 * beside a short remainder.
 */
function orthonormalise(run: Run, side: i32, rows: usize): void {
  const row = <usize> side * ELEMENT;
  for (let first = 0; first < side; first += TOGETHER) {
    const count = side - first < TOGETHER ? side - first : TOGETHER;
    const few = rows + <usize> first * row;
    for (let pass = 0; pass < 2; pass++) {
      const shares = run.spare, width = <usize> first * ELEMENT;
      product(count, first, side, few, row, ELEMENT, rows, ELEMENT, row, shares);
      subtractProduct(count, side, first, shares, width, ELEMENT, rows, row, ELEMENT, few);
      for (let i = 0; i < count; i++) {
        const vector = few + <usize> i * row;
        for (let j = 0; j < i; j++) {
          const other = few + <usize> j * row;
          const share = dot(side, vector, other);
          for (let at: usize = 0; at < row; at += ELEMENT) {
            const part = f32x4.mul(share, v128.load(other + at));
            v128.store(vector + at, f32x4.sub(v128.load(vector + at), part));
          }
        }
        const scale = f32x4.div(f32x4.splat(1), f32x4.sqrt(dot(side, vector, vector)));
        for (let at: usize = 0; at < row; at += ELEMENT) {
          v128.store(vector + at, f32x4.mul(v128.load(vector + at), scale));
        }
      }
    }
  }
}

/** Σ_k a[k]·b[k], in four sums that are joined at the end, to hide the latency of additions. */
function dot(length: i32, a: usize, b: usize): v128 {
  const zero = f32x4.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  for (; k < length; k++) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    a += ELEMENT;
    b += ELEMENT;
  }
  return f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
}
