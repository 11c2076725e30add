import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { lossAfter, powerLawFitter } from "../../src/statistics/power_law.ts";

const fitted = (lengths: readonly number[], losses: readonly number[]) =>
  powerLawFitter(lengths)(losses);

Deno.test("power law: three losses by hand", () => {
  // 0.1 + 0.2/s: limit 0.1, and 0.05 above it after 4 of the 1, 2, 4.
  const law = fitted([1, 2, 4], [0.3, 0.2, 0.15]);
  assertAlmostEquals(law.limit, 0.1, 1e-5);
  assertAlmostEquals(law.scale, 0.05, 1e-5);
  assertAlmostEquals(law.exponent, 1, 1e-4);
  assertAlmostEquals(lossAfter(law, 1), 0.3, 1e-5);
  assertAlmostEquals(lossAfter(law, 8), 0.125, 1e-5);
  assertEquals(law.longest, 4);
});

Deno.test("power law: what a law has made, it finds again, in any unit of steps and losses", () => {
  const share = (min: number, max: number) =>
    fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom([1, 2, 4], [1, 4, 16, 64], [2, 3, 5, 7, 11]),
      share(0, 1),
      share(0.01, 1),
      share(0.2, 3),
      fc.constantFrom(1, 1250),
      fc.constantFrom(1, 1e-3, 1e6),
      (ladder, limit, scale, exponent, unit, size) => {
        const lengths = ladder.map((length) => unit * length);
        const longest = lengths.at(-1)!;
        const losses = lengths.map((length) =>
          size * (limit + scale * (length / longest) ** -exponent)
        );
        const law = fitted(lengths, losses);
        assertAlmostEquals(law.limit / size, limit, 2e-4);
        assertAlmostEquals(law.scale / size, scale, 2e-4);
        lengths.forEach((length, i) =>
          assertAlmostEquals(lossAfter(law, length) / losses[i], 1, 1e-5)
        );
      },
    ),
    { seed: 1 },
  );
});

Deno.test("power law: flat and rising curves, and losses that are none, have nothing to go", () => {
  const over = (limit: number) => ({
    limit,
    scale: 0,
    exponent: 0,
    longest: 4,
  });
  assertEquals(fitted([1, 2, 4], [0.5, 0.5, 0.5]), over(0.5));
  assertEquals(fitted([1, 2, 4], [0.4, 0.5, 0.6]), over(0.6));
  assertEquals(fitted([1, 2, 4], [0.4, 0.3, 0.6]), over(0.6));
  assertEquals(fitted([1, 2, 4], [0.4, 0.2, 0]), over(0));
  assertEquals(fitted([1, 2, 4], [Infinity, 0.3, 0.2]), over(0.2));
  assertEquals(fitted([1, 2, 4], [0.4, 0.3, Infinity]), over(Infinity));
});

Deno.test("power law: a curve that bends down has everything to go", () => {
  const { limit, scale, exponent } = fitted([1, 2, 4], [1, 0.98, 0.7]);
  assertEquals(limit, 0);
  assert(scale > 0.7 && exponent > 0);
  // So has a law without an offset.
  const pure = fitted([1, 4, 16], [1, 0.5, 0.25]);
  assertAlmostEquals(pure.limit, 0, 1e-5);
  assertAlmostEquals(pure.exponent, 0.5, 1e-4);
});

Deno.test("power law: residuals are relative", () => {
  // Between two laws the fit is nearer, in absolute terms, where losses are small.
  const lengths = [1, 2, 4, 8, 16];
  const losses = [2, 0.9, 0.62, 0.27, 0.19];
  const law = fitted(lengths, losses);
  const misfit = (change: Partial<typeof law>) =>
    lengths.map((length, i) =>
      lossAfter({ ...law, ...change }, length) / losses[i] - 1
    )
      .reduce((sum, rest) => sum + rest * rest, 0);
  const least = misfit({});
  for (const factor of [0.98, 1.02]) {
    assert(least < misfit({ limit: factor * law.limit + (factor - 1) / 50 }));
    assert(least < misfit({ scale: factor * law.scale }));
    assert(least < misfit({ exponent: factor * law.exponent }));
  }
});

Deno.test("power law: any losses have a law with a limit at 0 or above", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e300, noNaN: true }), {
        minLength: 4,
        maxLength: 4,
      }),
      (losses) => {
        const law = fitted([1, 4, 16, 64], losses);
        assert(law.limit >= 0 && law.scale >= 0 && law.exponent >= 0);
        assert(law.limit <= Math.max(...losses));
      },
    ),
    { seed: 1 },
  );
});

Deno.test("power law: refuses by name", () => {
  assertThrows(() => powerLawFitter([1, 2]), RangeError, "2 lengths");
  assertThrows(() => powerLawFitter([1, 2, 2]), RangeError, "is 2 after 2");
  assertThrows(() => powerLawFitter([0, 1, 2]), RangeError, "is 0 after 0");
  assertThrows(() => powerLawFitter([1, 2, NaN]), RangeError, "is NaN after 2");
  assertThrows(() => fitted([1, 2, 4], [1, 2]), RangeError, "2 losses after 3");
});
