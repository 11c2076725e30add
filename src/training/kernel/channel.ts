/**
 * The noisy hidden state. Every dimension h is held to unit power over the batch, h̃ = (h −
 * mean)/√(variance + floor), and the decoder reads h̃ + σz with standard normal z. Mean and
 * variance need the whole batch, so it passes three times: through the encoder, through the decoder
 * and back, and back through the encoder. With g the derivative by h̃, the derivative by h is (g −
 * mean g − h̃·mean(g·h̃))/√(variance + floor).
 */
import { differentiateActivation, RELU } from "./activation";
import { firstOf } from "./batch";
import { BLOCK, ELEMENT, ROW } from "./block";
import { backwardLayers, backwardTo, forwardLayers, outputDelta } from "./network";
import { normals } from "./normal";
import { channelOf, inputOf, layerOf, outputOf, Run, slopesOf, targetOf } from "./records";
import { clearRest } from "./random";
import { draw } from "./sampling";

/**
 * A dimension that does not vary gives noise and nothing else, and no infinite gradient.
 * `src/losses/channel.ts` has the same number.
 */
const FLOOR: f32 = 1e-10;

// @ts-ignore: decorator
@inline
function hiddenOf(run: Run): i32 {
  return layerOf(run, run.encoderLayers - 1).outputs;
}

/** Draws a block, keeps it, and runs the encoder on it. */
export function encodeBlock(run: Run, slot: i32): void {
  draw(run, slot, slot);
  forwardLayers(run, 0, run.encoderLayers, slot, inputOf(run, slot));
}

/** Mean and inverse deviation of every hidden dimension, once all blocks are encoded. */
export function measureHidden(run: Run, blocks: i32): void {
  const hidden = hiddenOf(run);
  const share = f32x4.splat(<f32> (1.0 / <f64> run.batch));
  for (let j = 0; j < hidden; j++) {
    const channel = channelOf(run, j);
    const mean = f32x4.mul(spread(run, blocks, j, f32x4.splat(0), false), share);
    const variance = f32x4.mul(spread(run, blocks, j, mean, true), share);
    const deviation = f32x4.sqrt(f32x4.add(variance, f32x4.splat(FLOOR)));
    channel.mean = mean;
    channel.scale = f32x4.div(f32x4.splat(1), deviation);
    channel.slopes = f32x4.splat(0);
    channel.products = f32x4.splat(0);
  }
}

/** Σ (h − from) of hidden dimension j over the batch, or the sum of its squares. */
function spread(run: Run, blocks: i32, j: i32, from: v128, squared: bool): v128 {
  let sum = f32x4.splat(0);
  for (let slot = 0; slot < blocks; slot++) {
    const left = run.batch - slot * BLOCK;
    const row = outputOf(run, run.encoderLayers - 1, slot) + <usize> j * ROW;
    const end = row + <usize> (left < BLOCK ? left : BLOCK) * ELEMENT;
    for (let at = row; at < end; at += ELEMENT) {
      const distance = f32x4.sub(v128.load(at), from);
      sum = f32x4.add(sum, squared ? f32x4.mul(distance, distance) : distance);
    }
  }
  return sum;
}

/**
 * A block through the channel, the decoder and back to the hidden state; returns its loss as
 * `outputDelta` does.
 */
export function decodeBlock(run: Run, slot: i32, count: i32): v128 {
  const last = run.encoderLayers - 1, hidden = hiddenOf(run);
  const noise = f32x4.splat(run.noise);
  const h = outputOf(run, last, slot), g = slopesOf(run, slot);
  normals(run.received, hidden, count, run.noiseGenerator);
  for (let j = 0; j < hidden; j++) {
    const channel = channelOf(run, j);
    const mean = channel.mean, scale = channel.scale;
    const row = <usize> j * ROW;
    for (let at = row; at < row + <usize> count * ELEMENT; at += ELEMENT) {
      const unit = f32x4.mul(f32x4.sub(v128.load(h + at), mean), scale);
      const z = v128.load(run.received + at);
      v128.store(run.received + at, f32x4.add(unit, f32x4.mul(noise, z)));
    }
  }
  forwardLayers(run, run.encoderLayers, run.layerCount, 0, run.received);
  const loss = outputDelta(run, firstOf(run, slot), count, targetOf(run, slot));
  backwardLayers(run, run.encoderLayers, run.layerCount, 0, run.received);
  backwardTo(run, run.encoderLayers, 0, g);
  for (let j = 0; j < hidden; j++) {
    const channel = channelOf(run, j);
    const mean = channel.mean, scale = channel.scale;
    let sum = channel.slopes, product = channel.products;
    const row = <usize> j * ROW;
    for (let at = row; at < row + <usize> count * ELEMENT; at += ELEMENT) {
      const unit = f32x4.mul(f32x4.sub(v128.load(h + at), mean), scale);
      const slope = v128.load(g + at);
      sum = f32x4.add(sum, slope);
      product = f32x4.add(product, f32x4.mul(slope, unit));
    }
    channel.slopes = sum;
    channel.products = product;
  }
  return loss;
}

/**
 * From the derivatives by h̃ to those by h, and back through the encoder, once all blocks are
 * decoded.
 */
export function encoderGradient(run: Run, slot: i32, count: i32): void {
  const last = run.encoderLayers - 1, hidden = hiddenOf(run);
  const share = f32x4.splat(<f32> (1.0 / <f64> run.batch));
  const h = outputOf(run, last, slot), g = slopesOf(run, slot);
  const edge = f32x4.splat(layerOf(run, last).activation == RELU ? 0 : -Infinity);
  for (let j = 0; j < hidden; j++) {
    const channel = channelOf(run, j);
    const mean = channel.mean, scale = channel.scale;
    const sum = f32x4.mul(channel.slopes, share);
    const product = f32x4.mul(channel.products, share);
    const row = <usize> j * ROW;
    for (let at = row; at < row + <usize> count * ELEMENT; at += ELEMENT) {
      const value = v128.load(h + at);
      const unit = f32x4.mul(f32x4.sub(value, mean), scale);
      const centred = f32x4.sub(f32x4.sub(v128.load(g + at), sum), f32x4.mul(unit, product));
      v128.store(h + at, v128.and(f32x4.mul(centred, scale), f32x4.gt(value, edge)));
    }
  }
  clearRest(h, hidden, count);
  differentiateActivation(run, last, slot);
  backwardLayers(run, 0, run.encoderLayers, slot, inputOf(run, slot));
}
