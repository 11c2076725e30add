import { assert, assertEquals } from "@std/assert";
import { textWidth } from "../../src/rendering/text_width.ts";

Deno.test("widths are Helvetica's, with a margin of 12 %", () => {
  assertEquals(textWidth("", 12), 0);
  // 10 zeros of 556/1000 em at 10 px.
  assertEquals(textWidth("0000000000", 10), Math.ceil(55.6 * 1.12));
  assert(textWidth("iiii", 12) < textWidth("mmmm", 12));
});

Deno.test("a character outside of ASCII takes as much as a wide letter", () => {
  assertEquals(textWidth("ε", 10), Math.ceil(7 * 1.12));
});
