/**
 * A run in the kernel's memory: up to four seeds that train side by side.
 *
 * @module
 */
import type { RandomState } from "../../numerics/random.ts";
import { checkConfig } from "../check_config.ts";
import type { TrainingConfig } from "../config.ts";
import { type Part, partAt, partsOf } from "../schedule.ts";
import { batchFiller, sampledInside, stepper } from "./host.ts";
import type { Kernel } from "./kernel.ts";
import { BLOCK, Run } from "./layout.ts";
import { type Elements, LANES } from "./memory.ts";
import { layOut, type Places } from "./places.ts";

/** One run of up to four seeds. A kernel holds one at a time: the next one takes its place. */
export class KernelRun {
  readonly #kernel: Kernel;
  readonly #config: TrainingConfig;
  readonly #places: Places;
  /** What the host does, null where the kernel does it. */
  readonly #fill: ((batch: number) => void) | null;
  readonly #step: (() => void) | null;
  readonly #parts: readonly Part[];
  /** Steps done. */
  #done = 0;

  /**
   * @param initial one vector of parameters per seed, 1 to 4 of them; idle lanes repeat the first
   * @param states one generator state per seed
   * @param noiseStates likewise, for the noise; not read where the configuration has none
   * @throws {RangeError} naming what does not fit together
   */
  constructor(
    kernel: Kernel,
    config: TrainingConfig,
    initial: readonly Float32Array[],
    states: readonly RandomState[],
    noiseStates: readonly RandomState[] = [],
  ) {
    checkConfig(config);
    if (config.noise > 0 && noiseStates.length === 0) {
      throw new RangeError(
        `noise is ${config.noise} but there is no generator for it: pass noiseStates`,
      );
    }
    const given = !sampledInside(config);
    const places = layOut(kernel, config, given);
    places.parameters.writeLanes(initial);
    places.generators.write(states);
    if (config.noise > 0) places.noiseGenerators.write(noiseStates);
    this.#kernel = kernel;
    this.#config = config;
    this.#places = places;
    this.#fill = given ? batchFiller(config, places, states) : null;
    this.#step = stepper(config, places, initial.length);
    this.#parts = partsOf(config.schedule);
  }

  /** Does optimiser steps. */
  train(steps: number): void {
    const { run } = this.#places;
    const end = this.#done + steps;
    while (this.#done < end) {
      if (this.#fill ?? this.#step) {
        this.gradient();
        if (this.#step) {
          this.#step();
          this.#kernel.stepped(run);
        } else this.#kernel.step(run);
        this.#done++;
      } else {
        const until = Math.min(end, this.#size().until);
        this.#kernel.train(run, until - this.#done);
        this.#done = until;
      }
    }
  }

  /** Computes the gradient of the squared error of one fresh batch and takes no step. */
  gradient(): void {
    const { batch } = this.#size();
    this.#fill?.(batch);
    this.#kernel.gradient(this.#places.run);
  }

  /** Says how many samples the next step takes; returns what else takes as many. */
  #size(): Part {
    const part = partAt(this.#parts, this.#done + 1);
    const { buffer } = this.#kernel.memory;
    new DataView(buffer, this.#places.run)
      .setInt32(Run.fields.batch.at, part.batch, true);
    return part;
  }

  /**
   * Sum over steps of the batch's squared error per lane since the last call; penalties are no part
   * of it.
   */
  takeLosses(): number[] {
    const at = new Float64Array(
      this.#kernel.memory.buffer,
      this.#places.run + Run.fields.loss0.at,
      LANES,
    );
    const losses = [...at];
    at.fill(0);
    return losses;
  }

  /** A lane's generator state as it stands now, where the kernel draws the samples. */
  generatorState(lane: number): RandomState {
    return this.#places.generators.read(lane);
  }

  /**
   * A lane's last block of samples, `[block size][inputs]`, where batches have their final size;
   * samples past the end of a batch are 0.
   */
  samples(lane: number): Float32Array[] {
    const { layers } = this.#config.architecture;
    return lastBlock(this.#places.input, layers[0].inputs, lane);
  }

  /**
   * What the decoder read of it, likewise `[block size][hidden]`; 0 where the configuration has no
   * noise.
   */
  received(lane: number): Float32Array[] {
    const { layers, encoderLayers } = this.#config.architecture;
    const hidden = layers[encoderLayers - 1].outputs;
    return lastBlock(this.#places.received, hidden, lane);
  }

  /** A lane's parameters, in the order of `parameterOffsets`. */
  parameters(lane: number): Float32Array {
    return this.#places.parameters.read(lane);
  }

  /** What a lane has learnt: its parameters, or their mean where the schedule asks for that. */
  result(lane: number): Float32Array {
    const { parameters, means } = this.#places;
    return (means.length > 0 ? means : parameters).read(lane);
  }

  /** A lane's last gradient, likewise; 0 for what is held fixed. */
  gradients(lane: number): Float32Array {
    return this.#places.gradients.read(lane);
  }
}

/** The samples of the last block at `[block][unit][sample]`. */
function lastBlock(
  elements: Elements,
  width: number,
  lane: number,
): Float32Array[] {
  const block = elements.read(lane).slice(-width * BLOCK);
  return Array.from(
    { length: BLOCK },
    (_, s) =>
      Float32Array.from({ length: width }, (_, i) => block[BLOCK * i + s]),
  );
}
