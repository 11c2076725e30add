/**
 * Initial values of a network that bends everywhere and yet is an affine map (Balduzzi et al. 2017,
 * "looks linear"): hidden units come in pairs of opposite weights in and out, so that what the two
 * give together, w·ReLU(z) − w·ReLU(−z), is w·z.
 *
 * Of a layer's units number i and i + ⌈units/2⌉ are a pair. The one that is left of an odd number
 * has outgoing weights of 0.
 *
 * @module
 */
import { activations, isLinear } from "../networks/activations/mod.ts";
import { prepare, run } from "../networks/evaluate.ts";
import { type Architecture, parameterOffsets } from "../networks/network.ts";
import { drawNormal } from "../numerics/normal.ts";
import type { RandomSource } from "../numerics/random.ts";

/** A unit as one of a pair, or by itself. */
interface Unit {
  /** Which of the units that are drawn it is, or is the opposite of. */
  readonly of: number;
  /** The sign of its incoming weights, 1 or −1. */
  readonly reads: number;
  /** That of its outgoing ones, or 0. */
  readonly gives: number;
}

const single = (_: unknown, of: number): Unit => ({ of, reads: 1, gives: 1 });

/** What layer `l − 1` gives, which is what layer l reads: pairs where a hidden layer bends. */
function unitsBefore({ layers }: Architecture, l: number): Unit[] {
  if (l === 0) return Array.from({ length: layers[0].inputs }, single);
  const { outputs: length, activation } = layers[l - 1];
  if (l === layers.length || isLinear(activations.get(activation))) {
    return Array.from({ length }, single);
  }
  const half = Math.ceil(length / 2);
  return Array.from(
    { length },
    (_, i): Unit =>
      i < half
        ? { of: i, reads: 1, gives: i + half < length ? 1 : 0 }
        : { of: i - half, reads: -1, gives: -1 },
  );
}

/**
 * The nearest to some answers of the units before a layer that keeps it looking linear: opposite in
 * all pairs.
 */
export function opposed(
  architecture: Architecture,
  l: number,
  answers: Float64Array,
): Float64Array {
  const units = unitsBefore(architecture, l);
  const sums = new Float64Array(answers.length);
  const counts = sums.slice();
  units.forEach(({ of, gives }, i) => {
    sums[of] += gives * answers[i];
    counts[of]++;
  });
  return answers.map((_, i) => {
    const { of, gives } = units[i];
    return gives * sums[of] / counts[of];
  });
}

/**
 * A random matrix whose rows are orthogonal and of one length, or its columns where those are
 * fewer, so that signals keep their size in all directions (Saxe et al. 2014): Gram–Schmidt on
 * normal deviates.
 *
 * @returns rows whose numbers have the mean square 1/rows
 */
function orthogonal(
  rows: number,
  columns: number,
  random: RandomSource,
): number[][] {
  const length = Math.max(rows, columns);
  const basis: Float64Array[] = [];
  for (let r = 0; r < Math.min(rows, columns); r++) {
    const next = Float64Array.from({ length }, () => drawNormal(random));
    // Twice is enough for the last bits of orthogonality.
    for (const other of [...basis, ...basis]) {
      const shared = next.reduce((sum, x, i) => sum + x * other[i], 0);
      other.forEach((x, i) => next[i] -= shared * x);
    }
    const norm = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    basis.push(next.map((x) => x / norm));
  }
  const scale = Math.sqrt(columns / basis.length);
  return Array.from(
    { length: rows },
    (_, i) =>
      Array.from(
        { length: columns },
        (_, o) => scale * (rows <= columns ? basis[i][o] : basis[o][i]),
      ),
  );
}

/**
 * Parameters of a network that looks linear: orthogonal weights between pairs, the two kinks of
 * each through a sample, and nothing from an affine output where nothing is read.
 *
 * @param gain weights have the mean square gain²/(pairs that a unit reads)
 * @param nextSample what the network reads of the next random sample
 * @param origin what it reads of nothing
 */
export function drawLooksLinear(
  architecture: Architecture,
  gain: number,
  random: RandomSource,
  nextSample: () => Float32Array,
  origin: Float32Array,
): Float64Array {
  const { layers, length } = parameterOffsets(architecture);
  const parameters = new Float64Array(length);
  const drawn = (units: readonly Unit[]) =>
    units.reduce((most, { of }) => Math.max(most, of + 1), 0);
  architecture.layers.forEach(({ inputs, outputs, tiedTo }, l) => {
    const { weights, bias } = layers[l];
    const before = unitsBefore(architecture, l);
    const own = unitsBefore(architecture, l + 1);
    if (tiedTo === null) {
      const matrix = orthogonal(drawn(before), drawn(own), random);
      before.forEach(({ of, gives }, i) =>
        own.forEach((to, o) => {
          parameters[weights + i * outputs + o] = gain * gives * to.reads *
            matrix[of][to.of];
        })
      );
    }
    if (bias === null || drawn(own) === outputs) return;
    const answer = prepare({ architecture, parameters }, 0, l);
    own.forEach(({ of, reads }, o) => {
      if (reads < 0) {
        parameters[bias + o] = -parameters[bias + of];
        return;
      }
      const sample = nextSample();
      const at = answer(sample).at(-1) ?? sample;
      let sum = 0;
      for (let i = 0; i < inputs; i++) {
        const w = tiedTo === null ? i * outputs + o : o * inputs + i;
        sum += at[i] * parameters[weights + w];
      }
      parameters[bias + o] = -sum;
    });
  });
  const last = layers.length - 1, { bias } = layers[last];
  const { activation } = architecture.layers[last];
  if (bias !== null && isLinear(activations.get(activation))) {
    run({ architecture, parameters }, 0, last + 1, origin)
      .forEach((y, o) => parameters[bias + o] -= y);
  }
  return parameters;
}
