/**
 * The training kernel: AssemblyScript, compiled to `kernel.wasm` by `deno task kernel`.
 *
 * Four seeds train side by side, one per lane of every v128, so nothing is ever summed across lanes
 * and a seed's arithmetic is the scalar arithmetic. Only operations that IEEE 754 rounds correctly
 * are used, in an order that these files fix: the same file gives the same bits on every machine.
 *
 * The caller lays out the memory and describes it in the words of `records.ts` (see
 * `src/training/compiled/`). An "element" is one v128. Activations of a layer are [unit][sample of
 * the block]; weights are [input][output], as in `networks/network.ts`.
 */
import { takeIntoMean } from "./averaging";
import { countOf, firstOf, worth } from "./batch";
import { BLOCK, ELEMENT } from "./block";
import { decodeBlock, encodeBlock, encoderGradient, measureHidden } from "./channel";
import { backwardLayers, forwardLayers, outputDelta } from "./network";
import { optimise } from "./optimiser";
import { inputOf, Run, targetOf } from "./records";
import { draw } from "./sampling";

/** The first byte that is the caller's: the kernel's own constants end below it. */
export function memoryStart(): usize {
  return __heap_base;
}

/**
 * The batch's block number `index` through the whole network and back, where the hidden state has
 * no noise; returns its loss as `outputDelta` does.
 */
function block(run: Run, index: i32): v128 {
  const count = countOf(run, index);
  // Of a batch that the kernel draws only the block that is at work is kept.
  const slot = run.given ? index : 0;
  draw(run, index, slot);
  const input = inputOf(run, slot);
  forwardLayers(run, 0, run.layerCount, 0, input);
  const loss = outputDelta(run, firstOf(run, index), count, targetOf(run, slot));
  backwardLayers(run, 0, run.layerCount, 0, input);
  return loss;
}

/**
 * Mean gradient and loss of one batch, a fresh one or the one that the caller gave, without a step.
 */
export function gradient(address: usize): void {
  const run = changetype<Run>(address);
  memory.fill(run.gradients, 0, <usize> run.parameterCount * ELEMENT);
  const noisy = run.noise > 0;
  const blocks = (run.batch + BLOCK - 1) / BLOCK;
  if (noisy) {
    for (let slot = 0; slot < blocks; slot++) encodeBlock(run, slot);
    measureHidden(run, blocks);
  }
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let slot = 0; slot < blocks; slot++) {
    const loss = noisy ? decodeBlock(run, slot, countOf(run, slot)) : block(run, slot);
    low = f64x2.add(low, f64x2.promote_low_f32x4(loss));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(loss, loss, 2, 3, 2, 3)));
  }
  if (noisy) {
    for (let slot = 0; slot < blocks; slot++) encoderGradient(run, slot, countOf(run, slot));
  }
  const share = 1.0 / (<f64> run.outputs * worth(run));
  run.loss0 += f64x2.extract_lane(low, 0) * share;
  run.loss1 += f64x2.extract_lane(low, 1) * share;
  run.loss2 += f64x2.extract_lane(high, 0) * share;
  run.loss3 += f64x2.extract_lane(high, 1) * share;
}

/** One step of the optimiser along the gradient as it stands. */
export function step(address: usize): void {
  const run = changetype<Run>(address);
  optimise(run);
  takeIntoMean(run);
}

/** What is left of a step where the caller has moved the parameters. */
export function stepped(address: usize): void {
  const run = changetype<Run>(address);
  run.step += 1;
  takeIntoMean(run);
}

/** Does `steps` optimiser steps, each on a fresh batch. */
export function train(address: usize, steps: i32): void {
  for (let i = 0; i < steps; i++) {
    gradient(address);
    step(address);
  }
}
