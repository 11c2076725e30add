import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  exponential,
  halfWave,
  naturalLog,
} from "../../src/numerics/elementary.ts";

Deno.test("naturalLog is the host's to a few units of the last place", () => {
  assertEquals(naturalLog(1), 0);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
      (x) => {
        const host = Math.log(x);
        const scale = Math.max(Math.abs(host), 1e-3);
        assert(Math.abs(naturalLog(x) - host) <= 4e-15 * scale, `${x}`);
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});

Deno.test("naturalLog refuses what has no logarithm", () => {
  for (const x of [0, -1, NaN, Infinity]) {
    assertThrows(() => naturalLog(x), RangeError, `x is ${x}`);
  }
});

Deno.test("exponential is the host's to a few units of the last place", () => {
  assertEquals(exponential(0), 1);
  fc.assert(
    fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
      const host = Math.exp(x);
      assert(Math.abs(exponential(x) - host) <= 5e-16 * host, `${x}`);
    }),
    { seed: 1, numRuns: 5000 },
  );
});

Deno.test("exponential ends in 0 below and in Infinity above", () => {
  for (const x of [-746, -1e9, -Infinity]) assertEquals(exponential(x), 0);
  for (const x of [710, 1e9, Infinity]) assertEquals(exponential(x), Infinity);
  assertEquals(exponential(NaN), NaN);
  for (const x of [-745, -740, -720, 709.7]) {
    const host = Math.exp(x);
    const place = Math.max(Number.MIN_VALUE, 5e-16 * host);
    assert(Math.abs(exponential(x) - host) <= place, `${x}`);
  }
});

Deno.test("exponential and naturalLog undo each other", () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      const back = naturalLog(exponential(x));
      assert(Math.abs(back - x) <= 1e-15 * (1 + Math.abs(x)), `${x}`);
    }),
    { seed: 2, numRuns: 1000 },
  );
});

Deno.test("halfWave is half a wave of the host's cosine", () => {
  assertEquals([0, 1].map(halfWave), [0, 1]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (u) => {
      const host = Math.sin(Math.PI * u / 2) ** 2;
      assert(Math.abs(halfWave(u) - host) <= 1e-15 * host, `${u}`);
      const other = (1 - Math.cos(Math.PI * u)) / 2;
      assert(Math.abs(halfWave(u) - other) <= 5e-16, `${u}`);
    }),
    { seed: 1, numRuns: 5000 },
  );
});
