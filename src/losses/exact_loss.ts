/**
 * The loss of a network with one or two features, by exact integration.
 *
 * A network of ReLUs, or of other activations that are linear but for a kink at 0, is piecewise
 * affine. The unit square is cut into convex pieces along the zero line of every pre-activation,
 * layer by layer; on a piece the reconstruction is affine, so its squared error is a quadratic
 * polynomial whose integral over a triangle with corner errors e₀, e₁, e₂ is
 * `area/6 · (e₀² + e₁² + e₂² + e₀e₁ + e₁e₂ + e₂e₀)`. Sparse features add the edges and the corner
 * where one or both features are 0, which are cut in the same way.
 *
 * Every corner carries the values of the network there, so nothing is ever solved for: new corners
 * are convex combinations of old ones, and near-parallel lines or slivers lose no accuracy. What
 * remains is rounding, of the size of the rounding in one float64 evaluation of the network.
 * Absolute error: below 1e-12 where the weights stay below 10³, below 1e-7 for every code of
 * `src/schemes/` with ε ≥ 1e-6. Both are tested.
 *
 * @module
 */
import {
  activityOf,
  type FeatureDistribution,
  type Loss,
  lossFromErrors,
} from "../features/mod.ts";
import { activations } from "../networks/activations/mod.ts";
import type { Architecture, Network } from "../networks/network.ts";
import { type Mesh, meshOf } from "./mesh.ts";
import type { Source } from "./source.ts";

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
 * Whether exact integration covers the loss of a network as it is trained: one or two features in
 * and out, nothing random on the hidden state, and no kinks but at 0.
 */
export function isExact(
  { architecture, data, noise, source }: {
    readonly architecture: Architecture;
    readonly data: FeatureDistribution;
    readonly noise: number;
    readonly source: Source;
  },
): boolean {
  return data.features <= 2 && noise === 0 && source.kind === "features" &&
    architecture.layers.every(({ activation }) =>
      activations.get(activation).slopes !== null
    );
}

/**
 * `E(x_i − x̂_i)²` of every feature, exactly.
 *
 * @param network one or two features in and out; any depth, width and tying, activations with
 * slopes
 * @param patterns the probabilities of what the features do, as `Activity.patterns` has them
 * @throws {RangeError} for more than two features, or an activation that is not piecewise linear
 * with its only kink at 0
 */
export function exactErrors(
  network: Network,
  patterns: readonly number[],
): number[] {
  const { layers } = network.architecture;
  const features = layers[0].inputs;
  if (features > 2 || layers[layers.length - 1].outputs !== features) {
    throw new RangeError(
      `the network maps ${features} features to ${
        layers[layers.length - 1].outputs
      }: exact integration covers 1 or 2 features; use evaluationLoss for more`,
    );
  }
  return integrate(meshOf(network, patterns));
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
  const all = data.features === 1 ? [0] : [0, 1];
  const patterns = activityOf(data).patterns(all);
  return lossFromErrors(data, exactErrors(network, patterns));
}
