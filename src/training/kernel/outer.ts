/** The gradients of dense layers over a block of samples. */
import { BLOCK, ELEMENT, ROW } from "./block";

/**
 * G[r][q] += Σ_s A[r][s]·B[q][s] for `rows` ∈ {1, 2, 4} × `columns` ∈ {1, 2} elements of G, whose
 * rows lie `rowStride` bytes apart and its columns `columnStride`.
 *
 * The first sample starts the sums: as its loads have been checked against the memory's size,
 * V8 keeps what it compares addresses with in registers while the others run.
 */
// @ts-ignore: decorator
@inline
function tile(
  rows: i32,
  columns: i32,
  a: usize,
  b: usize,
  g: usize,
  rowStride: usize,
  columnStride: usize,
): void {
  let b0 = v128.load(b), b1 = columns > 1 ? v128.load(b, ROW) : b0;
  let x = v128.load(a);
  let g00 = f32x4.mul(x, b0), g01 = f32x4.mul(x, b1);
  if (rows > 1) x = v128.load(a, ROW);
  let g10 = f32x4.mul(x, b0), g11 = f32x4.mul(x, b1);
  if (rows > 2) x = v128.load(a, 2 * ROW);
  let g20 = f32x4.mul(x, b0), g21 = f32x4.mul(x, b1);
  if (rows > 2) x = v128.load(a, 3 * ROW);
  let g30 = f32x4.mul(x, b0), g31 = f32x4.mul(x, b1);
  for (let s = 1; s < BLOCK; s++) {
    a += ELEMENT;
    b += ELEMENT;
    b0 = v128.load(b);
    if (columns > 1) b1 = v128.load(b, ROW);
    x = v128.load(a);
    g00 = f32x4.add(g00, f32x4.mul(x, b0));
    if (columns > 1) g01 = f32x4.add(g01, f32x4.mul(x, b1));
    if (rows > 1) {
      x = v128.load(a, ROW);
      g10 = f32x4.add(g10, f32x4.mul(x, b0));
      if (columns > 1) g11 = f32x4.add(g11, f32x4.mul(x, b1));
    }
    if (rows > 2) {
      x = v128.load(a, 2 * ROW);
      g20 = f32x4.add(g20, f32x4.mul(x, b0));
      if (columns > 1) g21 = f32x4.add(g21, f32x4.mul(x, b1));
      x = v128.load(a, 3 * ROW);
      g30 = f32x4.add(g30, f32x4.mul(x, b0));
      if (columns > 1) g31 = f32x4.add(g31, f32x4.mul(x, b1));
    }
  }
  accumulate(g, g00);
  if (columns > 1) accumulate(g + columnStride, g01);
  if (rows > 1) {
    g += rowStride;
    accumulate(g, g10);
    if (columns > 1) accumulate(g + columnStride, g11);
  }
  if (rows > 2) {
    g += rowStride;
    accumulate(g, g20);
    if (columns > 1) accumulate(g + columnStride, g21);
    g += rowStride;
    accumulate(g, g30);
    if (columns > 1) accumulate(g + columnStride, g31);
  }
}

/** Adds to what stands in memory. */
// @ts-ignore: decorator
@inline
export function accumulate(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** Some rows of a gradient. */
// @ts-ignore: decorator
@inline
function strip(
  rows: i32,
  columns: i32,
  a: usize,
  b: usize,
  g: usize,
  rowStride: usize,
  columnStride: usize,
): void {
  for (; columns >= 2; columns -= 2) {
    tile(rows, 2, a, b, g, rowStride, columnStride);
    b += 2 * ROW;
    g += 2 * columnStride;
  }
  if (columns) tile(rows, 1, a, b, g, rowStride, columnStride);
}

function strip4(n: i32, a: usize, b: usize, g: usize, rowStride: usize, columnStride: usize): void {
  strip(4, n, a, b, g, rowStride, columnStride);
}

/** The gradient of a weight matrix G[rows][columns] += A·Bᵀ over the samples of a block. */
export function outer(rows: i32, columns: i32, a: usize, b: usize, g: usize): void {
  const stride = <usize> columns * ELEMENT;
  for (; rows >= 4; rows -= 4) {
    strip4(columns, a, b, g, stride, ELEMENT);
    a += 4 * ROW;
    g += 4 * stride;
  }
  if (!rows) return;
  // Of the last rows the columns are taken by four.
  for (; columns >= 4; columns -= 4) {
    strip4(rows, b, a, g, ELEMENT, stride);
    b += 4 * ROW;
    g += 4 * ELEMENT;
  }
  if (columns >= 2) {
    strip(2, rows, b, a, g, ELEMENT, stride);
    columns -= 2;
    b += 2 * ROW;
    g += 2 * ELEMENT;
  }
  if (columns) strip(1, rows, b, a, g, ELEMENT, stride);
}

/** The gradient of a bias G[width] += Σ_s D[width][s]. */
export function outerBias(width: i32, d: usize, g: usize): void {
  for (let n = 0; n < width; n++) {
    // Four partial sums, always joined in the same order, hide the latency of the additions.
    let s0 = v128.load(d), s1 = v128.load(d, 16);
    let s2 = v128.load(d, 32), s3 = v128.load(d, 48);
    for (let s: usize = 64; s < ROW; s += 64) {
      s0 = f32x4.add(s0, v128.load(d + s));
      s1 = f32x4.add(s1, v128.load(d + s, 16));
      s2 = f32x4.add(s2, v128.load(d + s, 32));
      s3 = f32x4.add(s3, v128.load(d + s, 48));
    }
    accumulate(g, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    d += ROW;
    g += ELEMENT;
  }
}
