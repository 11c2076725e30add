/** What noise on a hidden state of unit power costs the affine codes. */
import { assert, assertAlmostEquals } from "@std/assert";
import fc from "fast-check";
import { importances, independent } from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { drawNormal } from "../../src/numerics/normal.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import type { Problem } from "../../src/constructions/problem.ts";
import average from "../../src/schemes/average.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import { dataOf } from "../features/_data.ts";
import { closed, options } from "./_candidates.ts";

const only = (scheme: Scheme, problem: Problem) =>
  closed(scheme.candidates(problem, options()))[0];

/** Any noisy problem of 2 to 6 features. */
const problems: fc.Arbitrary<Problem> = fc.integer({ min: 2, max: 6 }).chain(
  (features) =>
    fc.record({
      hidden: fc.integer({ min: 1, max: features - 1 }),
      data: fc.record({
        kind: fc.constant("independent"),
        features: fc.constant(features),
        sparsity: fc.constantFrom(0, 0.5, 0.9),
        importance: fc.option(
          fc.array(fc.constantFrom(0, 0.01, 0.3, 1, 2), {
            minLength: features - 1,
            maxLength: features - 1,
          }).map((others) => [...others, 0.5]),
          { nil: null },
        ),
      }),
      noise: fc.constantFrom(0.01, 0.1, 0.5, 1, 3),
    }),
);

Deno.test("closed forms of the affine codes agree with their networks on samples of features and noise", () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const { data, noise } = problem;
      const set = evaluationSet(data, 4096);
      for (const scheme of [drop, average, linear]) {
        const { loss, network } = only(scheme, problem);
        const sampled = evaluationLoss(network!, data, set, {
          noise,
          units: "own",
        });
        // Its reconstruction is the best affine one already, so that fitting it changes nothing but
        // for sampling.
        assertAlmostEquals(
          loss.mse,
          sampled.loss.mse,
          5 * sampled.standardError,
          scheme.id,
        );
      }
    }),
    { seed: 1, numRuns: 15 },
  );
});

Deno.test("drop and average: what is left of a feature of signal-to-noise ratio 1/σ²", () => {
  fc.assert(
    fc.property(problems, ({ data: { features, sparsity }, hidden, noise }) => {
      const data = independent(features, sparsity);
      const problem = { data, hidden, noise };
      const kept = 1 / (1 + noise * noise);
      const expected = 1 - kept * hidden / features;
      assertAlmostEquals(only(drop, problem).loss.fvu, expected, 1e-12);
      // A group of g shares the power of one: g features keep 1/g each.
      assertAlmostEquals(only(average, problem).loss.fvu, expected, 1e-12);
    }),
    { seed: 1 },
  );
});

Deno.test("linear with equal importances is drop, and with unequal ones never worse", () => {
  let gain = 1;
  fc.assert(
    fc.property(problems, (problem) => {
      const { data } = problem;
      const [best, dropped] = [linear, drop].map((scheme) =>
        only(scheme, problem).loss.fvu
      );
      assert(best <= dropped + 1e-12, `${best} > ${dropped}`);
      gain = Math.min(gain, best / dropped);
      const equal = { ...problem, data: { ...data, importance: null } };
      assertAlmostEquals(
        only(linear, equal).loss.fvu,
        only(drop, equal).loss.fvu,
        1e-12,
      );
    }),
    { seed: 1, numRuns: 300 },
  );
  assert(gain < 0.6, `sharing dimensions never gains more than ${gain}`);
});

Deno.test("linear with one feature that matters repeats it in every dimension", () => {
  const data = independent(3, 0, [1e-6, 1, 1e-6]);
  const noise = 2;
  const { loss } = only(linear, { data, hidden: 2, noise });
  // Two readings halve the noise: σ²/(2 + σ²) against drop's σ²/(1 + σ²).
  assertAlmostEquals(loss.fvu, 4 / 6, 1e-5);
  const dropped = only(drop, { data, hidden: 2, noise }).loss.fvu;
  assertAlmostEquals(dropped, 4 / 5, 1e-5);
});

