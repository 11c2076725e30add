/**
 * Samples of the unit square, and what a polyline makes of them: which of its points is nearest to
 * each.
 *
 * @module
 */
import type { Point } from "./loss.ts";

/** Samples of the unit square, coordinates apart. */
export interface Samples {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The Kronecker sequence `((i + ½)/n, (i·φ) mod 1)`: n evenly spread points of the unit square.
 * Unlike a grid it has no rows or columns that the pieces of a polyline could settle on.
 */
export function spreadSamples(count: number): Samples {
  const golden = (Math.sqrt(5) - 1) / 2;
  const x = new Float64Array(count), y = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    x[i] = (i + 0.5) / count;
    y[i] = i * golden - Math.floor(i * golden);
  }
  return { x, y };
}

/**
 * Sums per piece: Σu², Σut, Σt², Σu·rx, Σu·ry, Σt·rx, Σt·ry with u = 1 − t; per vertex: count, Σrx,
 * Σry.
 */
export interface Sums {
  readonly inside: Float64Array;
  readonly corner: Float64Array;
}

/**
 * Assigns every sample to its nearest point, sums what the step needs, returns the mean squared
 * distance.
 */
export function assign(
  vertices: readonly Point[],
  samples: Samples,
  sums: Sums,
): number {
  const pieces = vertices.length - 1;
  const ax = new Float64Array(pieces), ay = new Float64Array(pieces);
  const dx = new Float64Array(pieces), dy = new Float64Array(pieces);
  const scale = new Float64Array(pieces);
  for (let i = 0; i < pieces; i++) {
    [ax[i], ay[i]] = vertices[i];
    dx[i] = vertices[i + 1][0] - ax[i];
    dy[i] = vertices[i + 1][1] - ay[i];
    const square = dx[i] * dx[i] + dy[i] * dy[i];
    scale[i] = square > 0 ? 1 / square : 0;
  }
  const { inside, corner } = sums;
  inside.fill(0);
  corner.fill(0);
  const { x, y } = samples;
  let loss = 0;
  for (let s = 0; s < x.length; s++) {
    const px = x[s], py = y[s];
    let best = Infinity, piece = 0, t = 0;
    for (let i = 0; i < pieces; i++) {
      const qx = px - ax[i], qy = py - ay[i];
      let at = (qx * dx[i] + qy * dy[i]) * scale[i];
      at = at < 0 ? 0 : at > 1 ? 1 : at;
      const ex = qx - at * dx[i], ey = qy - at * dy[i];
      const e = ex * ex + ey * ey;
      if (e < best) {
        best = e;
        piece = i;
        t = at;
      }
    }
    loss += best;
    const rx = px - ax[piece] - t * dx[piece];
    const ry = py - ay[piece] - t * dy[piece];
    if (t === 0 || t === 1) {
      const o = 3 * (piece + t);
      corner[o]++;
      corner[o + 1] += rx;
      corner[o + 2] += ry;
    } else {
      const o = 7 * piece, u = 1 - t;
      inside[o] += u * u;
      inside[o + 1] += u * t;
      inside[o + 2] += t * t;
      inside[o + 3] += u * rx;
      inside[o + 4] += u * ry;
      inside[o + 5] += t * rx;
      inside[o + 6] += t * ry;
    }
  }
  return loss / x.length;
}
