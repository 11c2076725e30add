import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grouped,
  multiple,
  percent,
  show,
  withInterval,
  withMinus,
} from "../../src/rendering/numbers.ts";

Deno.test("show gives significant digits without trailing zeros or exponents", () => {
  const cases: [value: number, digits: number | undefined, text: string][] = [
    [0.0995, undefined, "0.1"],
    [0.995, undefined, "0.99"],
    [0.996, undefined, "1"],
    [0.1256, 3, "0.126"],
    [-0.0444, undefined, "-0.044"],
    [0, undefined, "0"],
    [-0, undefined, "0"],
    [1234, undefined, "1200"],
    [16384, 5, "16384"],
    [123456789012, undefined, "120000000000"],
    [1.5e20, undefined, "150000000000000000000"],
    [0.0000012, undefined, "0.0000012"],
    [2, 3, "2"],
    [1e21, undefined, "1e+21"],
  ];
  for (const [value, digits, text] of cases) {
    assertEquals(show(value, digits), text, `${value}`);
  }
});

Deno.test("what is shown is within half a digit of the number", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.integer({ min: 1, max: 6 }),
      (value, digits) => {
        const error = Math.abs(Number(show(value, digits)) - value);
        return error <= value * 0.5 * 10 ** (1 - digits) * (1 + 1e-9);
      },
    ),
    { seed: 1, numRuns: 1000 },
  );
});

Deno.test("shares in percent, numbers with their intervals", () => {
  assertEquals(percent(0.0234), "2.3 %");
  assertEquals(percent(0.07), "7 %");
  assertEquals(percent(1.005, 3), "100 %");
  assertEquals(withInterval(-0.0444, -0.0612, 0.0995), "-0.044 [-0.061, 0.1]");
  assertEquals(withInterval(1.0849, 1.0711, 1.127, 3), "1.08 [1.07, 1.13]");
});

Deno.test("whole numbers have commas between thousands", () => {
  assertEquals(
    [0, 7, 999, 1000, 16384, 123456, 1234567, -40000].map(grouped),
    ["0", "7", "999", "1,000", "16,384", "123,456", "1,234,567", "-40,000"],
  );
  for (const value of [0.5, NaN, Infinity, 1e21]) {
    assertThrows(() => grouped(value), RangeError, `${value} is grouped`);
  }
});

Deno.test("multiples of a letter are written as formulas are", () => {
  assertEquals([0.5, 1, 4].map((n) => multiple(n)), ["0.5n", "n", "4n"]);
  assertEquals(multiple(2, "m"), "2m");
});

Deno.test("a minus is one where a number begins, and a hyphen elsewhere", () => {
  assertEquals(
    withMinus("slope -0.04 [-0.06, -0.002], top-k, k-1, 1-3, (-1)"),
    "slope −0.04 [−0.06, −0.002], top-k, k-1, 1-3, (−1)",
  );
  assertEquals(withMinus("-1"), "−1");
});
