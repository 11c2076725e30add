import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type FeatureDistribution,
  featureMean,
  featureVariance,
  independent,
} from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { hiddenMoments, transmit } from "../../src/losses/channel.ts";
import { type Code, codeLoss } from "../../src/losses/code_loss.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { autoencoder, countParameters } from "../../src/networks/network.ts";

const samples = 2048;

/**
 * Any code of n features in m dimensions: a random fold of random directions, and a random decoder
 * with a bend.
 */
function foldedCode(features: number, hidden: number, seed: number): Code {
  const random = randomStream("code loss", seed, "code");
  const matrix = (rows: number, columns: number) =>
    Array.from(
      { length: rows },
      () => Array.from({ length: columns }, () => 2 * random.uniform() - 1),
    );
  const encoder = matrix(hidden, features), decoder = matrix(features, hidden);
  const dot = (row: number[], values: Float64Array) =>
    row.reduce((sum, weight, i) => sum + weight * values[i], 0);
  return {
    hidden,
    encode: (x) => encoder.map((row) => Math.abs(dot(row, x) - 0.2) + 3),
    decode: (h) => decoder.map((row) => Math.max(dot(row, h), 0.1)),
  };
}

const problems = fc.integer({ min: 2, max: 4 }).chain((features) =>
  fc.record({
    data: fc.record({
      kind: fc.constant("independent"),
      features: fc.constant(features),
      sparsity: fc.constantFrom(0, 0.5, 0.9),
      importance: fc.constantFrom(
        null,
        Array.from({ length: features }, (_, i) => 1 / (i + 1)),
      ),
    }),
    noise: fc.constantFrom(0.05, 0.5, 2),
    code: fc.record({
      hidden: fc.integer({ min: 1, max: features }),
      seed: fc.nat(1000),
    }).map(({ hidden, seed }) => foldedCode(features, hidden, seed)),
  })
);

/** The hidden states of all samples. */
const statesOf = (code: Code, features: number, set: Float64Array) =>
  Float64Array.from(
    Array.from(
      { length: set.length / features },
      (_, s) =>
        Array.from(
          code.encode(set.subarray(s * features, (s + 1) * features)),
        ),
    ).flat(),
  );

/**
 * The same code for a hidden state of unit power: the decoder undoes shift and scale first, and
 * then applies a line to every feature.
 */
function absorbed(
  code: Code,
  { features }: FeatureDistribution,
  set: Float64Array,
  lines: readonly (readonly [slope: number, offset: number])[],
): Code {
  const { mean, deviation } = hiddenMoments(
    statesOf(code, features, set),
    code.hidden,
  );
  return {
    ...code,
    decode(h) {
      const own = h.map((value, j) => mean[j] + deviation[j] * value);
      return Array.from(code.decode(own))
        .map((value, i) => lines[i][0] * value + lines[i][1]);
    },
  };
}

/**
 * The least-squares line from feature i's noisy reconstruction to the feature, by its normal
 * equations.
 */
function lineOf(
  code: Code,
  { features }: FeatureDistribution,
  noise: number,
  i: number,
): readonly [slope: number, offset: number] {
  const set = evaluationSet(
    independent(features, 0),
    samples,
    "fit",
  );
  const states = statesOf(code, features, set);
  const received = transmit(states, code.hidden, noise, "own", "fit");
  let y = 0, yy = 0, x = 0, xy = 0;
  for (let s = 0; s < samples; s++) {
    const h = received.subarray(s * code.hidden, (s + 1) * code.hidden);
    const back = code.decode(h)[i], feature = set[s * features + i];
    y += back;
    yy += back * back;
    x += feature;
    xy += back * feature;
  }
  const slope = (samples * xy - x * y) / (samples * yy - y * y);
  return [slope, (x - slope * y) / samples];
}

Deno.test("noise 0 is no channel, bit for bit, in either unit", () => {
  fc.assert(
    fc.property(problems, ({ data, code }) => {
      const set = evaluationSet(data, 64);
      const expected = codeLoss(code, data, set);
      for (const units of ["own", "power"] as const) {
        assertEquals(codeLoss(code, data, set, { noise: 0, units }), expected);
      }
    }),
    { seed: 1, numRuns: 20 },
  );
  const data = independent(3, 0.5, [1, 2, 0.5]);
  const architecture = autoencoder([3, 4, 2], [2, 5, 3]);
  const random = randomStream("code loss", 1, "network");
  const parameters = Float64Array.from(
    { length: countParameters(architecture) },
    () => 2 * random.uniform() - 1,
  );
  const network = { architecture, parameters };
  const set = evaluationSet(data, 256);
  assertEquals(
    evaluationLoss(network, data, set, { noise: 0, units: "power" }),
    evaluationLoss(network, data, set),
  );
});

