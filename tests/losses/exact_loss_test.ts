import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  activityOf,
  independent,
  lossFromErrors,
} from "../../src/features/mod.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { reconstruct } from "../../src/networks/evaluate.ts";
import {
  exactErrors,
  exactLoss,
  isExact,
} from "../../src/losses/exact_loss.ts";
import {
  type Architecture,
  autoencoder,
  countParameters,
  type Network,
} from "../../src/networks/network.ts";
import "../networks/_activations.ts";
import { anyKind, enumerated } from "../features/_data.ts";
import { rationalErrors } from "./_rational_loss.ts";

const dense = independent(2, 0);

/** Exact errors on independent features. */
const errorsAt = (network: Network, sparsity: number) => {
  const { inputs } = network.architecture.layers[0];
  const { patterns } = activityOf(independent(inputs, sparsity));
  return exactErrors(network, patterns(inputs === 1 ? [0] : [0, 1]));
};

/** Parameters uniform within ±gain, rounded to multiples of 1/64. */
function randomNetwork(
  architecture: Architecture,
  seed: number,
  gain = 2,
): Network {
  const random = randomStream("exact-loss", seed, "parameters");
  const parameters = Float64Array.from(
    { length: countParameters(architecture) },
    () => Math.round(64 * gain * (2 * random.uniform() - 1)) / 64,
  );
  return { architecture, parameters };
}

/**
 * Tied, without biases in the encoder, with a ReLU on the output: three hidden dimensions, so that
 * a wrong stride shows.
 */
const tied: Architecture = {
  layers: [
    {
      inputs: 2,
      outputs: 3,
      activation: "identity",
      bias: false,
      tiedTo: null,
    },
    { inputs: 3, outputs: 2, activation: "relu", bias: true, tiedTo: 0 },
  ],
  encoderLayers: 1,
};

/** Midpoint rule with `steps` cells a side, over the square, the axes and the origin. */
function quadrature(network: Network, sparsity: number, steps: number) {
  const p = 1 - sparsity;
  const errors = [0, 0];
  const add = (x: number, y: number, weight: number) =>
    reconstruct(network, [x, y]).forEach((value, i) => {
      const error = value - (i === 0 ? x : y);
      errors[i] += weight * error * error;
    });
  add(0, 0, sparsity * sparsity);
  for (let i = 0; i < steps; i++) {
    const x = (i + 0.5) / steps;
    add(x, 0, p * sparsity / steps);
    add(0, x, p * sparsity / steps);
    for (let j = 0; j < steps; j++) {
      add(x, (j + 0.5) / steps, p * p / (steps * steps));
    }
  }
  return errors;
}

Deno.test("the mean of two features has the closed form 1/24", () => {
  const network = {
    architecture: autoencoder([2, 1], [1, 2]),
    parameters: Float64Array.of(0.5, 0.5, 0, 1, 1, 0, 0),
  };
  const { mse, fvu } = exactLoss(network, dense);
  assertAlmostEquals(mse, 1 / 24, 1e-16);
  assertAlmostEquals(fvu, 1 / 2, 1e-15);
});

Deno.test("one feature: a single ReLU that starts at 1/2", () => {
  const network = {
    architecture: autoencoder([1, 1, 1], [1, 1]),
    parameters: Float64Array.of(1, -0.5, 1, 0, 1, 0),
  };
  // x̂ = max(0, x − ½): the error is x² below ½ and ¼ above.
  const error = 1 / 24 + 1 / 8;
  assertAlmostEquals(errorsAt(network, 0)[0], error, 1e-16);
  assertAlmostEquals(errorsAt(network, 0.75)[0], error / 4, 1e-16);
});

