import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { naturalLog, slope } from "../../src/statistics/trend.ts";

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

Deno.test("slope: of a line it is the line's, of a cloud the least-squares one", () => {
  assertEquals(slope([[0, 1], [1, 3], [3, 7]]), 2);
  assertEquals(slope([[0, 0], [1, 1], [2, 0]]), 0);
  assertEquals(slope([[-1, 0], [0, 3], [1, 3]]), 1.5);
  assertThrows(() => slope([[1, 1], [1, 2]]), RangeError, "two different x");
});
