/** Training that starts from given parameters, or from a smaller network. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { reconstruct } from "../../src/networks/evaluate.ts";
import {
  type Architecture,
  autoencoder,
  countParameters,
  type Layer,
  superpositionModel,
} from "../../src/networks/network.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { configWith } from "./_configs.ts";
import { samples, start } from "./_start.ts";

Deno.test("given: the given parameters, for every seed", () => {
  const parameters = Array.from({ length: 15 }, (_, i) => i / 7);
  const config = configWith({
    architecture: superpositionModel(5, 2),
    data: { features: 5 },
    initial: { kind: "given", parameters },
  });
  for (const seed of [0, 1]) {
    assertEquals(
      initialParameters(config, seed, null),
      Float32Array.from(parameters),
    );
  }
});

Deno.test("grown: the same function as the network it grows from", () => {
  const from = configWith({
    architecture: autoencoder([3, 4, 2], [2, 5, 3]),
    data: { features: 3 },
  });
  for (
    const architecture of [
      autoencoder([3, 9, 2], [2, 5, 3]),
      autoencoder([3, 4, 2], [2, 11, 3]),
      autoencoder([3, 7, 3], [3, 8, 3]),
      from.architecture,
    ]
  ) {
    const config = configWith({
      architecture,
      data: { features: 3 },
      initial: { kind: "grown", gain: 1, from },
    });
    const base = initialParameters(from, 1, null);
    const small = start(from, 1);
    const large = start(config, 1, base);
    assertEquals(large.parameters.length, countParameters(architecture));
    for (const x of samples(config, 200)) {
      assertEquals(reconstruct(large, x), reconstruct(small, x));
    }
    // New units are alive: some weight into each of them is not 0.
    const { inputs, outputs } = architecture.layers[0];
    for (let o = 4; o < outputs; o++) {
      const into = Array.from(
        { length: inputs },
        (_, i) => large.parameters[i * outputs + o],
      );
      assert(into.some((w) => w !== 0));
    }
  }
});

Deno.test("initial values that do not fit say what is wrong", () => {
  const given = configWith({
    initial: { kind: "given", parameters: [1, 2, 3] },
  });
  assertThrows(
    () => initialParameters(given, 0, null),
    RangeError,
    "initial.parameters has 3 numbers but the architecture takes 43: give one for each",
  );
  const from = configWith();
  const grown = (architecture = configWith().architecture) =>
    configWith({ architecture, initial: { kind: "grown", gain: 1, from } });
  assertThrows(
    () => initialParameters(grown(), 0, null),
    RangeError,
    "a grown network needs the parameters of the run that it grows from: pass them as base",
  );
  const misfit =
    "the network to grow from must have the layers of the larger one, none of them wider and the inputs of tied ones as wide";
  const base = initialParameters(from, 0, null);
  const same = from.architecture;
  const changed = (change: Partial<Layer>): Architecture => ({
    ...same,
    layers: same.layers.map((layer, l) =>
      l === 1 ? { ...layer, ...change } : layer
    ),
  });
  for (
    const architecture of [
      autoencoder([2, 4, 1], [1, 5, 2]),
      autoencoder([2, 5, 1], [1, 5, 5, 2]),
      changed({ activation: "relu" }),
      changed({ bias: false }),
    ]
  ) {
    assertThrows(
      () => initialParameters(grown(architecture), 0, base),
      RangeError,
      misfit,
    );
  }
  assertThrows(
    () => initialParameters(grown(), 0, base.slice(1)),
    RangeError,
    misfit,
  );
  // A new hidden dimension of a tied network has outgoing weights wherever it has incoming ones.
  const tied = configWith({
    architecture: superpositionModel(5, 2),
    data: { features: 5 },
  });
  assertThrows(
    () =>
      initialParameters(
        {
          ...tied,
          architecture: superpositionModel(5, 3),
          initial: { kind: "grown", gain: 1, from: tied },
        },
        0,
        initialParameters(tied, 0, null),
      ),
    RangeError,
    misfit,
  );
});
