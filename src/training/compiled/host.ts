/**
 * What the kernel lacks, done by the host in the kernel's memory, between its gradient and its
 * step: slower, with the same bits everywhere.
 *
 * @module
 */
import { reader } from "../../losses/source.ts";
import { terms } from "../../losses/terms/mod.ts";
import { type RandomState, xoshiro128plusplus } from "../../numerics/random.ts";
import type { Tagged } from "../../numerics/tagged.ts";
import { batchSampler } from "../batches.ts";
import type { TrainingConfig } from "../config.ts";
import { hostSteps } from "../host_steps.ts";
import { optimisers } from "../optimisers/mod.ts";
import { BLOCK } from "./layout.ts";
import { LANES } from "./memory.ts";
import type { Places } from "./places.ts";

/** Whether the kernel draws a configuration's batches itself. */
export function sampledInside({ data, source }: TrainingConfig): boolean {
  return source.kind === "features" && data.kind === "independent";
}

/** Writes sample s of a batch, of one lane, to `[block][unit][sample]`. */
function writeSample(
  all: Float32Array,
  values: Float32Array,
  s: number,
  lane: number,
): void {
  const block = Math.floor(s / BLOCK), width = values.length;
  let at = LANES * (BLOCK * width * block + s % BLOCK) + lane;
  for (let i = 0; i < width; i++, at += LANES * BLOCK) all[at] = values[i];
}

/**
 * Fills whole batches of a size, input and target.
 *
 * @param states one generator state per seed, from which the features are drawn as the kernel would
 */
export function batchFiller(
  config: TrainingConfig,
  { input, target }: Places,
  states: readonly RandomState[],
): (batch: number) => void {
  const { data, source } = config;
  const randoms = states.map(xoshiro128plusplus);
  const { read } = reader(source, data);
  const draw = batchSampler(config), x = new Float32Array(data.features);
  return (batch) => {
    const inputs = input.view(), targets = target.view();
    randoms.forEach((random, seed) => {
      for (let s = 0; s < batch; s++) {
        draw(x, random, s);
        const sample = read(x);
        for (const lane of lanesOf(seed, randoms.length)) {
          writeSample(inputs, sample.input, s, lane);
          writeSample(targets, sample.target, s, lane);
        }
      }
    });
  };
}

/** The lanes of the i-th of `count` seeds: idle ones repeat the first. */
function lanesOf(i: number, count: number): number[] {
  return Array.from({ length: LANES }, (_, lane) => lane)
    .filter((lane) => lane === i || (i === 0 && lane >= count));
}

/**
 * Takes steps outside the kernel: those of an optimiser that it has not, or along penalties, which
 * it does not know.
 *
 * @param seeds how many lanes are not idle
 * @returns null where the kernel can do it
 */
export function stepper(
  config: TrainingConfig,
  { parameters, gradients }: Places,
  seeds: number,
): (() => void) | null {
  const { objective, optimiser } = config;
  const { kernel } = optimisers.get(optimiser.kind);
  if (kernel !== undefined && objective.every(isInside)) return null;
  const steps = Array.from({ length: seeds }, () => hostSteps(config));
  let t = 0;
  return () => {
    t++;
    parameters.writeLanes(
      steps.map((step, lane) => {
        const moved = parameters.read(lane);
        step(moved, gradients.read(lane), t);
        return moved;
      }),
    );
  };
}

/** Whether the kernel's gradient has a term of the objective. */
function isInside({ kind }: Tagged): boolean {
  return terms.get(kind).penalty === undefined;
}
