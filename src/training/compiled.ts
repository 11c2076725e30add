/**
 * The compiled engine: lays out a run in the kernel's memory and lets it train. `kernel/kernel.ts` is its other half.
 *
 * @module
 */
import { importances } from "../features/mod.ts";
import { type RandomState, streamState } from "../numerics/random.ts";
import { activationRule } from "../features/sampling.ts";
import { activations } from "../networks/activations/mod.ts";
import { parameterOffsets } from "../networks/network.ts";
import { checkConfig } from "./check_config.ts";
import type { TrainedRun, TrainingConfig } from "./config.ts";
import { configKey } from "./config_key.ts";
import type { Engine } from "./engine.ts";
import { curveSteps } from "./schedule.ts";
export { curveSteps };
import { type AdamSettings, isAdam } from "./optimisers/adam.ts";
import * as kernel from "./kernel/kernel.wasm";

/** Seeds that train side by side. */
export const LANES = 4;
const ELEMENT = 16;
/** Words of a layer's record, and bytes of the run's, as the kernel's classes have them. */
const LAYER_WORDS = 10;
const RUN_BYTES = 192;
const DOUBLES_AT = 96;
const LOSSES_AT = 160;
/** Bytes of what the kernel knows of a hidden dimension. */
const CHANNEL_BYTES = 64;
const PAGE = 65_536;

/**
 * Refuses what the kernel does not have.
 *
 * @returns the optimiser, which is Adam
 */
function coveredOptimiser(config: TrainingConfig): AdamSettings {
  checkConfig(config);
  const { architecture, fixed, objective, optimiser, source } = config;
  const refuse = (what: string) => {
    throw new RangeError(
      `the compiled engine does not cover ${what}: use the tfjs engine`,
    );
  };
  if (objective.length > 1) refuse("penalties");
  if (fixed.length > 0) refuse("fixed layers");
  if (source.kind !== "features") refuse(`the source ${source.kind}`);
  for (const { activation } of architecture.layers) {
    const { kernel } = activations.get(activation);
    if (kernel === undefined) refuse(`the activation ${activation}`);
  }
  return isAdam(optimiser)
    ? optimiser
    : refuse(`the optimiser ${optimiser.kind}`);
}

/** One run of up to four seeds in the kernel's memory. Only one lives at a time: the next one takes its place. */
export class KernelRun {
  readonly #address: number;
  readonly #parameters: number;
  readonly #gradients: number;
  readonly #count: number;
  readonly #generator: number;
  /** Where the last block of samples stands. */
  readonly #input: number;
  readonly #features: number;
  /** Where what the decoder read of it stands. */
  readonly #received: number;
  readonly #hidden: number;

  /**
   * @param initial one vector of parameters per lane, 1 to 4 of them; idle lanes repeat the first
   * @param states one generator state per lane
   * @param noiseStates likewise, for the noise; not read where the configuration has none
   */
  constructor(
    config: TrainingConfig,
    initial: readonly Float32Array[],
    states: readonly RandomState[],
    noiseStates: readonly RandomState[] = [],
  ) {
    const { architecture, data, noise, schedule } = config;
    const optimiser = coveredOptimiser(config);
    if (noise > 0 && noiseStates.length === 0) {
      throw new RangeError(
        `noise is ${noise} but there is no generator for it: pass noiseStates`,
      );
    }
    const { encoderLayers } = architecture;
    const hidden = architecture.layers[encoderLayers - 1].outputs;
    // Noise needs the whole batch between encoder and decoder.
    const blocks = noise > 0
      ? Math.ceil(schedule.batch / kernel.blockSize())
      : 1;
    const { layers, length } = parameterOffsets(architecture);
    const rowBytes = kernel.blockSize() * ELEMENT;
    // The kernel's own constants end far below this address.
    let top = 1024;
    const take = (bytes: number) => {
      const at = top;
      top += Math.ceil(bytes / ELEMENT) * ELEMENT;
      return at;
    };
    const run = this.#address = take(RUN_BYTES);
    const records = take(architecture.layers.length * LAYER_WORDS * 4);
    const [parameters, gradients, first, second] = Array.from(
      { length: 4 },
      () => take(length * ELEMENT),
    );
    const generator = take(4 * ELEMENT);
    const importance = take(data.features * ELEMENT);
    const noiseGenerator = take(4 * ELEMENT);
    const input = take(data.features * rowBytes * blocks);
    const received = take(hidden * rowBytes);
    const channel = take(hidden * CHANNEL_BYTES);
    const buffers = architecture.layers.map(({ outputs }, l) => [
      take(outputs * rowBytes * (l < encoderLayers ? blocks : 1)),
      take(outputs * rowBytes * (l === encoderLayers - 1 ? blocks : 1)),
    ]);
    const missing = top - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(kernel.memory.buffer).fill(0, run, top);

    const rule = activationRule(data.sparsity);
    const view = new DataView(kernel.memory.buffer);
    const words = (at: number, values: readonly number[]) =>
      values.forEach((value, i) => view.setInt32(at + 4 * i, value, true));
    words(run, [
      ...[records, architecture.layers.length],
      ...[parameters, gradients, first, second, length],
      ...[input, importance, data.features],
      ...[encoderLayers, 0, /* noise, below */ noiseGenerator],
      ...[received, channel],
      ...[generator, rule.limit, 0 /* the scale, below */],
      ...[schedule.batch, schedule.steps, schedule.warmup, schedule.decay, 0],
    ]);
    view.setFloat32(run + 44, noise, true);
    view.setFloat32(run + 68, rule.scale, true);
    [
      schedule.learningRate,
      schedule.finalLearningRate,
      optimiser.weightDecay,
      optimiser.beta1,
      optimiser.beta2,
      optimiser.stabilizer,
      1,
      1,
    ].forEach((value, i) =>
      view.setFloat64(run + DOUBLES_AT + 8 * i, value, true)
    );
    architecture.layers.forEach((layer, l) => {
      const { weights, bias } = layers[l];
      words(records + 4 * LAYER_WORDS * l, [
        layer.inputs,
        layer.outputs,
        activations.get(layer.activation).kernel!,
        layer.tiedTo === null ? 0 : 1,
        parameters + weights * ELEMENT,
        bias === null ? 0 : parameters + bias * ELEMENT,
        gradients + weights * ELEMENT,
        bias === null ? 0 : gradients + bias * ELEMENT,
        ...buffers[l],
      ]);
    });
    const floats = new Float32Array(kernel.memory.buffer);
    const weights = importances(data);
    for (let lane = 0; lane < LANES; lane++) {
      const start = initial[lane] ?? initial[0];
      for (let i = 0; i < length; i++) {
        floats[parameters / 4 + LANES * i + lane] = start[i];
      }
      weights.forEach((weight, i) => {
        floats[importance / 4 + LANES * i + lane] = weight;
      });
      const generators = [[states, generator], [
        noiseStates,
        noiseGenerator,
      ]] as const;
      for (const [of, at] of generators) {
        (of[lane] ?? of[0] ?? []).forEach((word, i) =>
          view.setInt32(at + ELEMENT * i + 4 * lane, word, true)
        );
      }
    }
    this.#parameters = parameters;
    this.#gradients = gradients;
    this.#count = length;
    this.#generator = generator;
    this.#input = input + (blocks - 1) * data.features * rowBytes;
    this.#features = data.features;
    this.#received = received;
    this.#hidden = hidden;
  }

