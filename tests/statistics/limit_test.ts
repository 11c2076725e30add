import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { exponential } from "../../src/numerics/elementary.ts";
import { drawNormal } from "../../src/numerics/normal.ts";
import { randomStream } from "../../src/numerics/random.ts";
import {
  fitLimit,
  knownLimit,
  limitRatio,
} from "../../src/statistics/limit.ts";

/** Losses of seeds about 0.1 + 0.2·s^(−exponent), scattered in proportion. */
function ladder(
  lengths: readonly number[],
  exponent: number,
  scatter: number,
  stream: string,
): number[][] {
  const random = randomStream(stream, 0, "seeds");
  return lengths.map((length) =>
    Array.from({ length: 8 }, () =>
      (0.1 + 0.2 * length ** -exponent) *
      exponential(scatter * drawNormal(random)))
  );
}

Deno.test("fitLimit: its 95 % interval holds a known limit about as often as it says", () => {
  let held = 0, all = 0;
  for (const lengths of [[1, 4, 16, 64], [1, 2, 4, 8]]) {
    for (const exponent of [0.3, 0.5, 1, 2]) {
      for (const scatter of [0.01, 0.03, 0.1]) {
        const trials = 24;
        let here = 0;
        for (let t = 0; t < trials; t++) {
          const name = `${lengths}/${exponent}/${scatter}/${t}`;
          const losses = ladder(lengths, exponent, scatter, name);
          const { low, high } = fitLimit(lengths, losses, {
            name,
            resamples: 200,
          });
          if (low <= 0.1 && 0.1 <= high) here++;
        }
        // Of 24 with 0.95 each, 19 or fewer come once in 80 times.
        assert(here >= 19, `${exponent}, ${scatter}: ${here}`);
        held += here;
        all += trials;
      }
    }
  }
  // 576 ladders: ± 0.018 (two deviations).
  assert(held / all > 0.93 && held / all < 0.985, `${held} of ${all}`);
});

Deno.test("limitRatio: so does the interval of the ratio of two", () => {
  let held = 0;
  const trials = 200;
  const lengths = [1, 4, 16, 64];
  for (let t = 0; t < trials; t++) {
    const fit = (side: string, exponent: number) => {
      const name = `${t}/${side}`;
      const losses = ladder(lengths, exponent, 0.03, name);
      return fitLimit(lengths, losses, { name, resamples: 200 });
    };
    const { low, high } = limitRatio(fit("a", 0.5), fit("b", 1));
    if (low <= 1 && 1 <= high) held++;
  }
  assert(held / trials > 0.92 && held / trials < 0.99, `${held}`);
});

Deno.test("fitLimit: a law that does not hold from the second length on widens the interval", () => {
  const lengths = [1, 2, 4, 8];
  // The last three say 0.1 + 0.2/s; the first is far above.
  const losses = [0.6, 0.2, 0.15, 0.125].map((loss) => [loss, loss, loss]);
  const { limit, low, high } = fitLimit(lengths, losses, { name: "a" });
  assert(limit > 0.11 && high >= limit);
  assertAlmostEquals(low, 0.1, 1e-5);
});

Deno.test("fitLimit: seeds that agree leave a point, and toGo is the share above it", () => {
  const lengths = [1, 2, 4];
  const three = (loss: number) => [loss, loss, loss];
  const falling = fitLimit(lengths, [0.3, 0.2, 0.15].map(three), { name: "a" });
  const { limit, low, high, exponent, toGo } = falling;
  assertEquals([low, high], [limit, limit]);
  assertAlmostEquals(limit, 0.1, 1e-5);
  assertAlmostEquals(exponent, 1, 1e-4);
  assertAlmostEquals(toGo, 1 / 3, 1e-4);
  const rising = fitLimit(lengths, [0.1, 0.2, 0.3].map(three), { name: "a" });
  assertEquals([rising.limit, rising.toGo, rising.exponent], [0.3, 0, 0]);
  const pure = fitLimit(lengths, [0.4, 0.39, 0.2].map(three), { name: "a" });
  assertEquals([pure.limit, pure.toGo], [0, 1]);
});

Deno.test("fitLimit: equal names and losses give equal bits, and nothing leaves [0, 1]", () => {
  const loss = fc.double({ min: 0, max: 1, noNaN: true });
  const seeds = fc.array(fc.oneof(loss, fc.constant(NaN)), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.tuple(seeds, seeds, seeds, seeds), (losses) => {
      const of = () =>
        fitLimit([1, 2, 4, 8], losses, { name: "a", resamples: 20 });
      const a = of();
      assertEquals(of(), a);
      assert(0 <= a.toGo && a.toGo <= 1);
      assert(0 <= a.low && a.low <= a.high && a.limit >= 0);
      assertEquals(a.draws.length, 20);
    }),
    { seed: 1 },
  );
});

Deno.test("fitLimit: half of the seeds diverged, and the limit is not known", () => {
  const { limit, high, toGo } = fitLimit([1, 2, 4], [
    [3, 3],
    [2, 2],
    [1, NaN],
  ], { name: "a" });
  assertEquals([limit, high, toGo], [Infinity, Infinity, 0]);
});

Deno.test("limitRatio: of known limits, of 0, and what is refused", () => {
  const lengths = [1, 2, 4];
  const of = (losses: readonly number[], name: string, resamples = 10) =>
    fitLimit(lengths, losses.map((loss) => [loss]), { name, resamples });
  const point = (ratio: number) => ({ ratio, low: ratio, high: ratio });
  assertEquals(limitRatio(knownLimit(3), knownLimit(2)), point(1.5));
  const flat = of([0.5, 0.5, 0.5], "flat");
  assertEquals(limitRatio(flat, knownLimit(0.25)), point(2));
  assertEquals(limitRatio(knownLimit(0.25), flat), point(0.5));
  // Towards 0 the larger exponent is first; but either may end anywhere below its last loss.
  const slow = of([1, 0.9, 0.8], "slow", 200);
  const fast = of([1, 0.7, 0.4], "fast", 200);
  assertEquals([slow.limit, slow.low, slow.high], [0, 0, 0.8]);
  assertEquals([fast.limit, fast.low, fast.high], [0, 0, 0.4]);
  const unknown = { low: 0, high: Infinity };
  assertEquals(limitRatio(slow, fast), { ratio: Infinity, ...unknown });
  assertEquals(limitRatio(fast, slow), { ratio: 0, ...unknown });
  const long = of([0.5, 0.5, 0.5], "long", 200);
  assertEquals(limitRatio(slow, long), { ratio: 0, low: 0, high: 1.6 });
  assertEquals(
    limitRatio(long, fast),
    { ratio: Infinity, low: 1.25, high: Infinity },
  );
  assertEquals(limitRatio(slow, of([2, 1.8, 1.6], "twice", 200)).ratio, 0.5);
  assertEquals(limitRatio(knownLimit(0), slow).low, 0);
  assertEquals(limitRatio(knownLimit(0), knownLimit(0)), point(1));
  const diverged = of([1, 1, NaN], "diverged");
  assertEquals(limitRatio(diverged, of([1, 1, NaN], "too")), point(1));
  assertThrows(
    () => limitRatio(flat, of([0.5, 0.4, 0.3], "flat")),
    RangeError,
    'the stream "flat"',
  );
  assertThrows(
    () => limitRatio(flat, of([0.5, 0.4, 0.3], "more", 11)),
    RangeError,
    "10 and 11 resamples",
  );
});
