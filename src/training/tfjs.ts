/**
 * The oracle: the same networks, batches, schedule and optimiser as the compiled engine, through TensorFlow.js. Slow, and within
 * a tolerance only: its results are never a snapshot.
 *
 * @module
 */
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { importances } from "../features/mod.ts";
import { drawNormal } from "../numerics/normal.ts";
import { randomStream } from "../numerics/random.ts";
import { drawFeatures } from "../features/sampling.ts";
import { powerFloor } from "../losses/channel.ts";
import { checkArchitecture, parameterOffsets } from "../networks/network.ts";
import { curveSteps } from "./compiled.ts";
import type { TrainedRun, TrainingConfig } from "./config.ts";
import { configKey } from "./config_key.ts";
import type { Engine } from "./engine.ts";
import { learningRateAt } from "./schedule.ts";

/** The library. Loading it takes about a second, so only those who train with it do. */
export type Tf = typeof import("@tensorflow/tfjs");

/** Loads the library with one of its backends; any but `cpu` must have been imported before. */
export async function loadTfjs(backend = "cpu"): Promise<Tf> {
  const tf = await import("@tensorflow/tfjs");
  // Without the production mode the library prints an advertisement for its Node backend.
  tf.enableProdMode();
  if (!await tf.setBackend(backend)) {
    throw new Error(
      `TensorFlow.js cannot use the backend "${backend}": import its package first`,
    );
  }
  return tf;
}

/** The batch loss as a function of the flat parameters, for `x[batch, n]` and, where there is noise, standard normal `z[batch, m]`. */
function lossFunction(
  tf: Tf,
  { architecture, data, noise }: TrainingConfig,
): (parameters: Tensor, x: Tensor2D, z: Tensor2D | null) => Scalar {
  checkArchitecture(architecture);
  const offsets = parameterOffsets(architecture).layers;
  const weight = importances(data);
  return (parameters, x, z) => {
    let y = x;
    architecture.layers.forEach((layer, l) => {
      const { inputs, outputs, activation, tiedTo } = layer;
      const { weights, bias } = offsets[l];
      const shape: [number, number] = tiedTo === null
        ? [inputs, outputs]
        : [outputs, inputs];
      const matrix = parameters.slice(weights, inputs * outputs).reshape<
        Tensor2D
      >(shape);
      y = tf.matMul(y, matrix, false, tiedTo !== null);
      const noisy = z !== null && l === architecture.encoderLayers - 1;
      // A bias that goes out with the mean has no gradient but rounding errors.
      if (bias !== null && !(noisy && activation === "identity")) {
        y = y.add(parameters.slice(bias, outputs));
      }
      if (activation === "relu") y = y.relu();
      if (!noisy) return;
      const { mean, variance } = tf.moments(y, 0);
      y = y.sub(mean).div(variance.add(powerFloor).sqrt());
      y = y.add(z.mul(noise));
    });
    return y.sub(x).square().mul(tf.tensor1d(weight)).mean();
  };
}

/**
 * Loss and gradient of one batch.
 *
 * @param parameters in the order of `parameterOffsets`
 * @param batch `x[batch, n]`, row by row; its length decides the batch size
 * @param normals standard normal `z[batch, m]` likewise, where the configuration has noise
 * @returns the loss as mse, and its gradient in the order of the parameters
 */
export async function tfjsGradient(
  config: TrainingConfig,
  parameters: Float32Array,
  batch: Float32Array,
  normals: Float32Array = new Float32Array(0),
): Promise<{ loss: number; gradient: Float32Array }> {
  const tf = await loadTfjs();
  const loss = lossFunction(tf, config);
  const { features } = config.data;
  return tf.tidy(() => {
    const size = batch.length / features;
    const x = tf.tensor2d(batch, [size, features]);
    const z = config.noise > 0
      ? tf.tensor2d(normals, [size, normals.length / size])
      : null;
    const { value, grad } = tf.valueAndGrad((p: Tensor) => loss(p, x, z))(
      tf.tensor1d(parameters),
    );
    return {
      loss: value.dataSync()[0],
      gradient: grad.dataSync<"float32">().slice(),
    };
  });
}

/** What an optimiser step changes, as vectors over all parameters. */
type State = {
  readonly parameters: Tensor;
  readonly firstMoments: Tensor;
  readonly secondMoments: Tensor;
};

/** AdamW with bias correction (Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2). */
function adam(
  { schedule }: TrainingConfig,
  step: number,
  state: State,
  gradient: Tensor,
): State {
  const { beta1, beta2, stabilizer, weightDecay } = schedule;
  const rate = learningRateAt(schedule, step);
  const firstMoments: Tensor = state.firstMoments.mul(beta1)
    .add(gradient.mul(1 - beta1));
  const secondMoments: Tensor = state.secondMoments.mul(beta2)
    .add(gradient.square().mul(1 - beta2));
  const mean = firstMoments.div(1 - beta1 ** step);
  const variance = secondMoments.div(1 - beta2 ** step);
  const move = mean.div(variance.sqrt().add(stabilizer)).mul(rate);
  const parameters: Tensor = state.parameters.mul(1 - rate * weightDecay)
    .sub(move);
  return { parameters, firstMoments, secondMoments };
}

function trainSeed(
  tf: Tf,
  config: TrainingConfig,
  seed: number,
  initial: Float32Array,
): TrainedRun {
  const { data, schedule, curvePoints } = config;
  const { steps, batch } = schedule;
  const loss = lossFunction(tf, config);
  const random = randomStream(configKey(config), seed, "batches");
  const noiseRandom = randomStream(configKey(config), seed, "noise");
  const { layers, encoderLayers } = config.architecture;
  const hidden = layers[encoderLayers - 1].outputs;
  const points = new Set(curveSteps(steps, curvePoints));
  const curve: [step: number, mse: number][] = [];
  let state: State = tf.tidy(() => ({
    parameters: tf.tensor1d(initial),
    firstMoments: tf.zeros([initial.length]),
    secondMoments: tf.zeros([initial.length]),
  }));
  let sum = 0, since = 0;
  for (let step = 1; step <= steps; step++) {
    const x = new Float32Array(batch * data.features);
    for (let at = 0; at < x.length; at += data.features) {
      x.set(drawFeatures(data, random), at);
    }
    const normals = config.noise > 0
      ? Float32Array.from(
        { length: batch * hidden },
        () => drawNormal(noiseRandom),
      )
      : null;
    const before = state;
    state = tf.tidy(() => {
      const input = tf.tensor2d(x, [batch, data.features]);
      const z = normals && tf.tensor2d(normals, [batch, hidden]);
      const { value, grad } = tf.valueAndGrad((p: Tensor) => loss(p, input, z))(
        before.parameters,
      );
      sum += value.dataSync()[0];
      return adam(config, step, before, grad);
    });
    tf.dispose(before);
    since++;
    if (points.has(step)) {
      curve.push([step, sum / since]);
      sum = since = 0;
    }
  }
  const parameters = state.parameters.dataSync<"float32">().slice();
  tf.dispose(state);
  return { seed, parameters, curve };
}

/** Trains through one backend of TensorFlow.js, seed by seed. */
export function tfjsEngineOn(backend: string): Engine {
  return {
    name: "tfjs",
    async train(config, seeds, initial) {
      const tf = await loadTfjs(backend);
      return seeds.map((seed, i) => trainSeed(tf, config, seed, initial[i]));
    },
  };
}

/** Trains through TensorFlow.js on its plain JavaScript backend, which needs no permission. */
export const tfjsEngine: Engine = tfjsEngineOn("cpu");
