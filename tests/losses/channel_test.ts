import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { drawNormal } from "../../src/numerics/normal.ts";
import { randomStream } from "../../src/numerics/random.ts";
import {
  hiddenMoments,
  powerFloor,
  transmit,
} from "../../src/losses/channel.ts";

const samples = 20_000;
/**
 * Three dimensions, row by row: correlated, of means 5, −2 and 0 and deviations of about 0.1, 3 and
 * 1.
 */
const states = (() => {
  const random = randomStream("channel", 1, "states");
  return Float64Array.from(
    Array.from({ length: samples }, () => {
      const u = random.uniform() - 0.5, v = random.uniform() - 0.5;
      return [5 + 0.35 * u, -2 + 7 * (u + v), drawNormal(random)];
    }).flat(),
  );
})();

/** Column j of rows of three. */
const column = (rows: Float64Array, j: number) =>
  rows.filter((_, at) => at % 3 === j);
const mean = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const product = (a: Float64Array, b: Float64Array) =>
  mean(a.map((value, i) => value * b[i]));

Deno.test("the moments of known states", () => {
  const count = 1001;
  const rows = Array.from(
    { length: count },
    (_, i) => [i, i % 2 === 0 ? 1e6 + 3 : 1e6 - 3, 7],
  );
  const moments = hiddenMoments(Float64Array.from(rows.flat()), 3);
  // 0 to 1000; ±3 about a million, one + more than −; and a constant.
  const expected = [
    [(count - 1) / 2, (count * count - 1) / 12],
    [1e6 + 3 / count, 9 - 9 / count / count],
    [7, 0],
  ];
  expected.forEach(([first, variance], j) => {
    assertAlmostEquals(moments.mean[j], first, 1e-9 * first);
    const deviation = Math.sqrt(variance + powerFloor);
    assertAlmostEquals(moments.deviation[j], deviation, 1e-9 * deviation);
  });
});

Deno.test("every dimension has unit power, and the noise is on top and independent", () => {
  for (const noise of [0.01, 3]) {
    const received = transmit(states, 3, noise, "power");
    const { mean: first, deviation } = hiddenMoments(states, 3);
    const unit = states.map((h, at) => (h - first[at % 3]) / deviation[at % 3]);
    const added = received.map((r, at) => (r - unit[at]) / noise);
    // Four standard errors: 1/√N of a mean, √2/√N of a variance.
    const error = 4 / Math.sqrt(samples);
    for (let j = 0; j < 3; j++) {
      const h = column(unit, j), z = column(added, j), r = column(received, j);
      assertAlmostEquals(mean(h), 0, 1e-10);
      assertAlmostEquals(product(h, h), 1, 1e-7);
      assertAlmostEquals(mean(r), 0, noise * error);
      const power = 1 + noise * noise;
      // Of N(0, σ²)·h̃, twice, and of σ²z².
      const spread = (2 * noise + Math.SQRT2 * noise * noise) * error;
      assertAlmostEquals(product(r, r), power, spread, `σ = ${noise}`);
      for (let k = 0; k < 3; k++) {
        assertAlmostEquals(product(z, column(unit, k)), 0, error);
        if (k < j) assertAlmostEquals(product(z, column(added, k)), 0, error);
      }
    }
  }
});

Deno.test("shifting and scaling the states changes nothing that the decoder reads", () => {
  const expected = transmit(states, 3, 0.2, "power");
  const moved = states.map((h, at) => [9, -1, 0][at % 3] + 1000 * h);
  transmit(moved, 3, 0.2, "power").forEach((r, at) =>
    assertAlmostEquals(r, expected[at], 1e-6)
  );
});

Deno.test("in its own units the hidden state is the other one, times the deviation, plus the mean", () => {
  const { mean, deviation } = hiddenMoments(states, 3);
  const power = transmit(states, 3, 0.2, "power");
  transmit(states, 3, 0.2, "own").forEach((r, at) => {
    const j = at % 3;
    assertAlmostEquals(r, mean[j] + deviation[j] * power[at], 1e-12);
  });
});

Deno.test("all codes and all σ meet the same noise, another purpose another", () => {
  const noiseOf = (noise: number, purpose?: "fit") =>
    transmit(new Float64Array(40), 2, noise, "power", purpose);
  const noise = noiseOf(1);
  assertEquals(new Set(noise).size, 40);
  const count = 100_000;
  const many = transmit(new Float64Array(count), 2, 1, "power");
  assertAlmostEquals(mean(many), 0, 4 / Math.sqrt(count));
  assertAlmostEquals(product(many, many), 1, 4 * Math.sqrt(2 / count));
  assertEquals(noiseOf(0.5), noise.map((z) => z / 2));
  assert(noiseOf(1, "fit").every((z, at) => z !== noise[at]));
});

Deno.test("a dimension that never varies is noise and nothing else", () => {
  const noise = transmit(new Float64Array(40), 2, 1, "power");
  const constant = new Float64Array(40).fill(3);
  // The mean is 3 but for rounding, over the root of the floor.
  transmit(constant, 2, 1, "power").forEach((received, at) =>
    assertAlmostEquals(received, noise[at], 1e-9)
  );
  const deviation = Math.sqrt(powerFloor);
  transmit(constant, 2, 1, "own").forEach((received, at) =>
    assertAlmostEquals(received, 3 + deviation * noise[at], 1e-14)
  );
});
