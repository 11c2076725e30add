/** Initial values of networks that bend and are affine all the same. */
import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { drawFeatures, independent } from "../../src/features/mod.ts";
import { encode, reconstruct, run } from "../../src/networks/evaluate.ts";
import {
  type Architecture,
  autoencoder,
  countParameters,
  parameterOffsets,
  superpositionModel,
} from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { withReluOutput } from "../../src/schemes/_trained.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { configWith } from "./_configs.ts";
import { hiddenSource, withActivation } from "./_hosted.ts";

const initial = { kind: "looks-linear", gain: 1 } as const;
const dense = (architecture: Architecture, gain = 1) =>
  configWith({
    architecture,
    data: independent(architecture.layers[0].inputs, 0),
    initial: { ...initial, gain },
  });

function start(config: TrainingConfig, seed: number) {
  const parameters = Float64Array.from(initialParameters(config, seed, null));
  return { architecture: config.architecture, parameters };
}

/** Dense samples. */
function samples(config: TrainingConfig, count: number): Float64Array[] {
  const random = randomStream("looks linear", 0, "samples");
  return Array.from(
    { length: count },
    () => Float64Array.from(drawFeatures(config.data, random)),
  );
}

/** Every layer reads the one opposite to it. */
const mirrored: Architecture = {
  ...autoencoder([6, 8, 3], [3, 8, 6]),
  layers: autoencoder([6, 8, 3], [3, 8, 6]).layers.map((layer, l) => ({
    ...layer,
    tiedTo: l < 2 ? null : 3 - l,
  })),
};

/** Even and odd numbers of units, one and several hidden layers on a side, tied and not. */
const architectures = [
  autoencoder([6, 12, 3], [3, 10, 6]),
  autoencoder([6, 7, 3], [3, 9, 6]),
  autoencoder([6, 8, 14, 3], [3, 5, 11, 20, 6]),
  autoencoder([6, 3], [3, 12, 6]),
  mirrored,
];

Deno.test("a network that looks linear is linear, and its units bend within the data", () => {
  for (const plain of architectures) {
    for (
      const architecture of [
        plain,
        withActivation(plain, (id) => id === "relu" ? "leaky" : id),
      ]
    ) {
      const config = dense(architecture), xs = samples(config, 400);
      let size = 0, fired = 0, bent = 0;
      for (let seed = 0; seed < 4; seed++) {
        const network = start(config, seed);
        const answer = (x: Float64Array) => reconstruct(network, x).slice();
        for (let s = 0; s + 1 < xs.length; s++) {
          const sum = answer(xs[s].map((x, i) => (x + xs[s + 1][i]) / 2));
          const [a, b] = [answer(xs[s]), answer(xs[s + 1])];
          sum.forEach((y, i) => {
            assertAlmostEquals(y, (a[i] + b[i]) / 2, 1e-5);
            size = Math.max(size, Math.abs(y));
          });
        }
        answer(new Float64Array(6)).forEach((y) =>
          assertAlmostEquals(y, 0, 1e-5)
        );
        architecture.layers.forEach(({ activation, outputs }, l) => {
          if (activation === "identity") return;
          const above = new Float64Array(outputs);
          for (const x of xs) {
            run(network, 0, l + 1, x).forEach((y, o) =>
              above[o] += y > 0 ? 1 : 0
            );
          }
          fired += outputs;
          bent += above.filter((k) => k > 0 && k < xs.length).length;
        });
      }
      assert(size > 0.3, `${size}`);
      assert(bent >= 0.95 * fired, `${bent} of ${fired} units bend`);
    }
  }
});

