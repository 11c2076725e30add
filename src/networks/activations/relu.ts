/**
 * The rectifier, the activation of the paper.
 *
 * @module
 */
import type { Activation } from "./mod.ts";

export default {
  id: "relu",
  summary: "0 below 0, else what it is given",
  slopes: [0, 1],
  // A NaN stays.
  apply: (x) => x < 0 ? 0 : x,
  derivative: (x) => x > 0 ? 1 : 0,
  kernel: 1,
} satisfies Activation as Activation;
