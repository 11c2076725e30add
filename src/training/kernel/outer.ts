/** The gradients of dense layers over a block of samples. */
import { ELEMENT, ROW } from "./block";

/**
 * G[r][q] += Σ_s A[r][s]·B[q][s] for `rows` ∈ {1, 2} × `columns` ∈ {1, 2, 4}, 4×2 or 4×1 elements
 * of G, whose rows lie `stride` bytes apart.
 */
// @ts-ignore: decorator
@inline
function outerTile(
  rows: i32,
  columns: i32,
  a: usize,
  b: usize,
  g: usize,
  stride: usize,
): void {
  const zero = f32x4.splat(0);
  let g00 = zero, g01 = zero, g02 = zero, g03 = zero;
  let g10 = zero, g11 = zero, g12 = zero, g13 = zero;
  let g20 = zero, g21 = zero, g30 = zero, g31 = zero;
  for (let s: usize = 0; s < ROW; s += ELEMENT) {
    const a0 = v128.load(a + s);
    const b0 = v128.load(b + s);
    g00 = f32x4.add(g00, f32x4.mul(a0, b0));
    if (columns > 1) {
      const b1 = v128.load(b + s, ROW);
      g01 = f32x4.add(g01, f32x4.mul(a0, b1));
      if (rows > 1) {
        const a1 = v128.load(a + s, ROW);
        g10 = f32x4.add(g10, f32x4.mul(a1, b0));
        g11 = f32x4.add(g11, f32x4.mul(a1, b1));
        if (columns > 2) {
          const b2 = v128.load(b + s, 2 * ROW);
          g02 = f32x4.add(g02, f32x4.mul(a0, b2));
          g12 = f32x4.add(g12, f32x4.mul(a1, b2));
          const b3 = v128.load(b + s, 3 * ROW);
          g03 = f32x4.add(g03, f32x4.mul(a0, b3));
          g13 = f32x4.add(g13, f32x4.mul(a1, b3));
        }
        if (rows > 2) {
          const a2 = v128.load(a + s, 2 * ROW);
          g20 = f32x4.add(g20, f32x4.mul(a2, b0));
          g21 = f32x4.add(g21, f32x4.mul(a2, b1));
          const a3 = v128.load(a + s, 3 * ROW);
          g30 = f32x4.add(g30, f32x4.mul(a3, b0));
          g31 = f32x4.add(g31, f32x4.mul(a3, b1));
        }
      } else if (columns > 2) {
        g02 = f32x4.add(g02, f32x4.mul(a0, v128.load(b + s, 2 * ROW)));
        g03 = f32x4.add(g03, f32x4.mul(a0, v128.load(b + s, 3 * ROW)));
      }
    } else if (rows > 1) {
      g10 = f32x4.add(g10, f32x4.mul(v128.load(a + s, ROW), b0));
    }
    if (rows > 2 && columns == 1) {
      g20 = f32x4.add(g20, f32x4.mul(v128.load(a + s, 2 * ROW), b0));
      g30 = f32x4.add(g30, f32x4.mul(v128.load(a + s, 3 * ROW), b0));
    }
  }
  accumulate(g, g00);
  if (columns > 1) accumulate(g + 16, g01);
  if (columns > 2) {
    accumulate(g + 32, g02);
    accumulate(g + 48, g03);
  }
  if (rows > 1) {
    accumulate(g + stride, g10);
    if (columns > 1) accumulate(g + stride + 16, g11);
    if (columns > 2) {
      accumulate(g + stride + 32, g12);
      accumulate(g + stride + 48, g13);
    }
  }
  if (rows > 2) {
    accumulate(g + 2 * stride, g20);
    accumulate(g + 3 * stride, g30);
    if (columns > 1) {
      accumulate(g + 2 * stride + 16, g21);
      accumulate(g + 3 * stride + 16, g31);
    }
  }
}

// @ts-ignore: decorator
@inline
function accumulate(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** The gradient of a weight matrix G[rows][columns] += A·Bᵀ over the samples of a block. */
export function outer(rows: i32, columns: i32, a: usize, b: usize, g: usize): void {
  const stride = <usize> columns * ELEMENT;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let q = 0;
    let bq = b, gq = g;
    for (; q + 2 <= columns; q += 2) {
      outerTile(4, 2, a, bq, gq, stride);
      bq += 2 * ROW;
      gq += 32;
    }
    if (q < columns) outerTile(4, 1, a, bq, gq, stride);
    a += 4 * ROW;
    g += 4 * stride;
  }
  if (r + 2 <= rows) {
    outerRows(2, columns, a, b, g, stride);
    r += 2;
    a += 2 * ROW;
    g += 2 * stride;
  }
  if (r < rows) outerRows(1, columns, a, b, g, stride);
}

/** The last one or two rows of a gradient. */
// @ts-ignore: decorator
@inline
function outerRows(rows: i32, columns: i32, a: usize, b: usize, g: usize, stride: usize): void {
  let q = 0;
  for (; q + 4 <= columns; q += 4) {
    outerTile(rows, 4, a, b, g, stride);
    b += 4 * ROW;
    g += 4 * ELEMENT;
  }
  if (q + 2 <= columns) {
    outerTile(rows, 2, a, b, g, stride);
    q += 2;
    b += 2 * ROW;
    g += 2 * ELEMENT;
  }
  if (q < columns) outerTile(rows, 1, a, b, g, stride);
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
