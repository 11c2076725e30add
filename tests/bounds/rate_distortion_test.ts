import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { channelSums } from "../../src/bounds/rate_distortion/curve_point.ts";
import {
  addOutput,
  gains,
} from "../../src/bounds/rate_distortion/letter_gain.ts";
import { bestAlphabet } from "../../src/bounds/rate_distortion/reproduction.ts";
import { sparseSource } from "../../src/bounds/rate_distortion/sparse_source.ts";
import { featureVariance, independent } from "../../src/features/mod.ts";
import {
  leastDistortion,
  noisyLimit,
  rateDistortionPoint,
} from "../../src/bounds/rate_distortion/limit.ts";

const sparsities = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];
/** The slope at √(2s) = length. */
const slopeAt = (length: number) => length * length / 2 / Math.LN2;
/** Shannon's lower bound for the uniform density on [0, 1), bits. */
const shannon = (distortion: number) =>
  Math.max(0, -Math.log2(2 * Math.PI * Math.E * distortion) / 2);
const entropy = (p: number) =>
  p === 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);

Deno.test("the dense curve lies between Shannon's lower bound and the Gaussian's", () => {
  for (const length of [1, 3, 4, 5, 8, 12, 20, 40, 100, 1e4]) {
    const { distortion, rate, intercept, slope } = rateDistortionPoint(
      0,
      slopeAt(length),
    );
    const lower = intercept - slope * distortion;
    assert(lower <= rate && rate - lower < 2e-4, `${length}`);
    assert(rate >= shannon(distortion) - 1e-9, `${length}`);
    assert(lower <= Math.log2(1 / 12 / distortion) / 2 + 1e-9, `${length}`);
    // Shannon's bound is met as the ends lose their weight.
    assert(rate - shannon(distortion) < 2 / length, `${length}`);
  }
});

Deno.test("the curve lies where a plain Blahut-Arimoto iteration finds it", () => {
  for (
    const [sparsity, length] of [[0, 4], [0, 6], [0.5, 5], [0.9, 6], [0.99, 7]]
  ) {
    const s = length * length / 2, cells = 150, letters = 101;
    const xs = [
      0,
      ...Array.from({ length: cells }, (_, i) => (i + 0.5) / cells),
    ];
    const masses = xs.map((_, i) =>
      i === 0 ? sparsity : (1 - sparsity) / cells
    );
    const kernel = xs.map((x) =>
      Array.from(
        { length: letters },
        (_, j) => Math.exp(-s * (x - j / (letters - 1)) ** 2),
      )
    );
    let weights = new Array<number>(letters).fill(1 / letters);
    let gap = Infinity, free = 0;
    for (let k = 0; k < 1500 && gap > 2e-4; k++) {
      const output = kernel.map((row) =>
        row.reduce((sum, value, j) => sum + value * weights[j], 0)
      );
      const factors = weights.map((_, j) =>
        kernel.reduce((sum, row, i) => sum + masses[i] * row[j] / output[i], 0)
      );
      free = -output.reduce((sum, c, i) => sum + masses[i] * Math.log2(c), 0);
      gap = Math.log2(Math.max(...factors));
      weights = weights.map((q, j) => q * factors[j]);
    }
    const { intercept } = rateDistortionPoint(sparsity, slopeAt(length));
    // Both bound the same tangent's intercept; the midpoint rule adds about s/(12·cells²).
    assert(gap < 0.02, `${sparsity} ${length}: ${gap}`);
    assert(intercept <= free + 1e-4, `${intercept} ${free}`);
    assert(intercept >= free - gap - 2e-4, `${intercept} ${free - gap}`);
  }
});

Deno.test("the bounds are near each other over sparsities and rates, and quadrature does not move them", () => {
  for (const sparsity of sparsities) {
    const p = 1 - sparsity;
    for (const length of [1, 5, 20, 1e3, 1e8]) {
      const { distortion, rate, intercept, slope } = rateDistortionPoint(
        sparsity,
        slopeAt(length),
      );
      const least = (intercept - rate) / slope;
      assert(least <= distortion, `${sparsity} ${length}`);
      assert(
        distortion - least < 5e-4 * distortion,
        `${sparsity} ${length}`,
      );
    }
    for (const length of [3, 12, 80]) {
      const source = sparseSource(sparsity, length);
      const alphabet = bestAlphabet(source, source.start, 1e-3);
      const fine = sparseSource(sparsity, length, 0.5);
      const output = addOutput(
        fine,
        [...alphabet.letters, ...source.held],
        new Float64Array(fine.positions.length),
      );
      assert(gains(fine, output, 0.03).bound <= alphabet.excess);
      const coarse = channelSums(source, alphabet);
      const sums = channelSums(fine, { ...alphabet, output });
      const unit = p / length;
      assertAlmostEquals(
        unit * sums.logOutput,
        unit * coarse.logOutput,
        1e-9 * p,
      );
      assertAlmostEquals(
        unit * sums.squaredError,
        unit * coarse.squaredError,
        1e-8 * p,
      );
    }
  }
});

