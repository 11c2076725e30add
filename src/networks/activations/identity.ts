/**
 * No activation: what a hidden state and most reconstructions have.
 *
 * @module
 */
import type { Activation } from "./mod.ts";

export default {
  id: "identity",
  summary: "the affine map as it is",
  slopes: [1, 1],
  apply: (x) => x,
  derivative: () => 1,
  kernel: 0,
} satisfies Activation as Activation;
