/**
 * A feature space of one or two dimensions, cut into the pieces on which a network is affine: see
 * `exact_loss.ts`.
 *
 * @module
 */
import {
  type LayerOffsets,
  type Network,
  parameterOffsets,
} from "../networks/network.ts";
import { activations } from "../networks/activations/mod.ts";

/** Convex pieces of the feature space, as flat lists that grow while they are cut. */
export interface Mesh {
  /** n, the coordinates of a corner. */
  readonly dimensions: number;
  /** Numbers per corner in `values`. */
  width: number;
  /** How many corners there are. */
  count: number;
  /** `[count, dimensions]`: where a corner is. */
  positions: Float64Array;
  /** `[count, width]`: what the current layer gives there. */
  values: Float64Array;
  /** The corners of all pieces, one piece after another, in order around the piece. */
  readonly corners: number[];
  /**
   * Per piece: where its corners start, how many there are (1 a point, 2 a segment), its
   * probability density.
   */
  readonly start: number[];
  readonly size: number[];
  readonly density: number[];
}

/**
 * The support of the input distribution: the square, its two axes and the origin (or the interval
 * and the origin).
 *
 * @param patterns the probability of each, from the origin on, as `Activity.patterns` has them
 */
function support(dimensions: number, patterns: readonly number[]): Mesh {
  const square = [0, 0, 1, 0, 1, 1, 0, 1];
  const positions = Float64Array.from(dimensions === 2 ? square : [0, 1]);
  const mesh: Mesh = {
    dimensions,
    width: dimensions,
    count: positions.length / dimensions,
    positions,
    values: positions.slice(),
    corners: [],
    start: [],
    size: [],
    density: [],
  };
  const pieces: [corners: number[], density: number][] = dimensions === 2
    ? [
      [[0, 1, 2, 3], patterns[3]],
      [[0, 1], patterns[1]],
      [[0, 3], patterns[2]],
      [[0], patterns[0]],
    ]
    : [[[0, 1], patterns[1]], [[0], patterns[0]]];
  for (const [corners, density] of pieces) {
    if (density > 0) addPiece(mesh, corners, density);
  }
  return mesh;
}

function addPiece(mesh: Mesh, corners: readonly number[], density: number) {
  mesh.start.push(mesh.corners.length);
  mesh.size.push(corners.length);
  mesh.density.push(density);
  for (const corner of corners) mesh.corners.push(corner);
}

/** Replaces the values at every corner by the next layer's pre-activations. */
function applyAffine(
  mesh: Mesh,
  network: Network,
  index: number,
  { weights, bias }: LayerOffsets,
): void {
  const { inputs, outputs, tiedTo } = network.architecture.layers[index];
  const { parameters } = network;
  const matrix = new Float64Array(inputs * outputs);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      // A tied layer reads its partner's W[outputs, inputs] transposed.
      matrix[i * outputs + o] = parameters[
        weights + (tiedTo === null ? i * outputs + o : o * inputs + i)
      ];
    }
  }
  const { values, count } = mesh;
  const next = new Float64Array(count * outputs);
  for (let v = 0; v < count; v++) {
    const to = v * outputs;
    if (bias !== null) {
      for (let o = 0; o < outputs; o++) next[to + o] = parameters[bias + o];
    }
    for (let i = 0; i < inputs; i++) {
      const x = values[v * inputs + i];
      if (x === 0) continue;
      const row = i * outputs;
      for (let o = 0; o < outputs; o++) next[to + o] += x * matrix[row + o];
    }
  }
  mesh.values = next;
  mesh.width = outputs;
}

/**
 * How far from 0 a neuron must be for its sign to mean something: a few roundings of its largest
 * value. Without it, neurons that share a zero line would cut off slivers of width 1e-17.
 */
function signThresholds(mesh: Mesh): Float64Array {
  const { values, width, count } = mesh;
  const thresholds = new Float64Array(width);
  for (let at = 0, v = 0; v < count; v++) {
    for (let j = 0; j < width; j++, at++) {
      thresholds[j] = Math.max(thresholds[j], Math.abs(values[at]));
    }
  }
  return thresholds.map((largest) => largest * 2 ** -50);
}

function grown(array: Float64Array, length: number): Float64Array {
  if (length <= array.length) return array;
  const larger = new Float64Array(2 * length);
  larger.set(array);
  return larger;
}

