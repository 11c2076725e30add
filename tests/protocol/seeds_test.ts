import { assertEquals, assertThrows } from "@std/assert";
import { seeds } from "../../src/protocol/seeds.ts";

Deno.test("no seed both chooses and is reported", () => {
  const { selection, report } = seeds({ selection: 8, report: 1000 });
  assertEquals(selection.slice(0, 2), [1000, 1001]);
  assertEquals([selection.length, report.length, report[0]], [8, 1000, 0]);
  assertEquals(report.filter((seed) => selection.includes(seed)), []);
  assertThrows(
    () => seeds({ selection: 1, report: 1001 }),
    RangeError,
    "report is 1001: selection seeds start at 1000",
  );
  // Where nothing is chosen, any number may be reported.
  assertEquals(seeds({ selection: 0, report: 1001 }).report.length, 1001);
});
