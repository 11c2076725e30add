/**
 * The loss of a polyline whose encoder is ideal: two dense features, each point of the unit square
 * sent to the nearest point of the polyline.
 *
 * @module
 */

/** A point of the plane. */
export type Point = [x: number, y: number];

/** A loss and how far off it may be. */
export interface BoundedLoss {
  /** `E[min_t |p − P(t)|²] / 2`: the mean over the two features. */
  readonly mse: number;
  /** The exact value lies within `mse ± error`; rounding, below 1e-9, comes on top. */
  readonly error: number;
}

/** `a·y² + b·y + c`, the squared distance along a column, valid for `from ≤ y ≤ to`. */
interface Parabola {
  a: number;
  b: number;
  c: number;
  from: number;
  to: number;
}

const valueAt = (q: Parabola, y: number) => (q.a * y + q.b) * y + q.c;

/**
 * Nothing narrower than this is resolved within a column; the distance is continuous, so the loss
 * hardly sees it.
 */
const RESOLUTION = 1e-7;

/**
 * Squared distances, as functions of y at a fixed x, from every piece and every vertex, each where
 * the foot of (x, y) lies on it: between two lines at right angles to a piece, and in the wedge
 * that they leave at a vertex.
 */
function parabolas(vertices: readonly Point[], x: number): Parabola[] {
  const result: Parabola[] = [];
  let from = 0, to = 1;
  vertices.forEach(([vx, vy], i) => {
    const ex = x - vx;
    const vertex = { a: 1, b: -2 * vy, c: vy * vy + ex * ex, from, to };
    result.push(vertex);
    if (i + 1 === vertices.length) return;
    const dx = vertices[i + 1][0] - vx, dy = vertices[i + 1][1] - vy;
    const square = dx * dx + dy * dy;
    const piece = { a: 0, b: 0, c: 0, from: 0, to: 1 };
    // The foot is (ex·dx + (y − vy)·dy)/square of the way along the piece: 0 at y0 and 1 at y1.
    const level = dy * dy <= 1e-20 * square;
    const y0 = vy - ex * dx / dy, y1 = y0 + square / dy;
    from = 0;
    to = 1;
    if (!level && dy > 0) {
      vertex.to = Math.min(vertex.to, y0);
      piece.from = Math.max(0, y0);
      piece.to = Math.min(1, y1);
      from = piece.to;
    } else if (!level) {
      vertex.from = Math.max(vertex.from, y0);
      piece.from = Math.max(0, y1);
      piece.to = Math.min(1, y0);
      to = piece.from;
    } else if (ex * dx < 0) piece.to = to = -1;
    else if (ex * dx > square) piece.to = vertex.to = -1;
    else vertex.to = to = -1;
    const offset = ex * dy + vy * dx;
    piece.a = dx * dx / square;
    piece.b = -2 * offset * dx / square;
    piece.c = offset * offset / square;
    result.push(piece);
  });
  return result.filter((q) => q.from < q.to);
}

/** The smallest y > `after` (and ≤ `to`) from which `q` lies below `winner`, or Infinity. */
function overtakes(
  q: Parabola,
  winner: Parabola,
  after: number,
  to: number,
): number {
  if (q.to <= after || q.from >= to) return Infinity;
  const a = q.a - winner.a, b = q.b - winner.b, c = q.c - winner.c;
  const start = Math.max(q.from, after);
  if (start > after && (a * start + b) * start + c < 0) return start;
  let root: number;
  if (a === 0) {
    if (b >= 0) return Infinity;
    root = -c / b;
  } else {
    const discriminant = b * b - 4 * a * c;
    if (discriminant <= 0) return Infinity;
    // Where a·y² + b·y + c falls through 0: (−b − √D)/2a, written without cancellation.
    const s = Math.sqrt(discriminant);
    root = b < 0 ? 2 * c / (s - b) : -(b + s) / (2 * a);
  }
  return root > start && root < Math.min(to, q.to) ? root : Infinity;
}

/**
 * The vertices without those that repeat the one before to within 1e-12, which leaves no direction.
 */
function distinct(vertices: readonly Point[]): Point[] {
  const result: Point[] = [];
  for (const [x, y] of vertices) {
    const last = result.at(-1);
    const dx = x - (last?.[0] ?? Infinity), dy = y - (last?.[1] ?? Infinity);
    if (dx * dx + dy * dy > 1e-24) result.push([x, y]);
  }
  return result;
}

/** `∫₀¹ min_t |(x, y) − P(t)|² dy`, exactly: walks up the lower envelope of the parabolas. */
function columnLoss(vertices: readonly Point[], x: number): number {
  const candidates = parabolas(vertices, x);
  let y = 0, sum = 0;
  while (y < 1) {
    const probe = y + RESOLUTION;
    let winner = candidates[0], lowest = Infinity;
    for (const q of candidates) {
      if (q.from > probe || q.to < probe) continue;
      const value = valueAt(q, probe);
      if (value < lowest) {
        lowest = value;
        winner = q;
      }
    }
    let next = winner.to;
    for (const q of candidates) {
      if (q !== winner) {
        next = Math.min(next, overtakes(q, winner, probe, next));
      }
    }
    next = Math.min(1, Math.max(next, probe));
    // Simpson's rule is exact for a parabola and loses no digits to cancellation.
    sum += (next - y) / 6 * (valueAt(winner, y) +
      4 * valueAt(winner, (y + next) / 2) + valueAt(winner, next));
    y = next;
  }
  return sum;
}

/**
 * The loss of a polyline under the ideal encoder.
 *
 * Columns are integrated exactly, and `columns` of them, each with its middle and its edges, by
 * Simpson's rule. The bound needs no smoothness: `min_t |p − P(t)|² = |p|² − max_t (2p·P(t) −
 * |P(t)|²)`, and the maximum is convex in p, so that the midpoint rule can only underrate its
 * integral and the trapezoidal rule only overrate it.
 */
export function polylineLoss(
  vertices: readonly Point[],
  columns: number,
): BoundedLoss {
  const path = distinct(vertices);
  const h = 1 / columns;
  let middle = 0, edges = 0;
  for (let i = 0; i < columns; i++) {
    middle += columnLoss(path, (i + 0.5) * h);
    edges += columnLoss(path, i * h);
  }
  edges += (columnLoss(path, 1) - columnLoss(path, 0)) / 2;
  middle *= h;
  edges *= h;
  const loss = (2 * middle + edges) / 3;
  // The trapezoidal rule gives x² itself h²/6 too much. The other end of the interval is half as
  // far away.
  const low = edges - h * h / 6;
  return { mse: loss / 2, error: Math.max(0, loss - low) / 2 };
}
