import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { randomStream } from "../../src/numerics/random.ts";
import {
  bootstrapInterval,
  medianInterval,
  wilsonInterval,
} from "../../src/statistics/bootstrap.ts";
import { median } from "../../src/statistics/quantile.ts";

const some = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9];

Deno.test("medianInterval: equal names give equal bits, other names others", () => {
  const mean = (values: Float64Array) =>
    values.reduce((a, b) => a + b) / values.length;
  const named = (name: string) => bootstrapInterval([some], mean, { name });
  assertEquals(named("a"), named("a"));
  assert(named("a").join() !== named("b").join());
  assertEquals(medianInterval(some), medianInterval(some));
});

Deno.test("medianInterval: of one value or of equal values it is a point", () => {
  assertEquals(medianInterval([2]), [2, 2]);
  assertEquals(medianInterval([2, 2, 2, 2]), [2, 2]);
});

Deno.test("medianInterval: three values, whose bootstrap distribution is known", () => {
  // The median of a resample of {0, 1, 2} is 0 with probability 7/27, 1 with 13/27, 2 with 7/27.
  assertEquals(medianInterval([0, 1, 2]), [0, 2]);
  assertEquals(medianInterval([0, 1, 2], { confidence: 0.4 }), [1, 1]);
  const share = bootstrapInterval(
    [[0, 1, 2]],
    (values) => median(values),
    { confidence: 0.52, resamples: 20000 },
  );
  // The tails of 0.24 lie just inside 7/27 = 0.259.
  assertEquals(share, [0, 2]);
});

Deno.test("medianInterval: diverged seeds count as the worst", () => {
  const [low, high] = medianInterval([1, 2, 3, 4, NaN, Infinity]);
  assert(low < 4);
  assertEquals(high, Infinity);
});

Deno.test("medianInterval: covers the true median about as often as it says", () => {
  const random = randomStream("coverage", 1, "samples");
  let covered = 0;
  const trials = 400;
  for (let t = 0; t < trials; t++) {
    const values = Array.from({ length: 32 }, () => random.uniform());
    const [low, high] = medianInterval(values, {
      name: `coverage ${t}`,
      resamples: 400,
    });
    if (low <= 0.5 && 0.5 <= high) covered++;
  }
  // 95 % nominal; the percentile bootstrap of a median is near it, and 400 trials give ±2.2 % (2
  // sigma).
  assert(covered / trials > 0.91 && covered / trials < 0.985, `${covered}`);
});

Deno.test("bootstrapInterval: shares, and ratios of medians of two samples", () => {
  const share = (values: Float64Array) =>
    values.filter((v) => v < 0.5).length / values.length;
  // 15 of 40, whose binomial spread is 0.0765: about 0.375 ± 0.15.
  const seeds = Array.from({ length: 40 }, (_, i) => i < 15 ? 0 : 1);
  const [low, high] = bootstrapInterval([seeds], share);
  assertAlmostEquals(low, 0.225, 0.03);
  assertAlmostEquals(high, 0.525, 0.03);
  const ratio = (a: Float64Array, b: Float64Array) => median(a) / median(b);
  assertEquals(bootstrapInterval([[6, 6, 6], [2, 2]], ratio), [3, 3]);
  const [from, to] = bootstrapInterval([some, some], ratio);
  assert(from < 1 && to > 1);
});

Deno.test("bootstrapInterval: lies within the data, and a higher confidence is no narrower", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: 1,
        maxLength: 20,
      }),
      (values) => {
        const at = (confidence: number) =>
          medianInterval(values, { confidence, resamples: 100 });
        const [low, high] = at(0.95), [a, b] = at(0.5);
        assert(low <= a && a <= b && b <= high);
        assert(Math.min(...values) <= low && high <= Math.max(...values));
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("bootstrapInterval: refuses by name", () => {
  assertThrows(() => medianInterval([]), RangeError, "an empty sample");
  assertThrows(
    () => bootstrapInterval([], () => 0),
    RangeError,
    "an empty sample",
  );
  const refuse = (change: object, name: string) =>
    assertThrows(() => medianInterval([1], change), RangeError, name);
  refuse({ resamples: 0 }, "resamples is 0");
  refuse({ resamples: 1.5 }, "resamples is 1.5");
  refuse({ confidence: 1 }, "confidence is 1");
  refuse({ confidence: NaN }, "confidence is NaN");
});

Deno.test("wilsonInterval: a published case, the ends, and symmetry", () => {
  // 81 of 263: (0.2553, 0.3662), Newcombe (1998), table I.
  const [low, high] = wilsonInterval(81, 263);
  assertAlmostEquals(low, 0.2553, 5e-5);
  assertAlmostEquals(high, 0.3662, 5e-5);
  // 0 of n: z²/(n + z²), from the formula.
  const z = 1.959963984540054;
  const [zero, up] = wilsonInterval(0, 10);
  assertEquals(zero, 0);
  assertAlmostEquals(up, z * z / (10 + z * z), 1e-15);
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), (successes, failures) => {
      fc.pre(successes + failures > 0);
      const n = successes + failures;
      const [a, b] = wilsonInterval(successes, n);
      const [c, d] = wilsonInterval(failures, n);
      assertAlmostEquals(a, 1 - d, 1e-12);
      assertAlmostEquals(b, 1 - c, 1e-12);
      assert(0 <= a && a <= successes / n && successes / n <= b && b <= 1);
    }),
    { seed: 1 },
  );
});

Deno.test("wilsonInterval: refuses by name", () => {
  assertThrows(() => wilsonInterval(1, 0), RangeError, "trials is 0");
  assertThrows(() => wilsonInterval(3, 2), RangeError, "successes is 3");
  assertThrows(() => wilsonInterval(-1, 2), RangeError, "successes is -1");
  assertThrows(() => wilsonInterval(1, 2, NaN), RangeError, "z is NaN");
});