/** Adds the corner between `a` and `b` where neuron `j` is 0. */
function addCrossing(mesh: Mesh, a: number, b: number, j: number): number {
  const { width, dimensions } = mesh;
  const corner = mesh.count++;
  mesh.values = grown(mesh.values, mesh.count * width);
  mesh.positions = grown(mesh.positions, mesh.count * dimensions);
  const { values, positions } = mesh;
  const va = values[a * width + j], vb = values[b * width + j];
  const share = va / (va - vb);
  for (let i = 0; i < width; i++) {
    const from = values[a * width + i];
    values[corner * width + i] = from + share * (values[b * width + i] - from);
  }
  values[corner * width + j] = 0;
  for (let i = 0; i < dimensions; i++) {
    const from = positions[a * dimensions + i];
    positions[corner * dimensions + i] = from +
      share * (positions[b * dimensions + i] - from);
  }
  return corner;
}

/** Cuts every piece along the zero line of every neuron of the layer. */
function cut(mesh: Mesh): void {
  const { width, start, size, density, corners } = mesh;
  const thresholds = signThresholds(mesh);
  const firstNeuron = start.map(() => 0);
  const positive: number[] = [], negative: number[] = [];
  // Cutting appends pieces; each continues with the neuron after the one that made it.
  for (let piece = 0; piece < start.length; piece++) {
    for (let j = firstNeuron[piece]; j < width; j++) {
      const threshold = thresholds[j];
      const from = start[piece], k = size[piece];
      let values = mesh.values;
      let low = 0, high = 0;
      for (let c = from; c < from + k; c++) {
        const value = values[corners[c] * width + j];
        if (value < low) low = value;
        else if (value > high) high = value;
      }
      if (low >= -threshold || high <= threshold) continue;
      positive.length = 0;
      negative.length = 0;
      const edges = k === 2 ? 1 : k;
      for (let c = 0; c < k; c++) {
        const a = corners[from + c];
        const va = values[a * width + j];
        if (va >= -threshold) positive.push(a);
        if (va <= threshold) negative.push(a);
        if (c >= edges) continue;
        const b = corners[from + (c + 1 === k ? 0 : c + 1)];
        const vb = values[b * width + j];
        if (
          (va > threshold && vb < -threshold) ||
          (va < -threshold && vb > threshold)
        ) {
          const crossing = addCrossing(mesh, a, b, j);
          values = mesh.values;
          positive.push(crossing);
          negative.push(crossing);
        }
      }
      addPiece(mesh, negative, density[piece]);
      firstNeuron.push(j + 1);
      start[piece] = corners.length;
      size[piece] = positive.length;
      for (const corner of positive) corners.push(corner);
    }
  }
}

/** Applies an activation of these slopes below and above 0. */
function bend(mesh: Mesh, below: number, above: number): void {
  const { values, width, count } = mesh;
  const end = count * width;
  if (below === 0 && above === 1) {
    for (let at = 0; at < end; at++) if (values[at] < 0) values[at] = 0;
    return;
  }
  for (let at = 0; at < end; at++) {
    values[at] *= values[at] < 0 ? below : above;
  }
}

/**
 * The support of the data, cut where the network has kinks; the values at the corners are its
 * outputs.
 *
 * @param network one or two features in
 * @param patterns the probabilities of what they do, as `Activity.patterns` has them
 * @throws {RangeError} for an activation that is not piecewise linear with its only kink at 0
 */
export function meshOf(
  network: Network,
  patterns: readonly number[],
): Mesh {
  const { layers } = network.architecture;
  const mesh = support(layers[0].inputs, patterns);
  const offsets = parameterOffsets(network.architecture).layers;
  layers.forEach(({ activation }, index) => {
    const { slopes } = activations.get(activation);
    if (slopes === null) {
      throw new RangeError(
        `layer ${index} has the activation ${activation}: exact integration covers those that are linear but for a kink at 0; use evaluationLoss`,
      );
    }
    applyAffine(mesh, network, index, offsets[index]);
    const [below, above] = slopes;
    if (below !== above) cut(mesh);
    if (below !== 1 || above !== 1) bend(mesh, below, above);
  });
  return mesh;
}
