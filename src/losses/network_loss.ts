/**
 * The loss of a network as it was trained: by exact integration where that covers it, else on the
 * evaluation set.
 *
 * @module
 */
import type { FeatureDistribution, Loss } from "../features/mod.ts";
import type { Architecture } from "../networks/network.ts";
import type { Channel } from "./code_loss.ts";
import { evaluationLoss } from "./evaluation_loss.ts";
import { evaluationSet } from "./evaluation_set.ts";
import { exactLoss, isExact } from "./exact_loss.ts";
import type { Source } from "./source.ts";
import { sourceLoss } from "./source_loss.ts";

/** What a network was trained for. */
export interface Task {
  readonly architecture: Architecture;
  readonly data: FeatureDistribution;
  /** σ of the hidden state, see `channel.ts`. */
  readonly noise: number;
  readonly source: Source;
}

/** A loss, and what samples say beside it. */
export interface MeasuredLoss {
  readonly loss: Loss;
  /** Standard error of `loss.mse`; null where the loss is exact. */
  readonly standardError: number | null;
  /** As in `NetworkLoss`; null where the loss is exact and there is no set. */
  readonly deadUnits: number | null;
}

/**
 * What a network loses at its task.
 *
 * @param parameters finite, in the order of `parameterOffsets`
 * @throws {RangeError} where the task has a part that no loss covers
 */
export function networkLoss(
  task: Task,
  parameters: Float64Array,
): MeasuredLoss {
  const { architecture, data, noise, source } = task;
  const network = { architecture, parameters };
  if (isExact(task)) {
    const loss = exactLoss(network, data);
    return { loss, standardError: null, deadUnits: null };
  }
  const channel: Channel = { noise, units: "power" };
  const set = evaluationSet(data);
  return source.kind === "features"
    ? evaluationLoss(network, data, set, channel)
    : sourceLoss(network, source, data, set, channel);
}
