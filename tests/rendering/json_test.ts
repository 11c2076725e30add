import { assertEquals, assertThrows } from "@std/assert";
import { formatJson } from "../../src/rendering/json.ts";

Deno.test("what fits stands on one line, the rest is broken up", () => {
  const value = { a: [{ x: 1, y: -0 }, { x: 0.1, y: null }], b: "text" };
  assertEquals(
    formatJson(value, "it", 26),
    `{
  "a": [
    {"x": 1, "y": -0},
    {"x": 0.1, "y": null}
  ],
  "b": "text"
}`,
  );
  assertEquals(JSON.parse(formatJson(value, "it", 26)), value);
});

Deno.test("the place of what JSON cannot hold is named", () => {
  assertThrows(
    () =>
      formatJson({ a: [{ x: "long enough to be broken", y: NaN }] }, "it", 10),
    RangeError,
    "it.a[0].y is NaN",
  );
});
