/** Adam on the host against the kernel's: every bit. */
import { assert, assertEquals } from "@std/assert";
import { superpositionModel } from "../../../src/networks/network.ts";
import { autoencoder } from "../../../src/networks/network.ts";
import adam from "../../../src/training/optimisers/adam.ts";
import { configWith } from "../_configs.ts";
import { assertSameSteps } from "./_bits.ts";

const configs = [
  configWith(),
  configWith({
    architecture: autoencoder([3, 7, 2], [2, 5, 3]),
    data: { features: 3, sparsity: 0.3 },
    schedule: { warmup: 0, decay: 0 },
    optimiser: { weightDecay: 0.3, beta1: 0, beta2: 0.9, stabilizer: 1e-2 },
  }),
  // Many dead units, whose moments decay to nothing.
  configWith({
    architecture: superpositionModel(6, 2),
    data: { features: 6, sparsity: 0.9 },
    schedule: { steps: 1500, batch: 4, learningRate: 0.3, decay: 0 },
    optimiser: { beta1: 0.5, beta2: 0.7 },
  }),
  // The same where the mean square is at nothing before the mean, and says how far to go.
  configWith({
    architecture: superpositionModel(6, 2),
    data: { features: 6, sparsity: 0.9 },
    schedule: { steps: 300, batch: 4, learningRate: 0.3, decay: 0 },
    optimiser: { beta1: 0.9, beta2: 0.2, stabilizer: 1e-18 },
  }),
  // Diverges.
  configWith({
    architecture: autoencoder([2, 5, 5, 1], [1, 5, 5, 2]),
    schedule: { learningRate: 1e20, warmup: 0 },
  }),
];

Deno.test("the host's Adam takes the kernel's steps, bit for bit", () => {
  const { idle, lost } = assertSameSteps(configs);
  assert(idle > 10_000, `only ${idle} gradients are 0`);
  assert(lost > 0, "nothing diverged");
});

Deno.test("Adam's settings are checked, and its authors' unless given", () => {
  assertEquals(adam.schema.parse({ kind: "adam" }), {
    ...{ kind: "adam", weightDecay: 0 },
    ...{ beta1: 0.9, beta2: 0.999, stabilizer: 1e-8 },
  });
  for (
    const wrong of [
      { beta1: 1 },
      { beta2: -0.1 },
      { weightDecay: -1 },
      { stabilizer: 0 },
      { momentum: 0.9 },
    ]
  ) {
    assert(!adam.schema.safeParse({ kind: "adam", ...wrong }).success);
  }
});
