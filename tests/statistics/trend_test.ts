import { assertEquals, assertThrows } from "@std/assert";
import { slope } from "../../src/statistics/trend.ts";

Deno.test("slope: of a line it is the line's, of a cloud the least-squares one", () => {
  assertEquals(slope([[0, 1], [1, 3], [3, 7]]), 2);
  assertEquals(slope([[0, 0], [1, 1], [2, 0]]), 0);
  assertEquals(slope([[-1, 0], [0, 3], [1, 3]]), 1.5);
  assertThrows(() => slope([[1, 1], [1, 2]]), RangeError, "two different x");
});

Deno.test("slope: an infinite end makes it infinite, two that contradict leave none", () => {
  assertEquals(slope([[0, -Infinity], [1, 3], [2, 7]]), Infinity);
  assertEquals(slope([[0, 0], [1, 3], [3, -Infinity]]), -Infinity);
  assertEquals(slope([[0, Infinity], [1, 3], [3, -Infinity]]), -Infinity);
  assertEquals(slope([[0, Infinity], [1, 3], [3, Infinity]]), NaN);
  assertEquals(slope([[0, 1], [1, Infinity], [2, 3]]), 1);
});
