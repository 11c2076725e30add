import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  interquartileMean,
  median,
  quantile,
  sortedLosses,
} from "../../src/statistics/quantile.ts";

const losses = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});

Deno.test("quantile: type 7 by hand", () => {
  // R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .9, 1)) gives 1, 1.75, 3, 6.8, 8.
  const sorted = [1, 2, 4, 8];
  assertEquals(quantile(sorted, 0), 1);
  assertEquals(quantile(sorted, 0.25), 1.75);
  assertEquals(quantile(sorted, 0.5), 3);
  assertAlmostEquals(quantile(sorted, 0.9), 6.8, 1e-12);
  assertEquals(quantile(sorted, 1), 8);
  assertEquals(quantile([7], 0.3), 7);
});

Deno.test("median: odd, even, and with seeds that diverged", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertEquals(median([NaN, 1, 2]), 2);
  assertEquals(median([1, Infinity]), Infinity);
  assertEquals(median([1, NaN, NaN]), Infinity);
  assertEquals(median([Infinity, Infinity]), Infinity);
});

Deno.test("interquartileMean: whole and fractional weights by hand", () => {
  assertEquals(interquartileMean([5]), 5);
  // n = 2: half of each. n = 3: [0.75, 2.25] holds 1/4, 1, 1/4. n = 4: the middle two.
  assertEquals(interquartileMean([1, 2]), 1.5);
  assertEquals(interquartileMean([0, 1, 6]), (0 / 4 + 1 + 6 / 4) / 1.5);
  assertEquals(interquartileMean([9, 1, 2, 100]), 5.5);
  // n = 5: [1.25, 3.75] holds 3/4, 1, 3/4.
  assertEquals(interquartileMean([0, 1, 2, 7, 99]), (0.75 + 2 + 5.25) / 2.5);
  assertEquals(interquartileMean([0, 1, 2, 3, 4, 5, 6, NaN]), 3.5);
  // A diverged seed inside the middle half is not hidden.
  assertEquals(interquartileMean([1, 2, NaN]), Infinity);
});

Deno.test("statistics do not depend on order, move with the data, and stay between the extremes", () => {
  fc.assert(
    fc.property(
      losses,
      fc.double({ min: 0, max: 3, noNaN: true }),
      (values, shift) => {
        for (const statistic of [median, interquartileMean]) {
          const one = statistic(values);
          assertEquals(one, statistic([...values].reverse()));
          const tolerance = 1e-12;
          assert(one >= Math.min(...values) - tolerance);
          assert(one <= Math.max(...values) + tolerance);
          const moved = statistic(values.map((v) => v + shift));
          assertAlmostEquals(moved, one + shift, 1e-9);
        }
      },
    ),
    { seed: 1 },
  );
});

Deno.test("quantile rises with p", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(losses, share, share, (values, p, q) => {
      const sorted = sortedLosses(values);
      const [low, high] = [Math.min(p, q), Math.max(p, q)];
      assert(quantile(sorted, low) <= quantile(sorted, high) + 1e-15);
    }),
    { seed: 1 },
  );
});

Deno.test("statistics refuse what has no answer, and leave their input alone", () => {
  assertThrows(() => median([]), RangeError, "no values");
  assertThrows(() => interquartileMean([]), RangeError, "no values");
  assertThrows(() => quantile([], 0.5), RangeError, "no values");
  assertThrows(() => quantile([1], 1.5), RangeError, "p is 1.5");
  assertThrows(() => quantile([1], NaN), RangeError, "p is NaN");
  assertThrows(() => median([1, -Infinity]), RangeError, "-Infinity");
  const values = [3, 1, 2];
  median(values);
  assertEquals(values, [3, 1, 2]);
});
