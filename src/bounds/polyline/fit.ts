/**
 * Fits a polyline to points of the unit square: alternates between the nearest point of the
 * polyline for every sample and a linear least-squares problem for the vertices.
 *
 * @module
 */

import type { Point } from "./loss.ts";
import { assign, type Samples, type Sums } from "./samples.ts";

/** A polyline and its mean squared distance from the samples that it was fitted to. */
export interface Fit {
  readonly vertices: Point[];
  /** Mean over the samples of `|p − P(t)|²`, summed over both features. */
  readonly loss: number;
}

/**
 * Moves both ends along their pieces to where the last point of the unit square projects. The
 * encoder may send any number, so the first and the last piece are rays; this makes them just long
 * enough for the square, in place.
 */
export function extendEnds(vertices: Point[]): void {
  const last = vertices.length - 1;
  const extend = (end: number, inner: number) => {
    const [x, y] = vertices[inner];
    const dx = vertices[end][0] - x, dy = vertices[end][1] - y;
    const square = dx * dx + dy * dy;
    if (square === 0) return;
    // A ray that points away from the square keeps a hundredth, so that it has a direction.
    let reach = 0.01;
    for (const [cx, cy] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
      reach = Math.max(reach, ((cx - x) * dx + (cy - y) * dy) / square);
    }
    vertices[end] = [x + reach * dx, y + reach * dy];
  };
  extend(last, last - 1);
  extend(0, 1);
}

/**
 * The vertices after one step. A sample that meets the inside of a piece may slide along it, so its
 * tangential residual counts with weight `hold`: 1 holds its place on the piece (Lloyd's
 * alternation, which can only lower the loss), 0 is Gauss–Newton on the distance, which is faster
 * and may overshoot. Solved by projected Gauss–Seidel, since the kinks are confined to [−reach, 1 +
 * reach]².
 */
function step(
  vertices: readonly Point[],
  sums: Sums,
  hold: number,
  reach: number,
): Point[] {
  const n = vertices.length;
  const { inside, corner } = sums;
  const xx = new Float64Array(n), xy = new Float64Array(n);
  const yy = new Float64Array(n), bx = new Float64Array(n);
  const by = new Float64Array(n);
  const cxx = new Float64Array(n), cxy = new Float64Array(n);
  const cyy = new Float64Array(n);
  for (let v = 0; v < n; v++) {
    // A vertex that no sample needs must not move: the tiny weight keeps its equation regular.
    xx[v] = yy[v] = corner[3 * v] + 1e-6;
    bx[v] = corner[3 * v + 1];
    by[v] = corner[3 * v + 2];
  }
  for (let i = 0; i + 1 < n; i++) {
    const dx = vertices[i + 1][0] - vertices[i][0];
    const dy = vertices[i + 1][1] - vertices[i][1];
    const square = dx * dx + dy * dy;
    const free = square > 0 ? (1 - hold) / square : 0;
    const wxx = 1 - free * dx * dx;
    const wxy = -free * dx * dy;
    const wyy = 1 - free * dy * dy;
    const [uu, ut, tt, ux, uy, tx, ty] = inside.subarray(7 * i, 7 * i + 7);
    xx[i] += uu * wxx;
    xy[i] += uu * wxy;
    yy[i] += uu * wyy;
    xx[i + 1] += tt * wxx;
    xy[i + 1] += tt * wxy;
    yy[i + 1] += tt * wyy;
    cxx[i] = ut * wxx;
    cxy[i] = ut * wxy;
    cyy[i] = ut * wyy;
    bx[i] += ux;
    by[i] += uy;
    bx[i + 1] += tx;
    by[i + 1] += ty;
  }
  const mx = new Float64Array(n), my = new Float64Array(n);
  const low = -reach, high = 1 + reach;
  for (let sweep = 0; sweep < 60; sweep++) {
    let change = 0;
    for (let k = 0; k < n; k++) {
      const v = sweep % 2 === 0 ? k : n - 1 - k;
      let gx = bx[v], gy = by[v];
      if (v > 0) {
        const p = v - 1;
        gx -= cxx[p] * mx[p] + cxy[p] * my[p];
        gy -= cxy[p] * mx[p] + cyy[p] * my[p];
      }
      if (v + 1 < n) {
        gx -= cxx[v] * mx[v + 1] + cxy[v] * my[v + 1];
        gy -= cxy[v] * mx[v + 1] + cyy[v] * my[v + 1];
      }
      const det = xx[v] * yy[v] - xy[v] * xy[v];
      let sx: number, sy: number;
      if (det > 1e-12 * xx[v] * yy[v]) {
        sx = (gx * yy[v] - gy * xy[v]) / det;
        sy = (gy * xx[v] - gx * xy[v]) / det;
      } else {
        sx = mx[v];
        sy = my[v];
      }
      if (v > 0 && v + 1 < n) {
        const [x, y] = vertices[v];
        const cx = Math.min(high - x, Math.max(low - x, sx));
        if (cx !== sx) sy = (gy - xy[v] * cx) / yy[v];
        const cy = Math.min(high - y, Math.max(low - y, sy));
        sx = cx;
        if (cy !== sy && cx === sx) {
          sx = Math.min(
            high - x,
            Math.max(low - x, (gx - xy[v] * cy) / xx[v]),
          );
        }
        sy = cy;
      }
      change = Math.max(change, Math.abs(sx - mx[v]), Math.abs(sy - my[v]));
      mx[v] = sx;
      my[v] = sy;
    }
    if (change < 1e-7) break;
  }
  const moved = vertices.map(([x, y], v): Point => [x + mx[v], y + my[v]]);
  extendEnds(moved);
  return moved;
}

/**
 * Lowers the loss of a polyline until a step gains less than `tolerance` of it, or `iterations`
 * steps are done.
 *
 * @param start the vertices to begin with, the two ends included
 * @param reach how far outside the unit square a kink may lie
 */
export function fitPolyline(
  start: readonly Point[],
  samples: Samples,
  reach: number,
  iterations: number,
  tolerance: number,
): Fit {
  const confine = (value: number) =>
    Math.min(1 + reach, Math.max(-reach, value));
  let vertices = start.map(([x, y]): Point => [confine(x), confine(y)]);
  extendEnds(vertices);
  const n = vertices.length;
  const fresh = (): Sums => ({
    inside: new Float64Array(7 * (n - 1)),
    corner: new Float64Array(3 * n),
  });
  let sums = fresh(), spare = fresh();
  let loss = assign(vertices, samples, sums);
  let hold = 0.1, small = 0;
  for (let i = 0; i < iterations; i++) {
    const moved = step(vertices, sums, hold, reach);
    const trial = assign(moved, samples, spare);
    if (trial < loss) {
      small = loss - trial < tolerance * loss ? small + 1 : 0;
      vertices = moved;
      loss = trial;
      [sums, spare] = [spare, sums];
      hold = Math.max(0.001, hold * 0.5);
      if (small >= 3) break;
    } else {
      if (hold >= 1) break;
      hold = Math.min(1, hold * 4);
    }
  }
  return { vertices, loss };
}