Deno.test("the curve is decreasing and convex: no point lies below the line of another", () => {
  const slope = fc.double({ min: -0.5, max: 4, noNaN: true })
    .map((power) => slopeAt(10 ** power));
  fc.assert(
    fc.property(fc.constantFrom(...sparsities), slope, slope, (s, a, b) => {
      const [flat, steep] = [Math.min(a, b), Math.max(a, b)]
        .map((slope) => rateDistortionPoint(s, slope));
      assert(steep.distortion <= flat.distortion * (1 + 1e-4));
      assert(steep.rate >= flat.rate - 1e-4 * (1 - s));
      for (const [point, line] of [[flat, steep], [steep, flat]]) {
        const least = line.intercept - line.slope * point.distortion;
        assert(point.rate >= least - 1e-12, `${s} ${a} ${b}`);
      }
    }),
    { seed: 1, numRuns: 25 },
  );
});

Deno.test("the mixture lies between a genie's bound and sending the zeros apart", () => {
  for (const sparsity of [0.5, 0.9, 0.99, 0.999]) {
    const p = 1 - sparsity;
    for (const length of [4, 20, 1e5]) {
      const { distortion, rate, intercept, slope } = rateDistortionPoint(
        sparsity,
        slopeAt(length),
      );
      // A genie tells both sides which features are 0: what is left is p times a uniform feature at
      // D/p.
      assert(rate >= p * shannon(distortion / p) - 1e-12);
      const lower = intercept - slope * distortion;
      // The zeros, without loss, cost h(p); the dense curve bounds the rest from above.
      const dense = rateDistortionPoint(0, slopeAt(length));
      const apart = dense.rate +
        dense.slope * (dense.distortion - distortion / p);
      assert(lower <= entropy(p) + p * Math.max(dense.rate, apart) + 1e-9);
      if (length === 1e5) {
        assertAlmostEquals(
          rate,
          entropy(p) + p * shannon(distortion / p),
          0.02 * p,
        );
      }
    }
  }
});

Deno.test("leastDistortion: the variance at 0 bits, nothing at infinitely many, falling between", () => {
  for (const sparsity of [0, 0.5, 0.9, 0.999]) {
    const variance = featureVariance(sparsity), p = 1 - sparsity;
    assertEquals(leastDistortion(sparsity, 0), {
      lower: variance,
      upper: variance,
    });
    assertEquals(leastDistortion(sparsity, Infinity), { lower: 0, upper: 0 });
    let before = variance;
    for (
      const bits of [1e-4, 0.2, 1, 5].map((b) => b * (entropy(p) + p))
    ) {
      const { lower, upper } = leastDistortion(sparsity, bits);
      assert(lower <= upper && upper <= variance);
      // Past D ≈ p·1e-24 only the upper bound says something.
      if (upper < 1e-23) continue;
      assert(lower < before, `${sparsity} ${bits}`);
      assert(upper - lower < 1e-3 * upper, `${sparsity} ${bits}`);
      // No source of this variance needs more than the Gaussian.
      assert(lower <= variance * 4 ** -bits);
      before = lower;
    }
    const { lower, upper } = leastDistortion(sparsity, 1e4);
    assert(lower === 0 && upper < 1e-23);
  }
});

Deno.test("leastDistortion undoes rateDistortionPoint", () => {
  for (const sparsity of [0, 0.5, 0.95]) {
    for (const length of [3.7, 6, 25]) {
      const point = rateDistortionPoint(sparsity, slopeAt(length));
      const { lower, upper } = leastDistortion(sparsity, point.rate);
      assert(lower <= point.distortion);
      assertAlmostEquals(upper / point.distortion, 1, 1e-3);
    }
  }
});

