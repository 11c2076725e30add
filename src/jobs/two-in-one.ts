/**
 * The lowest minimum that the known solutions of two features in one dimension descend to, see
 * `src/constructions/two_in_one.ts`.
 *
 * @module
 */
import { z } from "zod";
import { bestFound, knownSolution } from "../constructions/two_in_one.ts";
import { featureDistribution } from "../features/kinds/names.ts";
import type { FeatureDistribution, Loss } from "../features/mod.ts";
import { exactLoss } from "../losses/exact_loss.ts";
import { type Network, superpositionModel } from "../networks/network.ts";
import { type Job, type JobKind, keyOf } from "./mod.ts";
import * as shapes from "./_shapes.ts";

/** Part of every key. Raise it when the code changes what is found. */
const format = 1;

/** A network at its minimum. */
export interface Minimum {
  /** W₁, W₂, b₁, b₂, in the order of `superpositionModel(2, 1)`. */
  readonly parameters: readonly number[];
  readonly loss: Loss;
}

/** The job that descends to the lowest minimum for two features. */
export function twoInOneJob(data: FeatureDistribution): Job<Minimum> {
  return { kind: "two-in-one", spec: data };
}

const networkOf = (parameters: readonly number[]): Network => ({
  architecture: superpositionModel(2, 1),
  parameters: Float64Array.from(parameters),
});

const twoInOne: JobKind<FeatureDistribution, Minimum> = {
  id: "two-in-one",
  verb: "descending to the",
  spec: featureDistribution,
  result: z.strictObject({
    parameters: z.array(z.number()).length(4),
    loss: shapes.loss,
  }),
  // Measured at once: no other kind's result is so small.
  misfit(data, { parameters, loss }) {
    const exact = exactLoss(networkOf(parameters), data);
    return exact.mse === loss.mse && exact.fvu === loss.fvu
      ? null
      : `has mse ${loss.mse} and fvu ${loss.fvu}, but its network ${exact.mse} and ${exact.fvu}`;
  },
  key: (data) => keyOf("two-in-one", format, data),
  describe: ({ sparsity, importance }) =>
    `lowest minimum of two features in one dimension, S = ${sparsity}, importance ${
      importance?.join(" and ") ?? 1
    }`,
  /** About as many evaluations of the exact loss everywhere, as measured. */
  cost: () => 6e7,
  run: (specs) =>
    Promise.try(() =>
      specs.map((data) => {
        const network = bestFound(data);
        return {
          parameters: [...network.parameters],
          loss: exactLoss(network, data),
        };
      })
    ),
  madeUp(data) {
    const network = knownSolution("antipodal pair", data);
    return {
      parameters: [...network.parameters],
      loss: exactLoss(network, data),
    };
  },
};
export default twoInOne;
