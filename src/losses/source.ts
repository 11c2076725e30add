/**
 * What a network reads and is to give: features, or the hidden state of another network.
 *
 * @module
 */
import { type FeatureDistribution, importances } from "../features/mod.ts";
import { prepare } from "../networks/evaluate.ts";
import {
  type Architecture,
  checkArchitecture,
  countParameters,
} from "../networks/network.ts";

/** It reads features and is to give them back. */
export interface FeatureSource {
  readonly kind: "features";
}
/** It reads the hidden state of a given network, which stays as it is. */
export interface HiddenSource {
  readonly kind: "hidden";
  readonly network: {
    readonly architecture: Architecture;
    /** In the order of `parameterOffsets`. */
    readonly parameters: readonly number[];
  };
  /**
   * What it is to give: the features behind that hidden state (a probe), or the hidden state again
   * (a dictionary).
   */
  readonly target: "features" | "hidden";
}
/** Where a network's input and target come from. */
export type Source = FeatureSource | HiddenSource;

/** The two sides of a training sample, one per call. */
export interface Reader {
  /** How many numbers a network reads. */
  readonly inputs: number;
  /** How many it is to give. */
  readonly outputs: number;
  /**
   * The weight of every output's squared error: its feature's importance, or 1 for a hidden
   * dimension.
   */
  readonly weights: readonly number[];
  /**
   * What a sample `x[n]` makes a network read, and what it is to give, in float32. Arrays may be
   * overwritten by the next call, or be the sample itself.
   */
  read(x: Float32Array): { input: Float32Array; target: Float32Array };
}

/** How many numbers a network reads, and how many it is to give. */
export function sourceWidths(
  source: Source,
  { features }: FeatureDistribution,
): readonly [inputs: number, outputs: number] {
  if (source.kind === "features") return [features, features];
  const { layers, encoderLayers } = source.network.architecture;
  const hidden = layers[encoderLayers - 1].outputs;
  return [hidden, source.target === "features" ? features : hidden];
}

/**
 * What a network reads and is to give, sample by sample. A hidden state is computed in float64 and
 * rounded.
 */
export function reader(source: Source, data: FeatureDistribution): Reader {
  const [inputs, outputs] = sourceWidths(source, data);
  const importance = importances(data);
  if (source.kind === "features") {
    return {
      ...{ inputs, outputs, weights: importance },
      read: (x) => ({ input: x, target: x }),
    };
  }
  const { network: { architecture, parameters }, target } = source;
  const encode = prepare(
    { architecture, parameters: Float64Array.from(parameters) },
    0,
    architecture.encoderLayers,
  );
  const input = new Float32Array(inputs);
  return {
    ...{ inputs, outputs },
    weights: target === "features"
      ? importance
      : new Array<number>(outputs).fill(1),
    read(x) {
      input.set(encode(x).at(-1)!);
      return { input, target: target === "features" ? x : input };
    },
  };
}

/**
 * Refuses a source that does not fit the data, or a network that does not fit the source.
 *
 * @throws {RangeError} naming both widths and the remedy
 */
export function checkSource(
  source: Source,
  data: FeatureDistribution,
  { layers }: Architecture,
): void {
  if (source.kind === "hidden") {
    const { architecture, parameters } = source.network;
    checkArchitecture(architecture);
    const read = architecture.layers[0].inputs;
    if (read !== data.features) {
      throw new RangeError(
        `source.network takes ${read} features but the data has ${data.features}: make the two equal`,
      );
    }
    const count = countParameters(architecture);
    if (parameters.length !== count) {
      throw new RangeError(
        `source.network.parameters has ${parameters.length} numbers but its architecture takes ${count}: give one for each`,
      );
    }
  }
  const [inputs, outputs] = sourceWidths(source, data);
  const first = layers[0].inputs, last = layers[layers.length - 1].outputs;
  if (first !== inputs || last !== outputs) {
    const from = source.kind === "features"
      ? "the data has"
      : "the source gives";
    const to = inputs === outputs ? "to give back" : `to become ${outputs}`;
    throw new RangeError(
      `the network maps ${first} numbers to ${last} but ${from} ${inputs} ${to}: make its first layer ${inputs} wide and its last ${outputs}`,
    );
  }
}
