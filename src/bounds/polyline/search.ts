/**
 * The best polyline found: what a decoder with k kinks on one hidden number can do for two dense
 * features when the encoder is ideal. It is computed by optimisation from many starts, not proved.
 *
 * Such a decoder paints k + 1 straight pieces through feature space, and the ideal encoder sends
 * every point of the unit square to the nearest one. If the kinks may lie anywhere, the best is not
 * a polyline but a limit: a zigzag whose kinks move away from the square, above and below in turn,
 * until its pieces cross the square as k + 1 parallel strips; {@link polylineInfimum} gives its
 * loss. Closer kinks cost loss; kinks inside the square are the case of a decoder that, between its
 * ends, paints nothing that is not a feature value. Only the limit bounds every network with k
 * kinks.
 *
 * @module
 */
import { type RandomSource, randomStream } from "../../numerics/random.ts";
import { type Fit, fitPolyline } from "./fit.ts";
import { spreadSamples } from "./samples.ts";
import { type Point, polylineLoss } from "./loss.ts";

/** What to search, and how long. */
export interface PolylineOptions {
  /** k, a whole number of at least 0; the polyline has k + 1 pieces. */
  readonly kinks: number;
  /**
   * How far outside the unit square a kink may lie, at least 0 and finite. The open ends are not
   * confined.
   */
  readonly reach: number;
  /** Random starts beside the patterned ones, at least 0. */
  readonly starts: number;
  /** Perturbations of the best start, each kept where it ends lower; at least 0. */
  readonly hops: number;
  /** Names the random stream. */
  readonly seed: number;
}

/** A good search: all k from 1 to 24 take about half a minute on one core. */
export const POLYLINE_SEARCH = { reach: 0, starts: 20, hops: 300, seed: 1 };

/** The best polyline found for a number of kinks. */
export interface Polyline {
  readonly kinks: number;
  readonly reach: number;
  /**
   * The k + 2 vertices, `[x, y]`. The first and the last are no kinks: they mark where the last
   * point of the square projects on the open end, and may lie outside the square.
   */
  readonly vertices: Point[];
  /** `E[min_t |p − P(t)|²] / 2` on the unit square, the mean over the two features. */
  readonly mse: number;
  /** The exact loss of these vertices lies within `mse ± mseError`, see {@link polylineLoss}. */
  readonly mseError: number;
  /** `12·mse`: both features have variance 1/12. */
  readonly fvu: number;
  /**
   * The start that led here: `zigzag`, `serpentine` or `random`, and how often a perturbation
   * improved it.
   */
  readonly start: string;
  readonly improvements: number;
}

/** Columns of the final integral; its error bound stays near 1e-9. */
const COLUMNS = 8000;
/** Samples per piece while searching, and samples of the last fit. */
const SEARCH_SAMPLES = 60, FINAL_SAMPLES = 20000;

/**
 * The loss that k kinks approach and never reach as they move to infinity: k + 1 parallel strips,
 * `1/(24(k+1)²)`. The centred quantized code with Z = k + 1 has the same loss. No arrangement of k
 * + 1 lines that was tried does better.
 */
export function polylineInfimum(kinks: number): number {
  return 1 / (24 * (kinks + 1) * (kinks + 1));
}

/**
 * A proved lower bound of every polyline with k kinks, anywhere: `1/(48(k+1)²)`. Within a distance
 * d of a line lies at most 2√2·d of the unit square, so at most `2√2·(k+1)·d` lies within d of k +
 * 1 of them; integrating `2d·(1 − 2√2(k+1)d)` up to where it vanishes gives `1/(24(k+1)²)` for both
 * features together.
 */
export function polylineLowerBound(kinks: number): number {
  return polylineInfimum(kinks) / 2;
}

/**
 * A polyline through columns of even width, up and down in turn; `turns[i]` kinks where column i
 * meets the next.
 */
function columnPath(turns: readonly number[], lean: number): Point[] {
  const columns = turns.length + 1;
  const path: Point[] = [[0.5 / columns, 0]];
  turns.forEach((kinks, i) => {
    const side = i % 2 === 0 ? 1 : 0;
    for (let j = 0; j < kinks; j++) {
      const across = i + 0.5 + (j + 0.5) / kinks + (side ? -lean : lean);
      path.push([across / columns, side]);
    }
  });
  path.push([1 - 0.5 / columns, columns % 2]);
  return path;
}

