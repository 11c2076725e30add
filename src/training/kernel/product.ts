/**
 * Products of small matrices, one per lane. Element (i, k) of a matrix at `a` stands at
 * a + i·ai + k·ak, so that a transposed one is a matter of two strides.
 */
import { ELEMENT } from "./block";

/** Σ_k, for `rows` × `columns` ∈ {4×2, 4×1, 1×4, 1×1} elements of a product. */
// @ts-ignore: decorator
@inline
function tile(
  rows: i32,
  columns: i32,
  subtract: bool,
  depth: i32,
  a: usize,
  ai: usize,
  ak: usize,
  b: usize,
  bk: usize,
  bj: usize,
  c: usize,
  stride: usize,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
  let c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  for (let k = 0; k < depth; k++) {
    const a0 = v128.load(a), b0 = v128.load(b);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    if (rows == 4) {
      const a1 = v128.load(a + ai), a2 = v128.load(a + 2 * ai), a3 = v128.load(a + 3 * ai);
      c10 = f32x4.add(c10, f32x4.mul(a1, b0));
      c20 = f32x4.add(c20, f32x4.mul(a2, b0));
      c30 = f32x4.add(c30, f32x4.mul(a3, b0));
      if (columns == 2) {
        const b1 = v128.load(b + bj);
        c01 = f32x4.add(c01, f32x4.mul(a0, b1));
        c11 = f32x4.add(c11, f32x4.mul(a1, b1));
        c21 = f32x4.add(c21, f32x4.mul(a2, b1));
        c31 = f32x4.add(c31, f32x4.mul(a3, b1));
      }
    } else if (columns == 4) {
      c01 = f32x4.add(c01, f32x4.mul(a0, v128.load(b + bj)));
      c02 = f32x4.add(c02, f32x4.mul(a0, v128.load(b + 2 * bj)));
      c03 = f32x4.add(c03, f32x4.mul(a0, v128.load(b + 3 * bj)));
    }
    a += ak;
    b += bk;
  }
  finish(subtract, c, c00);
  if (columns > 1) finish(subtract, c + 16, c01);
  if (columns > 2) {
    finish(subtract, c + 32, c02);
    finish(subtract, c + 48, c03);
  }
  if (rows == 4) {
    finish(subtract, c + stride, c10);
    finish(subtract, c + 2 * stride, c20);
    finish(subtract, c + 3 * stride, c30);
    if (columns == 2) {
      finish(subtract, c + stride + 16, c11);
      finish(subtract, c + 2 * stride + 16, c21);
      finish(subtract, c + 3 * stride + 16, c31);
    }
  }
}

// @ts-ignore: decorator
@inline
function finish(subtract: bool, at: usize, sum: v128): void {
  v128.store(at, subtract ? f32x4.sub(v128.load(at), sum) : sum);
}

// @ts-ignore: decorator
@inline
function tiles(
  subtract: bool,
  lower: bool,
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  ai: usize,
  ak: usize,
  b: usize,
  bk: usize,
  bj: usize,
  c: usize,
): void {
  const stride = <usize> columns * ELEMENT;
  const whole = rows & ~3;
  let j = 0;
  for (; j + 2 <= columns; j += 2) {
    const bAt = b + <usize> j * bj, cAt = c + <usize> j * ELEMENT;
    for (let i = lower ? j & ~3 : 0; i < whole; i += 4) {
      const row = <usize> i;
      tile(4, 2, subtract, depth, a + row * ai, ai, ak, bAt, bk, bj, cAt + row * stride, stride);
    }
  }
  if (j < columns) {
    const bAt = b + <usize> j * bj, cAt = c + <usize> j * ELEMENT;
    for (let i = lower ? j & ~3 : 0; i < whole; i += 4) {
      const row = <usize> i;
      tile(4, 1, subtract, depth, a + row * ai, ai, ak, bAt, bk, bj, cAt + row * stride, stride);
    }
  }
  for (let i = whole; i < rows; i++) {
    const aAt = a + <usize> i * ai, cAt = c + <usize> i * stride;
    for (j = 0; j + 4 <= columns; j += 4) {
      const column = <usize> j;
      tile(1, 4, subtract, depth, aAt, ai, ak, b + column * bj, bk, bj, cAt + column * ELEMENT, stride);
    }
    for (; j < columns; j++) {
      const column = <usize> j;
      tile(1, 1, subtract, depth, aAt, ai, ak, b + column * bj, bk, bj, cAt + column * ELEMENT, stride);
    }
  }
}

/** C[rows][columns] = A·B, every element summed from k = 0 on. */
export function product(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  ai: usize,
  ak: usize,
  b: usize,
  bk: usize,
  bj: usize,
  c: usize,
): void {
  tiles(false, false, rows, columns, depth, a, ai, ak, b, bk, bj, c);
}

/** C[rows][columns] −= A·B. */
export function subtractProduct(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  ai: usize,
  ak: usize,
  b: usize,
  bk: usize,
  bj: usize,
  c: usize,
): void {
  tiles(true, false, rows, columns, depth, a, ai, ak, b, bk, bj, c);
}

/** C[side][side] = A·Aᵀ, on its diagonal and below. */
export function gram(side: i32, depth: i32, a: usize, ai: usize, ak: usize, c: usize): void {
  tiles(false, true, side, side, depth, a, ai, ak, a, ak, ai, c);
}