  /** Does optimiser steps. */
  train(steps: number): void {
    kernel.train(this.#address, steps);
  }

  /** Computes the gradient of one fresh batch and takes no step. */
  gradient(): void {
    kernel.gradient(this.#address);
  }

  /** Sum over steps of the batch loss per lane since the last call. */
  takeLosses(): number[] {
    const at = new Float64Array(
      kernel.memory.buffer,
      this.#address + LOSSES_AT,
      LANES,
    );
    const losses = [...at];
    at.fill(0);
    return losses;
  }

  /** A lane's generator state as it stands now. */
  generatorState(lane: number): RandomState {
    const words = new Uint32Array(kernel.memory.buffer, this.#generator);
    return [0, 1, 2, 3].map((i) => words[LANES * i + lane]) as RandomState;
  }

  /** A lane's last block of samples, `[block size][features]`; samples past the end of a batch are 0. */
  samples(lane: number): Float32Array[] {
    return this.#block(this.#input, this.#features, lane);
  }

  /** What the decoder read of it, likewise `[block size][hidden]`; 0 where the configuration has no noise. */
  received(lane: number): Float32Array[] {
    return this.#block(this.#received, this.#hidden, lane);
  }

  #block(address: number, width: number, lane: number): Float32Array[] {
    const floats = new Float32Array(kernel.memory.buffer, address);
    const block = kernel.blockSize();
    return Array.from({ length: block }, (_, s) =>
      Float32Array.from(
        { length: width },
        (_, i) => floats[LANES * (block * i + s) + lane],
      ));
  }

  /** A lane's parameters, in the order of `parameterOffsets`. */
  parameters(lane: number): Float32Array {
    return this.#lane(this.#parameters, lane);
  }

  /** A lane's last gradient, likewise. */
  gradients(lane: number): Float32Array {
    return this.#lane(this.#gradients, lane);
  }

  #lane(address: number, lane: number): Float32Array {
    const floats = new Float32Array(kernel.memory.buffer);
    return Float32Array.from(
      { length: this.#count },
      (_, i) => floats[address / 4 + LANES * i + lane],
    );
  }
}

function trainLanes(
  config: TrainingConfig,
  seeds: readonly number[],
  initial: readonly Float32Array[],
): TrainedRun[] {
  const key = configKey(config);
  const states = (purpose: string) =>
    seeds.map((seed) => streamState(key, seed, purpose));
  const run = new KernelRun(
    config,
    initial,
    states("batches"),
    states("noise"),
  );
  const { steps } = config.schedule;
  const curves: [number, number][][] = seeds.map(() => []);
  let done = 0;
  for (const step of curveSteps(steps, config.curvePoints)) {
    run.train(step - done);
    const losses = run.takeLosses();
    curves.forEach((curve, lane) =>
      curve.push([step, losses[lane] / (step - done)])
    );
    done = step;
  }
  run.train(steps - done);
  return seeds.map((seed, lane) => ({
    seed,
    parameters: run.parameters(lane),
    curve: curves[lane],
  }));
}

/** Trains in the WASM SIMD kernel, four seeds at a time. */
export const compiledEngine: Engine = {
  name: "compiled",
  train(config, seeds, initial) {
    const runs: TrainedRun[] = [];
    for (let i = 0; i < seeds.length; i += LANES) {
      runs.push(
        ...trainLanes(
          config,
          seeds.slice(i, i + LANES),
          initial.slice(i, i + LANES),
        ),
      );
    }
    return Promise.resolve(runs);
  },
};
