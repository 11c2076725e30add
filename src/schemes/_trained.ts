/**
 * What the trained schemes share: their candidates, the ReLU on their output, and the budgets that
 * they refuse.
 *
 * @module
 */
import {
  type Architecture,
  countNeurons,
  countParameters,
} from "../networks/network.ts";
import { type TrainedCandidate } from "./mod.ts";
import { Refusal } from "../constructions/problem.ts";

/**
 * Whether the reconstruction is an affine map of the last hidden layer, or a ReLU of one. Features
 * are never negative, so both make sense.
 */
export type OutputVariant = "identity output" | "relu output";

/** The same architecture with a ReLU on the reconstruction, n more neurons. */
export function withReluOutput(architecture: Architecture): Architecture {
  const { layers } = architecture;
  return {
    ...architecture,
    layers: layers.map((layer, l) =>
      l === layers.length - 1 ? { ...layer, activation: "relu" } : layer
    ),
  };
}

/** The candidate of an architecture, neurons and parameters counted from it. */
export function trainedCandidate(
  architecture: Architecture,
  variant: OutputVariant | null,
): TrainedCandidate {
  return {
    kind: "trained",
    variant,
    segments: null,
    epsilon: null,
    neurons: countNeurons(architecture),
    parameters: countParameters(architecture),
    architecture,
  };
}

/**
 * Refuses an empty list of budgets.
 *
 * @throws {Refusal} unless there is at least one
 */
export function checkBudgets(neurons: readonly number[]): void {
  if (neurons.length > 0) return;
  throw new Refusal("neurons is empty: give at least one budget");
}

/**
 * Refuses a budget that is no number of neurons, or too small.
 *
 * @param id the scheme's
 * @param least the smallest budget that the scheme can spend
 * @param why what it needs that many for
 * @throws {Refusal} unless the budget is a whole number of at least `least`
 */
export function checkBudget(
  id: string,
  budget: number,
  least: number,
  why: string,
): void {
  if (Number.isInteger(budget) && budget >= least) return;
  throw new Refusal(
    `neurons is ${budget}: ${id} needs a whole number of at least ${least}, ${why}`,
  );
}
