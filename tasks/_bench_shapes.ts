/**
 * The networks that the benchmark trains.
 *
 * @module
 */
import { independent } from "../src/features/mod.ts";
import { type Architecture, autoencoder } from "../src/networks/network.ts";
import { configure, type TrainingConfig } from "../src/training/config.ts";

/** The paper's model: `h = W x`, `x̂ = ReLU(Wᵀ h + b)`. */
function tied(features: number, hidden: number): Architecture {
  return {
    layers: [
      {
        inputs: features,
        outputs: hidden,
        activation: "identity",
        bias: false,
        tiedTo: null,
      },
      {
        inputs: hidden,
        outputs: features,
        activation: "relu",
        bias: true,
        tiedTo: 0,
      },
    ],
    encoderLayers: 1,
  };
}

/** The smallest shape in which the libraries are measured, a deep one and the widest. */
export const SMALL = "2-18-1-18-2", DEEP = "20-40-5-40-20", WIDE = "tied 80-20";

/** Every shape, by the name it has in reports. */
export const SHAPES = {
  "2-6-1-6-2": autoencoder([2, 6, 1], [1, 6, 2]),
  [SMALL]: autoencoder([2, 18, 1], [1, 18, 2]),
  "20-10-5-10-20": autoencoder([20, 10, 5], [5, 10, 20]),
  [DEEP]: autoencoder([20, 40, 5], [5, 40, 20]),
  "tied 5-2": tied(5, 2),
  [WIDE]: tied(80, 20),
} satisfies Record<string, Architecture>;

/** Steps on batches of some size, with Adam on dense features. */
export function trainingOf(
  architecture: Architecture,
  batch: number,
  steps = 1,
): TrainingConfig {
  return configure({
    architecture,
    data: independent(architecture.layers[0].inputs, 0),
    initial: { kind: "uniform", gain: 1 / Math.sqrt(3) },
    schedule: { steps, batch, learningRate: 0.003 },
  });
}
