import { assertEquals } from "@std/assert";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";

Deno.test("rows are chosen by kind, values without repetition", () => {
  type Row = { kind: "a"; x: number } | { kind: "b" };
  const rows: Row[] = [{ kind: "a", x: 2 }, { kind: "b" }, { kind: "a", x: 1 }];
  assertEquals(ofKind(rows, "a").map(({ x }) => x), [2, 1]);
  assertEquals(unique(["b", "a", "b"]), ["b", "a"]);
  assertEquals(ascending([10, 9, 10, 1]), [1, 9, 10]);
});