Deno.test("weights are orthogonal between pairs, of the size that the gain says", () => {
  for (const [inputs, units] of [[6, 12], [6, 20], [6, 7], [9, 8]]) {
    const config = dense(autoencoder([inputs, units, 2], [2, inputs]), 0.7);
    const { parameters } = start(config, 1);
    const half = Math.ceil(units / 2);
    const column = (o: number) =>
      Array.from({ length: inputs }, (_, i) => parameters[i * units + o]);
    const dot = (a: number[], b: number[]) =>
      a.reduce((sum, x, i) => sum + x * b[i], 0);
    const row = (i: number) =>
      Array.from({ length: half }, (_, o) => parameters[i * units + o]);
    const vectors = inputs <= half
      ? Array.from({ length: inputs }, (_, i) => row(i))
      : Array.from({ length: half }, (_, o) => column(o));
    const length = 0.49 * half / Math.min(inputs, half) * vectors[0].length /
      Math.max(inputs, half);
    vectors.forEach((a, i) =>
      vectors.forEach((b, j) =>
        assertAlmostEquals(dot(a, b), i === j ? length : 0, 1e-6)
      )
    );
    const squares = Array.from({ length: half }, (_, o) => column(o)).flat()
      .reduce((sum, w) => sum + w * w, 0);
    assertAlmostEquals(squares / (inputs * half), 0.49 / inputs, 1e-6);
  }
});

Deno.test("behind a ReLU output a network that looks linear answers every feature with itself", () => {
  for (const plain of architectures.slice(0, 4)) {
    const rectified = withReluOutput(plain);
    for (let seed = 0; seed < 5; seed++) {
      const { parameters } = start(dense(rectified), seed);
      // Before its ReLU the output is linear.
      const network = { architecture: plain, parameters };
      let sum = 0;
      const origin = reconstruct(network, new Float64Array(6)).slice();
      origin.forEach((y) => assertAlmostEquals(y, 0, 1e-5));
      const answers = Array.from({ length: 6 }, (_, i) => {
        const alone = new Float64Array(6);
        alone[i] = 1;
        return reconstruct(network, alone).slice();
      });
      answers.forEach((answer, i) => {
        assert(answer[i] > 0);
        sum += answer[i];
      });
      assertAlmostEquals(sum / 6, 0.5, 1e-5);
      for (const x of samples(dense(plain), 50)) {
        reconstruct(network, x).forEach((y, i) =>
          assertAlmostEquals(
            y,
            answers.reduce((all, answer, j) => all + x[j] * answer[i], 0),
            1e-5,
          )
        );
      }
    }
  }
});

Deno.test("superposition, with nothing that comes in pairs, starts from orthogonal directions", () => {
  const config = dense(superpositionModel(6, 3));
  const { layers: [{ weights }] } = parameterOffsets(config.architecture);
  const { parameters } = start(config, 1);
  const column = (o: number) =>
    Array.from({ length: 6 }, (_, i) => parameters[weights + 3 * i + o]);
  for (const [a, b] of [[0, 1], [0, 2], [1, 2]]) {
    const shared = column(a).reduce((sum, x, i) => sum + x * column(b)[i], 0);
    assertAlmostEquals(shared, 0, 1e-6);
  }
});

Deno.test("a probe looks linear in what it reads; a dictionary behind a ReLU has no features to answer", () => {
  const from = autoencoder([6, 3], [3, 6]);
  const source = hiddenSource(from, "features");
  const config = {
    ...dense(autoencoder([3, 8, 8], [8, 6])),
    data: independent(6, 0.9),
    source,
  };
  assert(
    initialParameters(config, 1, null).length ===
      countParameters(config.architecture),
  );
  const network = start(config, 1);
  const given = {
    architecture: from,
    parameters: Float64Array.from(source.network.parameters),
  };
  const read = (x: Float64Array) => encode(given, x).slice();
  const origin = read(new Float64Array(6));
  run(network, 0, 3, origin).forEach((y) => assertAlmostEquals(y, 0, 1e-5));
  const [a, b] = samples(config, 2).map(read);
  const middle = run(network, 0, 3, a.map((x, i) => (x + b[i]) / 2)).slice();
  const [ya, yb] = [a, b].map((h) => run(network, 0, 3, h).slice());
  middle.forEach((y, i) => assertAlmostEquals(y, (ya[i] + yb[i]) / 2, 1e-5));
  assertThrows(
    () =>
      initialParameters(
        {
          ...config,
          architecture: withReluOutput(autoencoder([3, 8], [8, 3])),
          source: hiddenSource(from, "hidden"),
        },
        1,
        null,
      ),
    RangeError,
    "initial.kind is looks-linear for a dictionary of a hidden state, whose outputs are no features: use spread",
  );
});
