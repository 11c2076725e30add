/**
 * The loss of a network with one or two features, by exact integration.
 *
 * A ReLU network is piecewise affine. The unit square is cut into convex pieces along the zero line of every
 * pre-activation, layer by layer; on a piece the reconstruction is affine, so its squared error is a quadratic
 * polynomial whose integral over a triangle with corner errors e₀, e₁, e₂ is
 * `area/6 · (e₀² + e₁² + e₂² + e₀e₁ + e₁e₂ + e₂e₀)`. Sparse features add the edges and the corner where one or both
 * features are 0, which are cut in the same way.
 *
 * Every corner carries the values of the network there, so nothing is ever solved for: new corners are convex
 * combinations of old ones, and near-parallel lines or slivers lose no accuracy. What remains is rounding, of the size of
 * the rounding in one float64 evaluation of the network. Absolute error: below 1e-12 where the weights stay below 10³,
 * below 1e-7 for every code of `src/schemes/` with ε ≥ 1e-6. Both are tested.
 *
 * @module
 */
import {
  type FeatureDistribution,
  type Loss,
  lossFromErrors,
} from "../features/mod.ts";
import {
  type LayerOffsets,
  type Network,
  parameterOffsets,
} from "../networks/network.ts";

/** Convex pieces of the feature space, as flat lists that grow while they are cut. */
interface Mesh {
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
  /** Per piece: where its corners start, how many there are (1 a point, 2 a segment), its probability density. */
  readonly start: number[];
  readonly size: number[];
  readonly density: number[];
}

/** The support of the input distribution: the square, its two axes and the origin (or the interval and the origin). */
function support(dimensions: number, sparsity: number): Mesh {
  const p = 1 - sparsity;
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
      [[0, 1, 2, 3], p * p],
      [[0, 1], p * sparsity],
      [[0, 3], p * sparsity],
      [[0], sparsity * sparsity],
    ]
    : [[[0, 1], p], [[0], sparsity]];
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
 * How far from 0 a neuron must be for its sign to mean something: a few roundings of its largest value. Without it,
 * neurons that share a zero line would cut off slivers of width 1e-17.
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

/** Cuts every piece along the zero line of every neuron of the layer, then applies the ReLU. */
function applyRelu(mesh: Mesh): void {
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
  const { values } = mesh;
  for (let at = 0; at < mesh.count * width; at++) {
    if (values[at] < 0) values[at] = 0;
  }
}

/** `E(x_i − x̂_i)²` per feature, from reconstructions that are affine on every piece. */
function integrate(mesh: Mesh): number[] {
  const { dimensions, values, positions, corners, start, size, density } = mesh;
  const x = (corner: number, i: number) => positions[corner * dimensions + i];
  const error = (corner: number, i: number) =>
    values[corner * dimensions + i] - x(corner, i);
  const errors = new Array<number>(dimensions).fill(0);
  start.forEach((from, piece) => {
    const a = corners[from];
    const k = size[piece];
    for (let i = 0; i < dimensions; i++) {
      const ea = error(a, i);
      if (k === 1) errors[i] += density[piece] * ea * ea;
      else if (k === 2) {
        const b = corners[from + 1];
        const eb = error(b, i);
        let length = 0; // Segments lie on an axis, so one difference is 0.
        for (let d = 0; d < dimensions; d++) {
          length += Math.abs(x(b, d) - x(a, d));
        }
        errors[i] += density[piece] * length * (ea * ea + ea * eb + eb * eb) /
          3;
      } else {
        for (let c = from + 1; c + 1 < from + k; c++) {
          const b = corners[c], d = corners[c + 1];
          const doubleArea = (x(b, 0) - x(a, 0)) * (x(d, 1) - x(a, 1)) -
            (x(d, 0) - x(a, 0)) * (x(b, 1) - x(a, 1));
          const eb = error(b, i), ed = error(d, i);
          errors[i] += density[piece] * doubleArea / 12 *
            (ea * ea + eb * eb + ed * ed + ea * eb + eb * ed + ed * ea);
        }
      }
    }
  });
  return errors;
}

/**
 * `E(x_i − x̂_i)²` of every feature, exactly.
 *
 * @param network one or two features in and out; any depth, width and tying, ReLU or identity
 * @param sparsity S in [0, 1)
 * @throws {RangeError} for more than two features
 */
export function exactErrors(network: Network, sparsity: number): number[] {
  const { layers } = network.architecture;
  const features = layers[0].inputs;
  if (features > 2 || layers[layers.length - 1].outputs !== features) {
    throw new RangeError(
      `the network maps ${features} features to ${
        layers[layers.length - 1].outputs
      }: exact integration covers 1 or 2 features; use evaluationLoss for more`,
    );
  }
  const mesh = support(features, sparsity);
  const offsets = parameterOffsets(network.architecture).layers;
  layers.forEach((layer, index) => {
    applyAffine(mesh, network, index, offsets[index]);
    if (layer.activation === "relu") applyRelu(mesh);
  });
  return integrate(mesh);
}

/**
 * The exact loss of a network, see the module's error bound.
 *
 * @param network as for {@link exactErrors}
 * @param data the same one or two features
 * @throws {RangeError} where the widths do not fit
 */
export function exactLoss(network: Network, data: FeatureDistribution): Loss {
  const { inputs } = network.architecture.layers[0];
  if (inputs !== data.features) {
    throw new RangeError(
      `the network takes ${inputs} features but the data has ${data.features}: make the two equal`,
    );
  }
  return lossFromErrors(data, exactErrors(network, data.sparsity));
}
