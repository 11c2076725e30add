/**
 * The best reproduction alphabet of a source at one slope of its rate–distortion curve: which
 * letters y the decoder should answer with, and how often, so that `E[−ln Σ_y q(y) e^{−(X−y)²/2}]`
 * is least.
 *
 * Lengths are in units of 1/√(2s), s the slope in nats per squared error, so that the kernel
 * `e^{−s(x−y)²}` is `e^{−u²/2}`. On a bounded source whose curve lies above Shannon's lower bound
 * the best alphabet is finite (Rose, 1994), and finding it is the same problem as the
 * maximum-likelihood mixture of unit Gaussians (Kiefer and Wolfowitz, 1956). Here letters and
 * weights move together by damped Newton steps; letters that the optimality conditions miss are put
 * in, letters that lose their weight are taken out.
 *
 * @module
 */
import { exponential, naturalLog } from "../../numerics/elementary.ts";
import {
  addOutput,
  gains,
  type Letter,
  reach,
  type Source,
} from "./letter_gain.ts";

/** An alphabet and its certificate. */
export interface Alphabet {
  /** The letters that were free; their weights and those held sum to the mass of the source. */
  readonly letters: readonly Letter[];
  /** `c(x) = Σ q e^{−(x−y)²/2}` at each position, over free and held letters. */
  readonly output: Float64Array;
  /** M ≥ 1 with `Σ mass·e^{−(x−y)²/2}/c(x) ≤ M` for every real y; 1 only for the best alphabet. */
  readonly excess: number;
}

/** Letters nearer than this are merged. */
const nearest = 0.3;
/**
 * Covers the roundings of sums of about a thousand terms, and what the quadrature of a density
 * leaves out.
 */
const slack = 5e-9;

/**
 * Solves A·x = b in place of b for a symmetric positive definite A (its lower half), by Cholesky;
 * false if it is not.
 */
function solve(A: Float64Array, b: Float64Array): boolean {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * n + j];
      for (let k = 0; k < j; k++) sum -= A[i * n + k] * A[j * n + k];
      if (i > j) A[i * n + j] = sum / A[j * n + j];
      else if (sum > 0) A[i * n + i] = Math.sqrt(sum);
      else return false;
    }
    for (let k = 0; k < i; k++) b[i] -= A[i * n + k] * b[k];
    b[i] /= A[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= A[k * n + i] * b[k];
    b[i] /= A[i * n + i];
  }
  return true;
}

/**
 * Gradient and curvature of `Σ mass·ln c − Σ q` over (ln q, y) of each letter, two entries per
 * letter. Curvature is the Gauss–Newton part and the part `−q·D″` of each letter, which is what
 * remains at the optimum, and is positive.
 */
function model(
  { positions, masses }: Source,
  letters: readonly Letter[],
  output: Float64Array,
) {
  const n = 2 * letters.length;
  const gradient = new Float64Array(n), curvature = new Float64Array(n * n);
  const bend = new Float64Array(letters.length);
  const row = new Float64Array(n), column = new Int32Array(n);
  for (let i = 0; i < positions.length; i++) {
    let used = 0;
    for (let j = 0; j < letters.length; j++) {
      const u = positions[i] - letters[j].y;
      if (u > reach) continue;
      if (u < -reach) break;
      const share = letters[j].q * exponential(-u * u / 2) / output[i];
      if (share < 1e-14) continue;
      bend[j] += masses[i] * share * (1 - u * u);
      column[used] = 2 * j;
      row[used++] = share;
      column[used] = 2 * j + 1;
      row[used++] = share * u;
    }
    for (let a = 0; a < used; a++) {
      const weighted = masses[i] * row[a], start = column[a] * n;
      gradient[column[a]] += weighted;
      for (let b = 0; b <= a; b++) {
        curvature[start + column[b]] += weighted * row[b];
      }
    }
  }
  letters.forEach(({ q }, j) => {
    gradient[2 * j] -= q;
    curvature[(2 * j + 1) * (n + 1)] += Math.max(0, bend[j]);
  });
  return { gradient, curvature };
}

/**
 * How much `Σ mass·ln c − Σ q` rises from one alphabet to another; their difference would drown a
 * small rise.
 */
function rise(
  { masses }: Source,
  from: Float64Array,
  to: Float64Array,
  letters: readonly Letter[],
  next: readonly Letter[],
): number {
  let sum = 0;
  for (let i = 0; i < masses.length; i++) {
    const ratio = to[i] / from[i];
    // A rounding at a large atom is no rise.
    if (Math.abs(ratio - 1) > 1e-15) sum += masses[i] * naturalLog(ratio);
  }
  letters.forEach(({ q }, j) => sum -= next[j].q - q);
  return sum;
}

