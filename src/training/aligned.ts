/**
 * A last layer whose every unit answers its own feature.
 *
 * @module
 */
import { reader } from "../losses/source.ts";
import { run } from "../networks/evaluate.ts";
import { type Network, parameterOffsets } from "../networks/network.ts";
import type { TrainingConfig } from "./config.ts";
import { opposed } from "./looks_linear.ts";

/**
 * Points the last layer at what its features do to the layer before it. With a(x) the activations
 * of that one, d_i = a(e_i) − a(0) and c the mean of |d_i|², unit i gets the weights d_i/(2c) and
 * the bias −d_i·a(0)/(2c): nothing at the origin, and |d_i|²/(2c) > 0, on average one half, where
 * feature i alone is 1. One half, because what other active features add comes on top.
 *
 * Of a network that looks linear d_i in the weights is its part that is opposite in all pairs, and
 * c the mean of the two's product.
 */
export function alignOutput(
  network: Network,
  { data, initial, source }: TrainingConfig,
): void {
  const { architecture: { layers }, parameters } = network;
  const last = layers.length - 1;
  const { outputs, tiedTo } = layers[last];
  if (tiedTo !== null) return;
  if (source.kind === "hidden" && source.target === "hidden") {
    throw new RangeError(
      `initial.kind is ${initial.kind} for a dictionary of a hidden state, whose outputs are no features: use spread`,
    );
  }
  const { read } = reader(source, data);
  const answer = (x: Float32Array) => run(network, 0, last, read(x).input);
  const origin = answer(new Float32Array(outputs));
  const answers = Array.from({ length: outputs }, (_, i) => {
    const alone = new Float32Array(outputs);
    alone[i] = 1;
    return answer(alone).map((a, j) => a - origin[j]);
  });
  const directions = initial.kind === "looks-linear"
    ? answers.map((answer) => opposed(network.architecture, last, answer))
    : answers;
  let power = 0;
  directions.forEach((direction, i) =>
    direction.forEach((d, j) => power += d * answers[i][j])
  );
  // Where no feature does anything the random weights are as good as any.
  if (power === 0) return;
  const scale = outputs / (2 * power);
  const { weights, bias } = parameterOffsets(network.architecture).layers[last];
  directions.forEach((direction, i) => {
    let offset = 0;
    direction.forEach((d, j) => {
      parameters[weights + j * outputs + i] = scale * d;
      offset -= scale * d * origin[j];
    });
    if (bias !== null) parameters[bias + i] = offset;
  });
}
