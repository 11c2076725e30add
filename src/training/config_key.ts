/**
 * The name of a configuration: what its random streams are derived from.
 *
 * A name must outlive the format. So there is one rule: the fields that configurations had when the
 * first runs were named are always in it, and every other field only where it is not at its
 * default. A field that is added with a default renames nothing.
 *
 * @module
 */
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import { type Configurable, type Tagged } from "../numerics/tagged.ts";
import type { Table } from "../numerics/table.ts";
import { terms } from "../losses/terms/mod.ts";
import { defaults, type TrainingConfig } from "./config.ts";
import { isAdam } from "./optimisers/adam.ts";
import { optimisers } from "./optimisers/mod.ts";

/** The fields that are always in a name. */
const first = {
  config: ["architecture", "data", "initial", "schedule", "curvePoints"],
  data: ["features", "sparsity", "importance"],
  schedule: [
    ...["steps", "batch", "learningRate"],
    ...["warmup", "decay", "finalLearningRate"],
  ],
  layer: ["inputs", "outputs", "activation", "bias", "tiedTo"],
  adam: ["weightDecay", "beta1", "beta2", "stabilizer"],
};

const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);

/** Whether a field is at its default, where it has one. */
const isDefaultOf =
  (of: Readonly<Record<string, unknown>>) => (field: string, value: unknown) =>
    field in of && same(value, of[field]);

/**
 * What of a value is in its name.
 *
 * @param always fields that are in it whatever they are
 * @param isDefault whether any other one is at its default
 */
export function named(
  value: object,
  always: readonly string[],
  isDefault: (field: string, value: unknown) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([field, inner]) =>
      always.includes(field) || !isDefault(field, inner)
    ),
  );
}

/**
 * The settings of something in a table: its kind, and what the schema would not fill in just so.
 */
function namedSettings(
  table: Pick<Table<Configurable>, "get">,
  settings: Tagged,
  always: readonly string[] = [],
): Record<string, unknown> {
  const { schema } = table.get(settings.kind);
  return named(settings, ["kind", ...always], (field, value) => {
    const { [field]: _, ...others } = settings;
    const { data, success } = schema.safeParse(others);
    return success && same(data[field], value);
  });
}

/** Everything of a configuration that is in its name; likewise of the runs that it grows from. */
function essentials(config: TrainingConfig): object {
  const { architecture, data, initial, optimiser, objective, schedule } =
    config;
  const settings = isAdam(optimiser)
    ? namedSettings(optimisers, optimiser, first.adam)
    : namedSettings(optimisers, optimiser);
  const { kind, ...ofAdam } = settings;
  const full = {
    ...config,
    architecture: {
      ...architecture,
      layers: architecture.layers.map((layer) =>
        named(layer, first.layer, isDefaultOf(defaults.layer))
      ),
    },
    data: named(
      data,
      first.data,
      (field, value) => field === "kind" && value === "independent",
    ),
    initial: initial.kind === "grown"
      ? { ...initial, from: essentials(initial.from) }
      : initial,
    // When Adam was the only optimiser its settings stood in the schedule.
    schedule: {
      ...named(schedule, first.schedule, isDefaultOf(defaults.schedule)),
      ...(isAdam(optimiser) && ofAdam),
    },
    optimiser: isAdam(optimiser) ? { kind } : settings,
    objective: objective.map((term) => namedSettings(terms, term)),
    // How many points of the learning curve are kept changes no number.
    curvePoints: 0,
  };
  return named(full, first.config, isDefaultOf(defaults));
}

/**
 * The run key of a configuration. The kernel is no part of it, so that a faster one sees the same
 * batches.
 *
 * @throws {RangeError} where a kind of optimiser or term is unknown
 */
export function configKey(config: TrainingConfig): string {
  return sha256(canonicalJson(essentials(config)));
}