/** Rows of length 1: directions that are random, or a small step away from given ones. */
function unitRows(
  random: ReturnType<typeof randomStream>,
  near: readonly (readonly number[])[],
  step: number,
): number[][] {
  return near.map((row) => {
    const moved = row.map((value) => value + step * drawNormal(random));
    const length = Math.sqrt(moved.reduce((sum, v) => sum + v * v, 0));
    return moved.map((value) => value / length);
  });
}

/**
 * `Σ I_i E(x_i − x̂_i)²/Σ I_i v` of a unit-power encoder E[m][n] of whitened features and the best
 * linear decoder: Σ I_i·[(1 + EᵀE/σ²)⁻¹]_ii.
 */
function bestDecoderFvu(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  noise: number,
): number {
  // One reading after the other: C ← C − C e eᵀ C/(eᵀ C e + σ²), which needs no inverse.
  const covariance: number[][] = weights.map((_, i) =>
    weights.map((_, k) => i === k ? 1 : 0)
  );
  for (const row of rows) {
    const image = covariance.map((line) =>
      line.reduce((sum, c, k) => sum + c * row[k], 0)
    );
    const power = image.reduce((sum, c, i) => sum + c * row[i], 0) +
      noise * noise;
    covariance.forEach((line, i) =>
      line.forEach((_, k) => line[k] -= image[i] * image[k] / power)
    );
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return covariance.reduce((sum, c, i) => sum + weights[i] * c[i], 0) / total;
}

Deno.test("no unit-power linear encoder with its best linear decoder beats linear", () => {
  let nearest = Infinity;
  fc.assert(
    fc.property(problems, fc.nat(10_000), (problem, seed) => {
      const { data, hidden, noise } = problem;
      const weights = importances(data);
      const { loss, network } = only(linear, problem);
      // W[n, m] comes first.
      const { parameters } = network!;
      const rows = Array.from(
        { length: hidden },
        (_, j) => weights.map((_, i) => parameters[i * hidden + j]),
      );
      rows.forEach((row) =>
        assertAlmostEquals(row.reduce((sum, e) => sum + e * e, 0), 1, 1e-12)
      );
      assertAlmostEquals(
        bestDecoderFvu(rows, weights, noise),
        loss.fvu,
        1e-9,
        "its own decoder is the best one",
      );
      const random = randomStream("noisy linear", seed, "encoders");
      for (const step of [1e3, 1, 0.1, 0.01]) {
        for (let trial = 0; trial < 5; trial++) {
          const other = unitRows(random, rows, step);
          const fvu = bestDecoderFvu(other, weights, noise);
          assert(fvu >= loss.fvu - 1e-12, `${fvu} < ${loss.fvu}`);
          nearest = Math.min(nearest, fvu / loss.fvu - 1);
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  );
  assert(nearest < 1e-3, `the search comes no nearer than ${nearest}`);
});

Deno.test("noise and importances of any size: finite, and the best affine code is no worse than the others", () => {
  for (const kind of ["independent", "correlated:2", "anticorrelated:2"]) {
    for (const q of [1, 1e-5, 1e-36, 5e-324]) {
      const data = dataOf(kind, 4, 0.9999999, [1, q, q * q, q * q * q]);
      for (const noise of [0, 1e-300, 1e-200, 1e-162, 1e-20, 0.1, 30, 1e150]) {
        const problem = { data, hidden: 2, noise };
        const [best, ...others] = [linear, drop, average].map((scheme) =>
          only(scheme, problem).loss
        );
        const name = `${kind}, q = ${q}, σ = ${noise}: fvu ${best.fvu}`;
        assert(best.fvu >= 0 && best.fvu <= 1 + 1e-9, name);
        for (const { fvu } of others) {
          assert(fvu * (1 + 1e-9) + 1e-15 >= best.fvu, `${name}, not ${fvu}`);
        }
      }
      const silent = (noise: number) =>
        only(linear, { data, hidden: 2, noise }).loss.fvu;
      assertAlmostEquals(silent(1e-200), silent(0), 1e-12);
    }
  }
});
