import { assert, assertEquals } from "@std/assert";
import { randomStream } from "../../src/numerics/random.ts";
import {
  drawFeatures,
  featureMean,
  featureVariance,
  independent,
} from "../../src/features/mod.ts";
import { activationRule } from "../../src/features/independent.ts";

const sparsities = [0, 0.1, 0.5, 0.9, 0.99, 0.999];
const features = 4;
const samples = 100_000;

/** Five standard errors of the mean of something in [0, 1] with the given first two moments. */
function allowance(first: number, second: number): number {
  return 5 * Math.sqrt((second - first * first) / (features * samples));
}

Deno.test("samples have the moments of the distribution", () => {
  for (const sparsity of sparsities) {
    const p = 1 - sparsity;
    const data = independent(features, sparsity);
    const random = randomStream("moments", 1, String(sparsity));
    // Sums of [active, x, x², x³, x⁴], and of the products of neighbouring features, within a
    // sample and across two.
    const sums = [0, 0, 0, 0, 0];
    let neighbours = 0;
    let last = 0;
    for (let s = 0; s < samples; s++) {
      for (const x of drawFeatures(data, random)) {
        assert(x >= 0 && x < 1, `${x} is outside [0, 1)`);
        if (x > 0) sums[0]++;
        for (let k = 1, power = x; k < 5; k++, power *= x) sums[k] += power;
        neighbours += x * last;
        last = x;
      }
    }
    // E xᵏ = p/(k + 1) for k ≥ 1, and p for the share of the active.
    sums.forEach((sum, k) => {
      const expected = p / (k + 1);
      const difference = Math.abs(sum / (features * samples) - expected);
      assert(
        difference <= allowance(expected, p / (2 * k + 1)) + 1e-9,
        `E x^${k} at S = ${sparsity} is off by ${difference}`,
      );
    });
    const product = (p / 2) * (p / 2);
    const difference = Math.abs(neighbours / (features * samples) - product);
    assert(
      difference <= allowance(product, (p / 3) * (p / 3)),
      `neighbours at S = ${sparsity} are correlated: off by ${difference}`,
    );
  }
});

Deno.test("one number of the source makes one feature, from the rule's own arithmetic", () => {
  const draw = (bits: number, sparsity: number) =>
    drawFeatures(independent(1, sparsity), {
      next: () => bits,
      uniform: () => bits / 2 ** 32,
    })[0];
  assertEquals(draw(0, 0), 0);
  assertEquals(draw(2 ** 31, 0), 0.5);
  assertEquals(draw(2 ** 32 - 1, 0), 1 - 2 ** -24);
  // At S = 3/4 the first quarter of the numbers is active and spread over [0, 1).
  assertEquals(activationRule(0.75), { limit: 2 ** 30 - 1, scale: 2 ** -29 });
  assertEquals(draw(2 ** 29, 0.75), 0.5);
  assertEquals(draw(2 ** 30 - 1, 0.75), 1 - 2 ** -24);
  assertEquals(draw(2 ** 30, 0.75), 0);
});

Deno.test("every feature has the mean and variance of the closed forms, and every pair of features is independent", () => {
  for (const sparsity of sparsities) {
    const p = 1 - sparsity;
    const random = randomStream("pairs", 1, String(sparsity));
    const data = independent(features, sparsity);
    const sums = new Float64Array(features), squares = sums.slice();
    // Of every pair in a sample: whether both are active, and the product.
    const both = new Float64Array(features * features), products = both.slice();
    for (let s = 0; s < samples; s++) {
      const x = drawFeatures(data, random);
      for (let i = 0; i < features; i++) {
        sums[i] += x[i];
        squares[i] += x[i] * x[i];
        for (let j = 0; j < i; j++) {
          if (x[i] > 0 && x[j] > 0) both[i * features + j]++;
          products[i * features + j] += x[i] * x[j];
        }
      }
    }
    /** A mean over the samples against its value, given that of the square. */
    const near = (sum: number, first: number, second: number, what: string) => {
      const error = Math.sqrt((second - first * first) / samples);
      const difference = Math.abs(sum / samples - first);
      assert(
        difference <= 5 * error + 1e-9,
        `${what} at S = ${sparsity} is off by ${difference}`,
      );
    };
    const mean = featureMean(sparsity), variance = featureVariance(sparsity);
    const second = variance + mean * mean;
    for (let i = 0; i < features; i++) {
      near(sums[i], mean, second, `the mean of feature ${i}`);
      near(squares[i], second, p / 5, `the mean square of feature ${i}`);
      for (let j = 0; j < i; j++) {
        const pair = `of features ${j} and ${i}`;
        near(both[i * features + j], p * p, p * p, `joint activity ${pair}`);
        near(
          products[i * features + j],
          mean * mean,
          second * second,
          `the product ${pair}`,
        );
      }
    }
  }
});
