/**
 * Lays out a run in the kernel's memory.
 *
 * @module
 */
import { activationRule, firstActive } from "../../features/independent.ts";
import { reader } from "../../losses/source.ts";
import { activations } from "../../networks/activations/mod.ts";
import { parameterOffsets } from "../../networks/network.ts";
import { emptyShare } from "../batches.ts";
import { trainable } from "../check_config.ts";
import type { TrainingConfig } from "../config.ts";
import { isIdleBias } from "../matrices.ts";
import type { Kernel } from "./kernel.ts";
import { BLOCK, Channel, ELEMENT, Layer, Run } from "./layout.ts";
import { type Elements, type Generators, KernelMemory } from "./memory.ts";
import { layOutOptimiser } from "./optimiser.ts";

/** Where the parts of a run stand that its caller reads and writes. */
export interface Places {
  /** The run's own record. */
  readonly run: number;
  /** In the order of `parameterOffsets`; a fixed layer's gradient stays 0. */
  readonly parameters: Elements;
  readonly gradients: Elements;
  /** Their mean over the last steps, where that is kept; else of no length. */
  readonly means: Elements;
  /**
   * `[block][unit][sample]` of every block that is kept: of a whole batch, or of the last block.
   */
  readonly input: Elements;
  /** Likewise; the input itself where the network is to give it back. */
  readonly target: Elements;
  /** `[hidden][sample]`: what the decoder read of the last block, where there is noise. */
  readonly received: Elements;
  readonly generators: Generators;
  readonly noiseGenerators: Generators;
}

/**
 * Takes the memory of a run and writes everything but its parameters and generators.
 *
 * @param given whether the host fills the batches
 */
export function layOut(
  kernel: Kernel,
  config: TrainingConfig,
  given: boolean,
): Places {
  const { architecture: { layers, encoderLayers }, data, noise, schedule } =
    config;
  const hidden = layers[encoderLayers - 1].outputs;
  const { inputs, outputs, weights } = reader(config.source, data);
  const offsets = parameterOffsets(config.architecture);
  const trained = trainable(config.architecture, config.fixed);
  const allBlocks = Math.ceil(schedule.batch * schedule.growth / BLOCK);
  // Noise needs the whole batch between encoder and decoder.
  const encoded = noise > 0 ? allBlocks : 1;
  const drawn = given ? allBlocks : encoded;

  const memory = new KernelMemory(kernel);
  const run = memory.take(Run.bytes);
  const records = memory.take(layers.length * Layer.bytes);
  const [parameters, gradients, firstMoments, secondMoments] = Array.from(
    { length: 4 },
    () => memory.takeElements(offsets.length),
  );
  const { averaged } = schedule;
  const means = memory.takeElements(averaged > 0 ? offsets.length : 0);
  const generators = memory.takeGenerators();
  const noiseGenerators = memory.takeGenerators();
  const importance = memory.takeElements(outputs);
  const input = memory.takeElements(inputs * BLOCK * drawn);
  const target = given ? memory.takeElements(outputs * BLOCK * drawn) : input;
  const received = memory.takeElements(hidden * BLOCK);
  const channels = memory.take(hidden * Channel.bytes);
  const slopes = memory.takeElements(noise > 0 ? hidden * BLOCK * encoded : 0);

  layers.forEach((layer, l) => {
    const { weights, bias } = offsets.layers[l];
    const activation = activations.get(layer.activation);
    const buffer = (blocks: number) =>
      memory.takeElements(layer.outputs * BLOCK * blocks).at;
    const kept = l < encoderLayers ? encoded : 1;
    const at = (vector: Elements, index: number | null) =>
      index === null ? 0 : vector.at + index * ELEMENT;
    const gradientAt = (index: number | null) =>
      index !== null && trained[index] ? at(gradients, index) : 0;
    memory.write(records + l * Layer.bytes, Layer, {
      inputs: layer.inputs,
      outputs: layer.outputs,
      activation: kernel.activationCode(activation),
      tied: layer.tiedTo === null ? 0 : 1,
      weights: at(parameters, weights),
      bias: at(parameters, bias),
      weightGradient: gradientAt(weights),
      // Left to rounding errors, Adam would turn them into steps of full size.
      biasGradient: isIdleBias(config, l) ? 0 : gradientAt(bias),
      output: buffer(kept),
      before: activation.kernel === undefined ? buffer(kept) : 0,
    });
  });
  importance.writeLanes([weights]);
  const rule = activationRule(data.sparsity);
  const nothing = emptyShare(config);
  const stratified = nothing !== null && !given;
  const optimiser = layOutOptimiser(memory, config, parameters);
  memory.write(run, Run, {
    ...{ layers: records, layerCount: layers.length },
    ...{ parameters: parameters.at, gradients: gradients.at },
    ...{ firstMoments: firstMoments.at, secondMoments: secondMoments.at },
    ...{ parameterCount: offsets.length },
    ...optimiser,
    ...{ input: input.at, inputs, target: target.at, outputs },
    ...{ importance: importance.at, given: given ? 1 : 0, encoderLayers },
    ...{ noise, noiseGenerator: noiseGenerators.at },
    ...{
      received: received.at,
      channels,
      slopes: slopes.at,
      generator: generators.at,
    },
    ...{ activeLimit: rule.limit, activeScale: rule.scale },
    ...{ stratified: nothing === null ? 0 : 1, nothing: nothing ?? 0 },
    firstLimits: stratified ? memory.takeWords(firstActive(data).limits) : 0,
    bits: stratified ? memory.takeElements((inputs + 1) * BLOCK).at : 0,
    ...{ batch: schedule.batch, steps: schedule.steps, step: 0 },
    ...{ warmup: schedule.warmup, decay: schedule.decay },
    cosine: schedule.shape === "cosine" ? 1 : 0,
    ...{ averaged, means: means.at },
    ...{ learningRate: schedule.learningRate },
    ...{ finalLearningRate: schedule.finalLearningRate },
    ...{ loss0: 0, loss1: 0, loss2: 0, loss3: 0 },
  });
  return {
    ...{ run, parameters, gradients, means, input, target, received },
    ...{ generators, noiseGenerators },
  };
}
