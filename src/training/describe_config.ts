/**
 * What is unusual about a configuration, in words.
 *
 * @module
 */
import { kindName } from "../features/kinds/names.ts";
import { canonicalJson } from "../numerics/hash.ts";
import { defaults, type TrainingConfig } from "./config.ts";

/** The widths of a network from layer to layer, e.g. `20-40-5-40-20`. */
export function widths({ layers }: TrainingConfig["architecture"]): string {
  return [layers[0].inputs, ...layers.map(({ outputs }) => outputs)].join("-");
}

/**
 * How a configuration differs from what nearly all of them have, a part each; empty where it does
 * not. Settings of the optimiser are left out, and its kind where that is the default.
 */
export function peculiarities(config: TrainingConfig): string[] {
  const { architecture, batches, data, fixed } = config;
  const { objective, optimiser, schedule, source } = config;
  const parts: string[] = [];
  if (data.kind !== "independent") parts.push(kindName(data));
  const unusual = architecture.layers.map(({ activation }) => activation)
    .filter((id) => id !== "relu" && id !== "identity");
  if (unusual.length > 0) parts.push([...new Set(unusual)].join(" and "));
  if (source.kind === "hidden") {
    const from = `the hidden state of ${widths(source.network.architecture)}`;
    parts.push(
      source.target === "hidden" ? `rebuilding ${from}` : `reading ${from}`,
    );
  }
  if (batches.kind !== defaults.batches.kind) {
    parts.push(`${batches.kind} batches`);
  }
  if (optimiser.kind !== defaults.optimiser.kind) {
    parts.push(`by ${optimiser.kind}`);
  }
  if (schedule.shape !== defaults.schedule.shape && schedule.decay > 0) {
    parts.push(`${schedule.shape} decay`);
  }
  if (schedule.growth > 1) {
    parts.push(`batches that grow to ${schedule.growth} times their size`);
  }
  if (schedule.averaged > 0) {
    parts.push(`mean of the last ${schedule.averaged} steps`);
  }
  const penalties = objective.filter(({ kind }) => kind !== "mse");
  if (penalties.length > 0) {
    const each = penalties.map(({ kind, ...settings }) =>
      Object.keys(settings).length > 0
        ? `${kind} ${canonicalJson(settings)}`
        : kind
    );
    parts.push(`with ${each.join(" and ")}`);
  }
  if (fixed.length > 0) {
    parts.push(
      `${fixed.length > 1 ? "layers" : "layer"} ${fixed.join(", ")} fixed`,
    );
  }
  return parts;
}