Deno.test("random networks agree with exact rational arithmetic", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(10_000),
      (encoder, decoder, seed) => {
        const network = randomNetwork(
          autoencoder([2, encoder, 1], [1, decoder, 2]),
          seed,
        );
        const oracle = rationalErrors(network);
        errorsAt(network, 0).forEach((error, i) =>
          assertAlmostEquals(error, oracle[i], 1e-13 * (1 + oracle[i]))
        );
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("deeper networks agree with exact rational arithmetic, whatever slopes their activation has", () => {
  for (const activation of ["relu", "leaky"]) {
    for (let seed = 0; seed < 10; seed++) {
      const network = randomNetwork(
        autoencoder([2, 3, 3, 2], [2, 3, 2, 2], activation),
        seed,
        1,
      );
      const oracle = rationalErrors(network);
      errorsAt(network, 0).forEach((error, i) =>
        assertAlmostEquals(error, oracle[i], 1e-13 * (1 + oracle[i]))
      );
    }
  }
});

Deno.test("the exact loss of a leaky network is that of many samples", () => {
  const architecture = autoencoder([2, 4, 1], [1, 3, 2], "leaky");
  for (const sparsity of [0, 0.4]) {
    const network = randomNetwork(architecture, 3, 1);
    const exact = errorsAt(network, sparsity);
    quadrature(network, sparsity, 500).forEach((error, i) =>
      assertAlmostEquals(error, exact[i], 1e-5 * exact[i])
    );
  }
});

Deno.test("exact integration covers what it says, and refuses the rest in words", () => {
  const config = {
    architecture: autoencoder([2, 4, 1], [1, 3, 2], "leaky"),
    data: dense,
    noise: 0,
    source: { kind: "features" },
  } as const;
  assert(isExact(config));
  assert(!isExact({ ...config, noise: 0.1 }));
  assert(!isExact({ ...config, data: { ...dense, features: 3 } }));
  const { architecture } = config;
  const network = { architecture, parameters: [] };
  const source = { kind: "hidden", network, target: "features" } as const;
  assert(!isExact({ ...config, source }));
  const smooth = autoencoder([2, 4, 1], [1, 3, 2], "softsign");
  assert(!isExact({ ...config, architecture: smooth }));
  assertThrows(
    () => exactLoss(randomNetwork(smooth, 1), dense),
    RangeError,
    "layer 0 has the activation softsign: exact integration covers those that are linear but for a kink at 0; use evaluationLoss",
  );
});

Deno.test("any shape and sparsity agrees with the midpoint rule", () => {
  const shapes = [
    tied,
    autoencoder([2, 18, 1], [1, 18, 2]),
    autoencoder([2, 5, 4, 2], [2, 6, 2]),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...shapes),
      fc.constantFrom(0, 0.3, 0.9),
      fc.nat(10_000),
      (shape, sparsity, seed) => {
        const network = randomNetwork(shape, seed, 1);
        const coarse = quadrature(network, sparsity, 80);
        errorsAt(network, sparsity).forEach((error, i) =>
          // The rule's own error is of order (1/80)²/24 times second derivatives.
          assertAlmostEquals(error, coarse[i], 2e-3 * (1e-2 + coarse[i]))
        );
      },
    ),
    { seed: 1, numRuns: 24 },
  );
});

Deno.test("two features of any kind agree with the midpoint rule over the enumerated patterns", () => {
  fc.assert(
    fc.property(anyKind(2), fc.nat(10_000), (data, seed) => {
      const network = randomNetwork(autoencoder([2, 5, 1], [1, 6, 2]), seed, 1);
      const chances = enumerated(data), steps = 80;
      const errors = [0, 0];
      const add = (x: number, y: number, weight: number) =>
        reconstruct(network, [x, y]).forEach((value, i) => {
          const error = value - (i === 0 ? x : y);
          errors[i] += weight * error * error;
        });
      add(0, 0, chances[0]);
      for (let i = 0; i < steps; i++) {
        const x = (i + 0.5) / steps;
        add(x, 0, chances[1] / steps);
        add(0, x, chances[2] / steps);
        for (let j = 0; j < steps; j++) {
          add(x, (j + 0.5) / steps, chances[3] / (steps * steps));
        }
      }
      const loss = lossFromErrors(data, errors);
      const exact = exactLoss(network, data);
      assertAlmostEquals(exact.mse, loss.mse, 2e-3 * (1e-2 + loss.mse));
      assertAlmostEquals(exact.fvu, loss.fvu, 2e-3 * (1e-1 + loss.fvu));
    }),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("splitting a neuron into copies changes nothing", () => {
  // Copies share their zero line exactly, a copy scaled by 1/3 only up to rounding.
  const architecture = autoencoder([2, 6, 1], [1, 6, 2]);
  const wide = autoencoder([2, 12, 1], [1, 12, 2]);
  for (let seed = 0; seed < 20; seed++) {
    const { parameters: w } = randomNetwork(architecture, seed);
    const scale = 1 / 3;
    const [w1, b1, w2, b2, w3, b3, w4, b4] = [12, 6, 6, 1, 6, 6, 12, 2].reduce<
      [Float64Array[], number]
    >(([parts, from], length) => [
      [...parts, w.subarray(from, from + length)],
      from + length,
    ], [[], 0])[0];
    const scaled = (part: Float64Array, factor: number) =>
      Array.from(part, (value) => value * factor);
    const rows = (part: Float64Array, from: number) => {
      const row = part.subarray(from, from + 6);
      return [...row, ...scaled(row, scale)];
    };
    const half = (part: Float64Array) => [
      ...scaled(part, 1 / 2),
      ...scaled(part, 1 / 2 / scale),
    ];
    const parameters = Float64Array.from([
      ...rows(w1, 0),
      ...rows(w1, 6),
      ...rows(b1, 0),
      ...half(w2),
      ...b2,
      ...rows(w3, 0),
      ...rows(b3, 0),
      ...half(w4),
      ...b4,
    ]);
    const narrow = errorsAt({ architecture, parameters: w }, 0.2);
    errorsAt({ architecture: wide, parameters }, 0.2).forEach((error, i) =>
      assertAlmostEquals(error, narrow[i], 1e-13 * (1 + narrow[i]))
    );
  }
});

Deno.test("refusals name the widths", () => {
  const three = randomNetwork(autoencoder([3, 2], [2, 3]), 1);
  assertThrows(() => exactErrors(three, [0, 1]), RangeError, "3 features");
  const two = randomNetwork(tied, 1);
  assertThrows(
    () => exactLoss(two, { ...dense, features: 1 }),
    RangeError,
    "the data has 1",
  );
});
