/**
 * Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"): momentum,
 * made orthogonal by Newton and Schulz's iteration, operation by operation what
 * `src/training/kernel/muon.ts` does: a test holds the two to the same bits.
 *
 * Every layer's own weights are one matrix; all other parameters take Adam's steps, with a learning
 * rate of their own. What differs from the authors' code: the iteration is done in float32, not in
 * bfloat16, and weights of the first and the last layer are matrices like all others.
 *
 * @module
 */
import { z } from "zod";
import type { Tagged } from "../../numerics/tagged.ts";
import { type Matrix, unbiased } from "../matrices.ts";
import {
  decayRate,
  descend,
  flushed,
  Moments,
  momentSettings,
} from "./_moments.ts";
import type { Optimiser } from "./mod.ts";
import { product, rowsOf, transposed } from "./_products.ts";

const schema = z.strictObject({
  kind: z.literal("muon"),
  /** Decay rate of a matrix's mean gradient: the author's value. */
  momentum: decayRate().default(0.95),
  /**
   * Adam's learning rate for all other parameters, as a fraction of that of the matrices: of the
   * author's values, 0.0003 and 0.02.
   */
  singleRate: z.number("use a number").positive("use a number above 0")
    .default(0.015),
  // Adam's, of which the author changes two.
  ...momentSettings,
  beta2: decayRate().default(0.95),
  stabilizer: z.number("use a number").positive("use a number above 0")
    .default(1e-10),
});

/** Muon's settings. */
export type MuonSettings = z.infer<typeof schema>;

/** Whether an optimiser is Muon. */
export function isMuon(optimiser: Tagged): optimiser is MuonSettings {
  return optimiser.kind === "muon";
}

const f = Math.fround;
const coefficients = [3.4445, -4.775, 2.0315].map(f);
const rounds = 5;

/** What is done with an element of a matrix takes as long as so many products. */
const perElementCost = 30;

/**
 * Five steps X ← aX + (bA + cA²)X with A = X·Xᵀ, which bring the singular values of a
 * `[side][depth]` near 1, in place.
 */
function orthogonalise(x: Float32Array, side: number, depth: number): void {
  const [a, b, c] = coefficients;
  const gram = new Float32Array(side * side), bent = gram.slice();
  const next = x.slice();
  for (let round = 0; round < rounds; round++) {
    const rows = rowsOf(x, depth), square = rowsOf(gram, side);
    product(
      [side, side, depth],
      rows,
      transposed(rows),
      (i, sum) => gram[i] = sum,
    );
    product(
      [side, side, side],
      square,
      square,
      (i, sum) => bent[i] = f(f(b * gram[i]) + f(c * sum)),
    );
    product(
      [side, depth, side],
      rowsOf(bent, side),
      rows,
      (i, sum) => next[i] = f(f(a * x[i]) + sum),
    );
    x.set(next);
  }
}

/** The momentum of one matrix. */
class Momentum {
  readonly at: number;
  readonly end: number;
  readonly #rows: number;
  readonly #columns: number;
  readonly #mean: Float32Array;

  constructor({ at, rows, columns }: Matrix) {
    this.at = at;
    this.end = at + rows * columns;
    this.#rows = rows;
    this.#columns = columns;
    this.#mean = new Float32Array(rows * columns);
  }

  /** Takes in a gradient; returns what is to be taken off the matrix. */
  move(gradient: Float32Array, momentum: number, rate: number): Float32Array {
    const rows = this.#rows, columns = this.#columns, mean = this.#mean;
    const decay = f(momentum), rest = f(1 - momentum);
    // Whichever way the shorter side comes first.
    const turn = rows > columns;
    const [side, depth] = turn ? [columns, rows] : [rows, columns];
    const x = new Float32Array(mean.length);
    const place = (i: number) =>
      turn ? (i % depth) * columns + Math.floor(i / depth) : i;
    let square = 0;
    for (let i = 0; i < x.length; i++) {
      const at = place(i), g = f(rest * gradient[at]);
      mean[at] = flushed(f(f(decay * mean[at]) + g));
      // Where the mean will be a step later: Nesterov's.
      x[i] = f(f(decay * mean[at]) + g);
      square = f(square + f(x[i] * x[i]));
    }
    const scale = f(1 / Math.max(f(Math.sqrt(square)), f(1e-7)));
    for (let i = 0; i < x.length; i++) x[i] = f(x[i] * scale);
    orthogonalise(x, side, depth);
    const size = f(rate * Math.sqrt(Math.max(1, columns / rows)));
    const moves = new Float32Array(x.length);
    x.forEach((value, i) => moves[place(i)] = f(size * value));
    return moves;
  }
}

const muon: Optimiser<MuonSettings> = {
  id: "muon",
  summary: "Muon: orthogonal steps for weights, Adam's for all else",
  schema,
  kernel: 2,
  cost: (_settings, matrices) =>
    matrices.map(unbiased).reduce((sum, { rows, columns }) => {
      const size = rows * columns, side = Math.min(rows, columns);
      // Of symmetric products one half is computed.
      const round = side * size * 1.5 + side ** 3 / 2;
      return sum + rounds * round + perElementCost * size;
    }, 0),
  start(settings, count, matrices) {
    const { momentum, singleRate, weightDecay } = settings;
    const moments = new Moments(settings, count);
    const parts = matrices.map((matrix) => new Momentum(unbiased(matrix)));
    // What lies between the matrices, which come in order.
    const singles = [...parts, { at: count }].map(({ at }, i) =>
      [parts[i - 1]?.end ?? 0, at] as const
    );
    return (parameters, gradient, rate) => {
      moments.advance();
      const own = rate * singleRate;
      for (const [from, to] of singles) {
        const moves = gradient.slice(from, to);
        moments.sweep(from, moves, own);
        descend(parameters.subarray(from, to), moves, own * weightDecay);
      }
      for (const part of parts) {
        const { at, end } = part;
        const moves = part.move(gradient.subarray(at, end), momentum, rate);
        descend(parameters.subarray(at, end), moves, rate * weightDecay);
      }
    };
  },
};

export default muon;
