/**
 * The oracle: the same networks and batches as the compiled engine, its gradients through
 * TensorFlow.js. Slow, and within a tolerance only: its results are never a snapshot. It covers
 * every activation, source, term and optimiser: what the library does not have, the host does.
 *
 * @module
 */
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { drawNormal } from "../numerics/normal.ts";
import { randomStream } from "../numerics/random.ts";
import { powerFloor } from "../losses/channel.ts";
import { type Reader, reader } from "../losses/source.ts";
import { activations, isLinear } from "../networks/activations/mod.ts";
import { parameterOffsets } from "../networks/network.ts";
import { averager } from "./averaging.ts";
import { batchSampler, sampleWeights } from "./batches.ts";
import { checkConfig } from "./check_config.ts";
import type { TrainedRun, TrainingConfig } from "./config.ts";
import { configKey } from "./config_key.ts";
import type { Engine } from "./engine.ts";
import { hostSteps } from "./host_steps.ts";
import { curveSteps, partAt, partsOf } from "./schedule.ts";

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

/**
 * An activation on a tensor: the library's own where it has it, else what the activation says of
 * every number.
 */
function activate(tf: Tf, id: string): (y: Tensor2D) => Tensor2D {
  const { apply, derivative } = activations.get(id);
  if (id === "identity") return (y) => y;
  if (id === "relu") return (y) => y.relu();
  const each = (y: Tensor, f: (x: number) => number) =>
    tf.tensor(y.dataSync<"float32">().map(f), y.shape);
  const op = tf.customGrad((y, save) => {
    (save as (tensors: Tensor[]) => void)([y as Tensor]);
    return {
      value: each(y as Tensor, apply),
      gradFunc: (dy: Tensor, [y]: Tensor[]) => dy.mul(each(y, derivative)),
    };
  });
  return (y) => op(y) as Tensor2D;
}

/**
 * The batch loss as a function of the flat parameters, every sample counted as `batches.ts` says,
 * for what the network reads,
 * `x[batch, inputs]`, what it is to give, `target[batch, outputs]`, and, where there is noise,
 * standard normal `z[batch, m]`.
 */
function lossFunction(
  tf: Tf,
  config: TrainingConfig,
): (
  parameters: Tensor,
  x: Tensor2D,
  target: Tensor2D,
  z: Tensor2D | null,
) => Scalar {
  const { architecture, data, noise, source } = config;
  const offsets = parameterOffsets(architecture).layers;
  const { weights: weight } = reader(source, data);
  const functions = architecture.layers.map(({ activation }) =>
    activations.get(activation)
  );
  const applied = architecture.layers.map(({ activation }) =>
    activate(tf, activation)
  );
  return (parameters, x, target, z) => {
    let y = x;
    architecture.layers.forEach((layer, l) => {
      const { inputs, outputs, tiedTo } = layer;
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
      if (bias !== null && !(noisy && isLinear(functions[l]))) {
        y = y.add(parameters.slice(bias, outputs));
      }
      y = applied[l](y);
      if (!noisy) return;
      const { mean, variance } = tf.moments(y, 0);
      y = y.sub(mean).div(variance.add(powerFloor).sqrt());
      y = y.add(z.mul(noise));
    });
    const errors = y.sub(target).square().mul(tf.tensor1d([...weight])).mean(1);
    return errors.mul(tf.tensor1d(sampleWeights(config, x.shape[0]))).sum();
  };
}

/** A batch as the library has it: what the network reads, and what it is to give. */
function sides(
  tf: Tf,
  { read, inputs, outputs }: Reader,
  samples: Iterable<Float32Array>,
): [x: Tensor2D, target: Tensor2D] {
  const rows: number[][] = [], targets: number[][] = [];
  for (const sample of samples) {
    const { input, target } = read(sample);
    rows.push([...input]);
    targets.push([...target]);
  }
  return [
    tf.tensor2d(rows, [rows.length, inputs]),
    tf.tensor2d(targets, [rows.length, outputs]),
  ];
}

/**
 * Mean squared error of one batch, and its gradient; penalties are no part of it.
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
  checkConfig(config);
  return batchGradient(await loadTfjs(), config)(parameters, batch, normals);
}

/** {@link tfjsGradient} with the library at hand, for many batches. */
function batchGradient(tf: Tf, config: TrainingConfig) {
  const loss = lossFunction(tf, config);
  const { data: { features }, noise, source } = config;
  const sourceReader = reader(source, config.data);
  return (
    parameters: Float32Array,
    batch: Float32Array,
    normals: Float32Array,
  ): { loss: number; gradient: Float32Array } =>
    tf.tidy(() => {
      const size = batch.length / features;
      const samples = Array.from(
        { length: size },
        (_, s) => batch.subarray(s * features, (s + 1) * features),
      );
      const [x, target] = sides(tf, sourceReader, samples);
      const z = noise > 0
        ? tf.tensor2d(normals, [size, normals.length / size])
        : null;
      const { value, grad } = tf.valueAndGrad((p: Tensor) =>
        loss(p, x, target, z)
      )(tf.tensor1d(parameters));
      return {
        loss: value.dataSync()[0],
        gradient: grad.dataSync<"float32">().slice(),
      };
    });
}

function trainSeed(
  tf: Tf,
  config: TrainingConfig,
  seed: number,
  initial: Float32Array,
): TrainedRun {
  const { architecture, data, noise, schedule, curvePoints } = config;
  const { steps } = schedule, parts = partsOf(schedule);
  const gradientOf = batchGradient(tf, config);
  const descend = hostSteps(config);
  const draw = batchSampler(config);
  const random = randomStream(configKey(config), seed, "batches");
  const noiseRandom = randomStream(configKey(config), seed, "noise");
  const { layers, encoderLayers } = architecture;
  const hidden = layers[encoderLayers - 1].outputs;
  const points = new Set(curveSteps(steps, curvePoints));
  const curve: [step: number, mse: number][] = [];
  const parameters = initial.slice();
  const average = averager(schedule, parameters.length);
  let sum = 0, since = 0;
  for (let step = 1; step <= steps; step++) {
    const { batch } = partAt(parts, step);
    const x = new Float32Array(batch * data.features);
    for (let s = 0; s < batch; s++) {
      const at = s * data.features;
      draw(x.subarray(at, at + data.features), random, s);
    }
    const normals = Float32Array.from(
      { length: noise > 0 ? batch * hidden : 0 },
      () => drawNormal(noiseRandom),
    );
    const { loss, gradient } = gradientOf(parameters, x, normals);
    descend(parameters, gradient, step);
    average.add(parameters, step);
    sum += loss;
    since++;
    if (points.has(step)) {
      curve.push([step, sum / since]);
      sum = since = 0;
    }
  }
  return { seed, parameters: average.result(parameters), curve };
}

/** Trains through one backend of TensorFlow.js, seed by seed. */
export function tfjsEngineOn(backend: string): Engine {
  return {
    name: "tfjs",
    async train(config, seeds, initial) {
      checkConfig(config);
      const tf = await loadTfjs(backend);
      return seeds.map((seed, i) => trainSeed(tf, config, seed, initial[i]));
    },
  };
}

/** Trains through TensorFlow.js on its plain JavaScript backend, which needs no permission. */
export const tfjsEngine: Engine = tfjsEngineOn("cpu");
