import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  beats,
  breakEven,
  exactSummary,
  summarize,
  type Summary,
} from "../../src/statistics/summary.ts";

/** A summary of which only the interval matters. */
const between = (low: number, high: number): Summary => ({
  best: low,
  median: (low + high) / 2,
  iqm: (low + high) / 2,
  ci95: [low, high],
});

Deno.test("summarize: by hand", () => {
  assertEquals(summarize([4, 4, 4]), {
    best: 4,
    median: 4,
    iqm: 4,
    ci95: [4, 4],
  });
  const { best, median, iqm } = summarize([100, 2, 1, 9]);
  assertEquals([best, median, iqm], [1, 5.5, 5.5]);
});

Deno.test("summarize: a diverged seed is the worst, never the best and never left out", () => {
  const { best, median, iqm, ci95 } = summarize([NaN, 2, 3]);
  assertEquals([best, median, iqm], [2, 3, Infinity]);
  assertEquals(ci95?.[1], Infinity);
  assertEquals(summarize([NaN, NaN]).best, Infinity);
});

Deno.test("summarize: best ≤ median, and the median lies in its interval", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1 }), { minLength: 1, maxLength: 20 }),
      (values) => {
        const { best, median, ci95 } = summarize(values, { resamples: 200 });
        if (ci95 === null) throw new Error("no interval");
        assert(best <= median && ci95[0] <= median && median <= ci95[1]);
        assertEquals(
          summarize([...values], { resamples: 200 }),
          summarize(values, { resamples: 200 }),
        );
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("beats: only where the intervals do not even touch", () => {
  assert(beats(between(1, 2), between(3, 4)));
  assert(!beats(between(3, 4), between(1, 2)));
  assert(!beats(between(1, 3), between(2, 4)));
  assert(!beats(between(1, 2), between(2, 3)));
  // A known loss is its own interval.
  assert(beats(between(1, 2), exactSummary(2.5)));
  assert(beats(exactSummary(0.5), between(1, 2)));
  assert(!beats(exactSummary(1), exactSummary(1)));
  // Where everything diverged nothing is beaten.
  assert(!beats(between(1, Infinity), exactSummary(Infinity)));
});

Deno.test("breakEven: the smallest budget from which on it keeps beating", () => {
  const reference = between(5, 6);
  const points = (...lows: number[]) =>
    lows.map((low, i) => ({
      budget: 10 * (i + 1),
      loss: between(low, low + 1),
    }));
  assertEquals(breakEven(points(9, 3, 2, 1), reference), 20);
  assertEquals(breakEven(points(3, 2, 1), reference), 10);
  // It wins at 10, loses at 20: only 30 keeps.
  assertEquals(breakEven(points(1, 5, 2), reference), 30);
  assertEquals(breakEven(points(1, 2, 5), reference), null);
  // The order of the points does not matter.
  assertEquals(breakEven(points(9, 3, 2, 1).reverse(), reference), 20);
});

Deno.test("statistics of nothing are refused by name", () => {
  assertThrows(() => summarize([]), RangeError, "no values");
  assertThrows(() => exactSummary(NaN), RangeError, "NaN");
  assertThrows(() => breakEven([], between(1, 2)), RangeError, "no points");
  const loss = between(1, 2);
  assertThrows(
    () => breakEven([{ budget: NaN, loss }], loss),
    RangeError,
    "a budget is NaN",
  );
  assertThrows(
    () => breakEven([{ budget: 2, loss }, { budget: 2, loss }], loss),
    RangeError,
    "budget 2 occurs twice",
  );
});