const data = (
  features: number,
  sparsity: number,
  importance: number[] | null = null,
) => (independent(features, sparsity, importance));

Deno.test("noisyLimit: between 0 and the variance, growing with the noise, below the linear code", () => {
  assertEquals(noisyLimit(data(2, 0), 1, 0).upper, { mse: 0, fvu: 0 });
  assertEquals(noisyLimit(data(20, 0.9), 5, Infinity).lower.fvu, 1);
  for (
    const [features, hidden, sparsity] of [[2, 1, 0], [20, 5, 0.9], [3, 2, 0.5]]
  ) {
    let before = 0;
    for (const noise of [0.01, 0.1, 0.3, 1, 3]) {
      const { lower, upper } = noisyLimit(
        data(features, sparsity),
        hidden,
        noise,
      );
      assert(before < lower.fvu && lower.fvu <= upper.fvu, `${noise}`);
      assert(upper.fvu < lower.fvu * 1.001, `${noise}`);
      // m of the n features through unit-power channels, each left with σ²/(1 + σ²).
      const linear = 1 - hidden / features / (1 + noise * noise);
      assert(upper.fvu < linear, `${noise}`);
      assertAlmostEquals(
        lower.mse,
        lower.fvu * featureVariance(sparsity),
        1e-12,
      );
      before = upper.fvu;
    }
  }
});

Deno.test("noisyLimit gives each of n equal features m/n of a channel", () => {
  const bits = 5 / 20 * Math.log2(1 + 1 / 0.09) / 2;
  const one = leastDistortion(0.9, bits);
  const { lower, upper } = noisyLimit(data(20, 0.9), 5, 0.3);
  assert(
    lower.mse <= one.upper * (1 + 1e-12) &&
      upper.mse >= one.lower * (1 - 1e-12),
  );
  const scaled = noisyLimit(data(20, 0.9, new Array(20).fill(3)), 5, 0.3);
  assertAlmostEquals(scaled.lower.mse, 3 * lower.mse, 1e-12);
  assertAlmostEquals(scaled.lower.fvu, lower.fvu, 1e-12);
});

Deno.test("noisyLimit shares the rate by importance, and none goes where there is none", () => {
  const bits = Math.log2(1 + 1 / 0.04) / 2;
  const alone = noisyLimit(data(2, 0.5, [1, 0]), 1, 0.2);
  const one = leastDistortion(0.5, bits);
  assertAlmostEquals(alone.upper.mse, one.upper / 2, 1e-3 * one.upper);
  assertAlmostEquals(alone.upper.fvu, one.upper / featureVariance(0.5), 1e-3);
  assertEquals(noisyLimit(data(2, 0.5, [0, 0]), 1, 0.2).upper.mse, 0);

  const weights = [1, 0.3],
    { lower, upper } = noisyLimit(data(2, 0.5, weights), 1, 0.2);
  let best = Infinity;
  for (let share = 0; share <= 1; share += 0.1) {
    const split = [share * bits, (1 - share) * bits]
      .map((b) => leastDistortion(0.5, b));
    const sum = (side: "lower" | "upper") =>
      (weights[0] * split[0][side] + weights[1] * split[1][side]) / 2;
    assert(lower.mse <= sum("upper"), `${share}`);
    best = Math.min(best, sum("lower"));
  }
  assert(upper.mse < best * 1.02 && upper.mse > best * 0.97);
  assert(upper.fvu < noisyLimit(data(2, 0.5), 1, 0.2).lower.fvu);
});

Deno.test("what is no source, slope, rate or channel is refused", () => {
  for (const sparsity of [-0.1, 1, NaN]) {
    for (const f of [leastDistortion, rateDistortionPoint]) {
      assertThrows(() => f(sparsity, 1), RangeError, `sparsity is ${sparsity}`);
    }
  }
  for (const bad of [-1, NaN]) {
    assertThrows(() => leastDistortion(0, bad), RangeError, `bits is ${bad}`);
    assertThrows(
      () => rateDistortionPoint(0, bad),
      RangeError,
      `slope is ${bad}`,
    );
    assertThrows(() => noisyLimit(data(2, 0), 1, bad), RangeError, "noise");
  }
  assertThrows(() => noisyLimit(data(2, 0), 0, 1), RangeError, "hidden is 0");
  assertThrows(
    () => rateDistortionPoint(0, 1e30),
    RangeError,
    "slope is 1e+30",
  );
});