const clamp = (x: number, low: number, high: number) =>
  Math.min(high, Math.max(low, x));

/**
 * Merges letters that have come together, drops those without weight, and gives the rest the mass
 * they share.
 */
function tidy(letters: readonly Letter[], mass: number): Letter[] {
  const kept: Letter[] = [];
  for (const letter of [...letters].sort((a, b) => a.y - b.y)) {
    if (letter.q < 1e-12 * mass) continue;
    const last = kept.at(-1);
    if (last && letter.y - last.y < nearest) {
      const q = last.q + letter.q;
      kept[kept.length - 1] = {
        y: (last.y * last.q + letter.y * letter.q) / q,
        q,
      };
    } else kept.push(letter);
  }
  const scale = mass / kept.reduce((sum, { q }) => sum + q, 0);
  return kept.map(({ y, q }) => ({ y, q: q * scale }));
}

/**
 * The best alphabet of a source, up to an `excess` of about 1 + `tolerance`; the excess that it
 * returns holds whether or not the search got so far.
 *
 * @param start letters to begin with, any weights above 0
 */
export function bestAlphabet(
  source: Source,
  start: readonly Letter[],
  tolerance: number,
): Alphabet {
  const { positions, masses, held } = source;
  const low = positions[0], high = positions[positions.length - 1];
  const background = addOutput(
    source,
    held,
    new Float64Array(positions.length),
  );
  const outputOf = (letters: readonly Letter[]) =>
    addOutput(source, letters, background.slice());
  // Taken off one by one: a large atom and the letter held for it cancel before the rest is added.
  const mass = masses.reduce((sum, m, i) => sum + (m - (held[i]?.q ?? 0)), 0);
  let letters = tidy(start, mass), output = outputOf(letters);
  let best = { letters, output, highest: Infinity };
  let damping = 1e-3;
  // Fine enough for the interpolation between grid points, whose error is about h⁴/384.
  const spacing = Math.min(0.25, Math.sqrt(Math.sqrt(50 * tolerance)));
  for (let round = 0, stalled = 0; round < 40 && stalled < 8; round++) {
    const { peaks, highest } = gains(source, output, spacing);
    stalled = 2 * (highest - 1) < best.highest - 1 ? 0 : stalled + 1;
    if (highest < best.highest) best = { letters, output, highest };
    if (best.highest < 1 + tolerance) break;
    const missing = peaks.filter(({ y, value }) =>
      value > 1 + tolerance &&
      letters.every((letter) => Math.abs(letter.y - y) > nearest)
    );
    letters = [
      ...letters,
      ...missing.map(({ y, value }) => {
        const nearby = output[positions.findLastIndex((x) => x <= y)];
        return { y, q: 0.2 * nearby * Math.min(1, value - 1) };
      }),
    ].sort((a, b) => a.y - b.y);
    output = outputOf(letters);
    damping = Math.min(damping, 1e-3);
    for (let step = 0; step < 6; step++) {
      const { gradient, curvature } = model(source, letters, output);
      let risen = 0;
      for (let attempt = 0; attempt < 10 && !(risen > 0); attempt++) {
        const damped = curvature.slice(), move = gradient.slice();
        for (let a = 0; a < move.length; a++) {
          // The gradient's share makes every step short in the end, even where curvature is next to
          // nothing.
          damped[a * (move.length + 1)] += damping *
            (damped[a * (move.length + 1)] + Math.abs(gradient[a]));
        }
        if (solve(damped, move)) {
          const next = letters.map(({ y, q }, j) => ({
            y: clamp(y + clamp(move[2 * j + 1], -0.5, 0.5), low, high),
            q: q * (1 + Math.max(-0.9, move[2 * j])),
          }));
          const nextOutput = outputOf(next);
          risen = rise(source, output, nextOutput, letters, next);
          if (risen > 0) [letters, output] = [next, nextOutput];
        }
        damping = risen > 0 ? Math.max(damping / 5, 1e-12) : damping * 8;
      }
      if (!(risen > 0)) break;
    }
    letters = tidy(letters, mass);
    output = outputOf(letters);
  }
  const { bound } = gains(source, best.output, 0.03);
  return {
    letters: best.letters,
    output: best.output,
    excess: Math.max(1, bound) * (1 + slack),
  };
}
