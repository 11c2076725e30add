/**
 * The loss of a network as it was trained: by exact integration where that covers it, else on the
 * evaluation set, which is one of denser data where features are so rare that it would say nothing.
 *
 * @module
 */
import { denser } from "../features/kinds/rare.ts";
import {
  type FeatureDistribution,
  importances,
  type Loss,
  lossFromErrors,
} from "../features/mod.ts";
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
  const on = (set: Float64Array) =>
    source.kind === "features"
      ? evaluationLoss(network, data, set, channel)
      : sourceLoss(network, source, data, set, channel);
  const evaluated = evaluatedData(task);
  const measured = on(evaluationSet(evaluated));
  if (evaluated === data) return measured;
  // Towards what is lost where nothing is active, by the ratio of the densities.
  const absent = on(new Float64Array(2 * data.features));
  const ratio = (1 - data.sparsity) / (1 - evaluated.sparsity);
  const from = absent.loss.mse;
  return {
    loss: lossOf(data, from + ratio * (measured.loss.mse - from)),
    standardError: ratio * measured.standardError,
    deadUnits: measured.deadUnits,
  };
}

/**
 * What the evaluation set of a task is drawn from: its own data, or {@link denser} data whose mean
 * losses are continued to it. Noise spoils that, as the power of a hidden state depends on how
 * often it is used; and so does a dictionary, whose fvu is no mean.
 */
export function evaluatedData(
  { data, noise, source }: Pick<Task, "data" | "noise" | "source">,
): FeatureDistribution {
  const isMean = source.kind === "features" || source.target === "features";
  return noise === 0 && isMean ? denser(data) : data;
}

/** A mse in both units. */
function lossOf(data: FeatureDistribution, mse: number): Loss {
  const weight = importances(data).reduce((sum, one) => sum + one, 0);
  // Whose error it is makes no difference.
  const each = mse * data.features / weight;
  return lossFromErrors(data, new Array<number>(data.features).fill(each));
}
