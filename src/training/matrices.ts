/**
 * The weight matrices of a network as an optimiser sees them that works on whole matrices.
 *
 * @module
 */
import { activations, isLinear } from "../networks/activations/mod.ts";
import { parameterOffsets } from "../networks/network.ts";
import { trainable } from "./check_config.ts";
import type { TrainingConfig } from "./config.ts";

/** A layer's weights, `[rows][columns]` consecutive parameters. */
export interface Matrix {
  /** Index of the first of them. */
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  /** Whether the last of the rows is the layer's bias. */
  readonly biased: boolean;
}

/**
 * Whether the bias of a layer does nothing: that of a linear hidden state goes out again with the
 * mean, where there is noise.
 */
export function isIdleBias(
  { architecture, noise }: Pick<TrainingConfig, "architecture" | "noise">,
  l: number,
): boolean {
  const { layers, encoderLayers } = architecture;
  return noise > 0 && l === encoderLayers - 1 &&
    isLinear(activations.get(layers[l].activation));
}

/**
 * The matrices that are trained: each layer's own weights, with its bias as a last row where that
 * is trained too. All other parameters are in none.
 */
export function trainedMatrices(
  config: Pick<TrainingConfig, "architecture" | "noise" | "fixed">,
): Matrix[] {
  const { architecture, fixed } = config;
  const offsets = parameterOffsets(architecture);
  const trained = trainable(architecture, fixed);
  return architecture.layers.flatMap(({ inputs, outputs, tiedTo }, l) => {
    const { weights, bias } = offsets.layers[l];
    if (tiedTo !== null || trained[weights] === 0) return [];
    // The bias stands right behind the weights.
    const biased = bias !== null && !isIdleBias(config, l);
    const rows = inputs + (biased ? 1 : 0);
    return [{ at: weights, rows, columns: outputs, biased }];
  });
}

/** A matrix without its bias. */
export function unbiased({ at, rows, columns, biased }: Matrix): Matrix {
  return { at, rows: biased ? rows - 1 : rows, columns, biased: false };
}
