/**
 * Superposition of two features in one dimension, where the answers are known: the phase diagram of
 * *Toy Models of Superposition*.
 *
 * Feature 1 has importance 1, feature 2 has r; both are active with probability p = 1 − S, then
 * uniform on [0, 1), of variance v = p/3 − p²/4. One hidden dimension can hold one of them, or both
 * in opposite directions:
 *
 * - `W = (1, 0)`: x̂₁ = x₁ exactly, and the best that can be said of feature 2 is its mean, by the
 *   bias b₂ = p/2. Only the variance of feature 2 is lost, `mse = r·v/2`. Keeping feature 2 instead
 *   loses `v/2`.
 * - `W = (1, −1)`, b = 0: h = x₁ − x₂, x̂₁ = ReLU(h), x̂₂ = ReLU(−h). One active feature alone
 *   comes back exactly. Where both are active, with probability p², each is short of its value by
 *   min(x₁, x₂): the larger one by the smaller one, the smaller one by itself. E min² = ∫₀¹ t²·2(1
 *   − t) dt = 1/6, so `mse = (1 + r)·p²/12`.
 *
 * The pair loses less than the better single feature where `(1 + r)·p²/6 < min(1, r)·(p/3 − p²/4)`;
 * with q = min(r, 1/r), that is `p < 4q/(2 + 5q)`, at equal importance p < 4/7. To represent
 * neither feature loses `(1 + r)·v/2`, more than either single one at any r > 0, so it is never the
 * best of these.
 *
 * @module
 */
import {
  activityOf,
  type FeatureDistribution,
  featureMeans,
  featureVariances,
  independent,
  type Loss,
  lossFromErrors,
} from "../features/mod.ts";
import { exactLoss } from "../losses/exact_loss.ts";
import type { Network } from "../networks/network.ts";
import { superpositionModel } from "../networks/network.ts";

/** What one dimension holds of two features. */
export type Phase = "only feature 1" | "only feature 2" | "antipodal pair";

/** The two features of the phase diagram. */
export function twoFeatures(
  density: number,
  importance: number,
): FeatureDistribution {
  return independent(2, 1 - density, [1, importance]);
}

/**
 * Parameters `W₁, W₂, b₁, b₂` of every known solution, in the order of `superpositionModel(2, 1)`.
 */
export function knownSolution(
  phase: Phase,
  data: FeatureDistribution,
): Network {
  const [first, second] = featureMeans(data);
  const parameters = {
    "only feature 1": [1, 0, 0, second],
    "only feature 2": [0, 1, first, 0],
    "antipodal pair": [1, -1, 0, 0],
  }[phase];
  return {
    architecture: superpositionModel(2, 1),
    parameters: Float64Array.from(parameters),
  };
}

/**
 * The loss of a known solution, in closed form; see the module for the derivation.
 *
 * @param data two features
 */
export function knownLoss(phase: Phase, data: FeatureDistribution): Loss {
  const [first, second] = featureVariances(data);
  const [, , , both] = activityOf(data).patterns([0, 1]);
  const pair = both / 6;
  return lossFromErrors(
    data,
    {
      "only feature 1": [0, second],
      "only feature 2": [first, 0],
      "antipodal pair": [pair, pair],
    }[phase],
  );
}

const phases: readonly Phase[] = [
  "only feature 1",
  "only feature 2",
  "antipodal pair",
];

/** The known solution that loses least; of equals, the first in the order of {@link Phase}. */
export function bestPhase(data: FeatureDistribution): Phase {
  const losses = phases.map((phase) => knownLoss(phase, data).mse);
  return phases[losses.indexOf(Math.min(...losses))];
}

/**
 * The density below which the antipodal pair loses less than the more important feature alone:
 * 4q/(2 + 5q), q = min(r, 1/r).
 */
export function pairBelow(importance: number): number {
  const q = Math.min(importance, 1 / importance);
  return 4 * q / (2 + 5 * q);
}

/** Halvings of the step of {@link polish}: from 1/4 to below 1e-6. */
const halvings = 18;

/**
 * Descends from a network to a minimum of its exact loss: each parameter in turn moves by the step
 * while that helps, then the step halves. Gradients would not do, since the loss has kinks where a
 * bias crosses 0.
 *
 * @returns the network at the minimum, loss within about 1e-9 of it
 */
export function polish(start: Network, data: FeatureDistribution): Network {
  const parameters = start.parameters.slice();
  const network = { ...start, parameters };
  let loss = exactLoss(network, data).mse;
  for (let step = 1 / 4, k = 0; k < halvings; step /= 2, k++) {
    for (let moved = true; moved;) {
      moved = false;
      for (let i = 0; i < parameters.length; i++) {
        for (const change of [step, -step]) {
          const before = parameters[i];
          parameters[i] = before + change;
          const changed = exactLoss(network, data).mse;
          if (changed < loss) {
            loss = changed;
            moved = true;
          } else parameters[i] = before;
        }
      }
    }
  }
  return network;
}

/** The minima that the known solutions descend to, W and b free: the lowest of them. */
export function bestFound(data: FeatureDistribution): Network {
  const found = phases.map((phase) => polish(knownSolution(phase, data), data));
  const losses = found.map((network) => exactLoss(network, data).mse);
  return found[losses.indexOf(Math.min(...losses))];
}