/**
 * One kink a turn, leaning so that every other piece is steeper; and two kinks a turn as far as
 * they go.
 */
function* patternedStarts(kinks: number): Generator<[string, Point[]]> {
  for (const lean of [0, 0.3, 0.7]) {
    yield ["zigzag", columnPath(Array(kinks).fill(1), lean)];
  }
  const turns = Math.ceil(kinks / 2);
  const square = Array.from(
    { length: turns },
    (_, i) =>
      Math.floor((i + 1) * kinks / turns) - Math.floor(i * kinks / turns),
  );
  yield ["serpentine", columnPath(square, 0)];
}

/** Another order of the same vertices, or the same order with all vertices shaken. */
function perturb(vertices: readonly Point[], random: RandomSource): Point[] {
  const n = vertices.length;
  const pick = () => Math.floor(random.uniform() * n);
  const result = vertices.map(([x, y]): Point => [x, y]);
  const move = random.uniform();
  if (move < 0.3) {
    const a = pick(), b = pick();
    const from = Math.min(a, b), to = Math.max(a, b) + 1;
    result.splice(from, to - from, ...result.slice(from, to).reverse());
  } else if (move < 0.4) {
    const a = pick(), b = pick();
    [result[a], result[b]] = [result[b], result[a]];
  } else if (move < 0.5) {
    result.splice(pick(), 1);
    result.splice(pick(), 0, [random.uniform(), random.uniform()]);
  } else {
    const size = 0.4 * random.uniform();
    for (const point of result) {
      point[0] += size * (random.uniform() - 0.5);
      point[1] += size * (random.uniform() - 0.5);
    }
  }
  return result;
}

/**
 * The best polyline found. Deterministic: the same options give the same bits.
 *
 * @throws {RangeError} naming the option, its value and its range
 */
export function bestPolyline(options: PolylineOptions): Polyline {
  const { kinks, reach, starts, hops, seed } = options;
  for (const [name, value] of Object.entries({ kinks, starts, hops })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(
        `${name} is ${value}: it must be a whole number of at least 0`,
      );
    }
  }
  if (!(reach >= 0 && reach < Infinity)) {
    throw new RangeError(
      `reach is ${reach}: it must be finite and at least 0; the limit of far kinks is polylineInfimum`,
    );
  }
  const random = randomStream(`polyline/${kinks}/${reach}`, seed, "search");
  const samples = spreadSamples(Math.max(1000, SEARCH_SAMPLES * (kinks + 1)));
  const fit = (vertices: readonly Point[], steps: number) =>
    fitPolyline(vertices, samples, reach, steps, 1e-4);

  let start = "none", improvements = 0;
  let best: Fit = { vertices: [], loss: Infinity };
  const offer = (name: string, vertices: Point[]) => {
    const found = fit(vertices, 150);
    if (found.loss < best.loss) {
      best = found;
      start = name;
    }
  };
  for (const [name, vertices] of patternedStarts(kinks)) offer(name, vertices);
  const anywhere = (): Point => [random.uniform(), random.uniform()];
  for (let i = 0; i < starts; i++) {
    offer("random", Array.from({ length: kinks + 2 }, anywhere));
  }
  for (let i = 0; i < hops; i++) {
    // Most perturbations are hopeless after a few steps already; only the others are worth a full
    // fit.
    let found = fit(perturb(best.vertices, random), 12);
    if (found.loss < 1.15 * best.loss) found = fit(found.vertices, 60);
    if (found.loss < best.loss) {
      best = found;
      improvements++;
    }
  }
  const { vertices } = fitPolyline(
    best.vertices,
    spreadSamples(FINAL_SAMPLES),
    reach,
    300,
    1e-6,
  );
  const { mse, error } = polylineLoss(vertices, COLUMNS);
  return {
    kinks,
    reach,
    vertices,
    mse,
    mseError: error,
    fvu: 12 * mse,
    start,
    improvements,
  };
}