Deno.test("both units agree: shift, scale and fitted lines can be absorbed into the decoder", () => {
  fc.assert(
    fc.property(problems, ({ data, noise, code }) => {
      const dense = { ...data, sparsity: 0 };
      const set = evaluationSet(dense, samples);
      const lines = Array.from(
        { length: data.features },
        (_, i) => lineOf(code, dense, noise, i),
      );
      const own = codeLoss(code, dense, set, { noise, units: "own" });
      const other = absorbed(code, dense, set, lines);
      const power = codeLoss(other, dense, set, { noise, units: "power" });
      assertAlmostEquals(own.loss.mse, power.loss.mse, 1e-9);
      assertAlmostEquals(own.loss.fvu, power.loss.fvu, 1e-8);
      assertAlmostEquals(own.standardError, power.standardError, 1e-9);
      // And that is the mean over the samples of what is received.
      const { features, importance } = dense;
      const states = statesOf(code, features, set);
      const received = transmit(states, code.hidden, noise, "power");
      let sum = 0;
      for (let s = 0; s < samples; s++) {
        const h = received.subarray(s * code.hidden, (s + 1) * code.hidden);
        Array.from(other.decode(h)).forEach((back, i) => {
          const distance = back - set[s * features + i];
          sum += (importance?.[i] ?? 1) * distance * distance;
        });
      }
      assertAlmostEquals(power.loss.mse, sum / samples / features, 1e-9);
    }),
    { seed: 1, numRuns: 15 },
  );
});

Deno.test("the fitted reconstruction loses no more than the unfitted one, but for sampling", () => {
  let gain = 0;
  fc.assert(
    fc.property(problems, ({ data, noise, code }) => {
      const set = evaluationSet(data, samples);
      const lines = Array.from(
        { length: data.features },
        () => [1, 0] as const,
      );
      const unfitted = codeLoss(
        absorbed(code, data, set, lines),
        data,
        set,
        { noise, units: "power" },
      ).loss;
      const { loss: fitted, standardError } = codeLoss(
        code,
        data,
        set,
        { noise, units: "own" },
      );
      // Two numbers per feature, fitted on as many other samples: about 2/N of the loss, times the
      // kurtosis of sparse features.
      const tolerance = 40 / samples * fitted.mse;
      assert(
        fitted.mse <= unfitted.mse + tolerance,
        `${fitted.mse} > ${unfitted.mse}`,
      );
      // And never more than guessing the mean.
      const error = standardError / fitted.mse * fitted.fvu;
      assert(fitted.fvu < 1 + 4 * error, `fvu ${fitted.fvu}`);
      gain = Math.max(gain, unfitted.mse / fitted.mse);
    }),
    { seed: 1, numRuns: 25 },
  );
  assert(gain > 2, `the fit never gains more than ${gain}`);
});

Deno.test("a feature that is passed straight through shrinks by 1/(1 + σ²), whatever line was drawn through it", () => {
  for (const sparsity of [0, 0.8]) {
    const data = independent(2, sparsity, [1, 0]);
    const set = evaluationSet(data);
    for (const noise of [0.1, 1, 4]) {
      const of = (slope: number, offset: number) =>
        codeLoss(
          {
            hidden: 1,
            encode: ([x]) => [x],
            decode: ([h]) => [slope * h + offset, 0],
          },
          data,
          set,
          { noise, units: "own" },
        );
      const { loss, standardError } = of(1, 0);
      // E(x − x̂)² of the best linear estimate, v·σ²/(1 + σ²); the other feature weighs nothing.
      const power = noise * noise;
      const expected = featureVariance(sparsity) * power / (1 + power) / 2;
      assertAlmostEquals(loss.mse, expected, 4 * standardError);
      assert(standardError < 0.03 * expected);
      for (const [slope, offset] of [[1 / (1 + power), 0.3], [-5, 2]]) {
        assertAlmostEquals(of(slope, offset).loss.mse, loss.mse, 1e-12);
      }
    }
  }
});

Deno.test("a hidden dimension that says nothing costs what guessing the mean costs, and no NaN", () => {
  const data = independent(2, 0.7);
  const set = evaluationSet(data);
  const mean = featureMean(data.sparsity);
  const code = (decode: (h: number) => number): Code => ({
    hidden: 1,
    encode: () => [0.25],
    decode: ([h]) => [decode(h), mean],
  });
  for (const noise of [0.1, 2]) {
    const near = (estimated: ReturnType<typeof codeLoss>, fvu: number) => {
      const { loss, standardError } = estimated;
      assertAlmostEquals(loss.fvu, fvu, 5 * standardError / loss.mse * fvu);
    };
    // Fitted, whether the decoder repeats what it reads or gives a constant.
    near(codeLoss(code((h) => h), data, set, { noise, units: "own" }), 1);
    near(codeLoss(code(() => 9), data, set, { noise, units: "own" }), 1);
    // Not fitted, it reads σz.
    const variance = featureVariance(data.sparsity);
    near(
      codeLoss(code((h) => h + mean), data, set, { noise, units: "power" }),
      1 + noise * noise / variance / 2,
    );
  }
});
