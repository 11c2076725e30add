import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { createTable } from "../../src/numerics/table.ts";

const shape = z.object({ id: z.string(), size: z.number() });
const create = () =>
  createTable<{ id: string; size: number }>({
    what: "thing",
    folder: "src/things",
    shape,
  });

Deno.test("a table gives what was added, sorted by id", () => {
  const table = create();
  table.add("b.ts", { default: { id: "b", size: 2 } });
  table.add("a-b.ts", { default: { id: "a-b", size: 1 } });
  table.add("a.ts", { default: { id: "a", size: 3 } });
  table.add("a.ts", { default: { id: "a", size: 3 } });
  assertEquals(table.all().map(({ id }) => id), ["a", "a-b", "b"]);
  assertEquals(table.get("b").size, 2);
});

Deno.test("what a file lacks is said with its name", () => {
  const table = create();
  const wrong: [file: string, module: Record<string, unknown>, why: string][] =
    [
      ["c.ts", {}, "src/things/c.ts has no default export: export a thing"],
      [
        "c.ts",
        { default: { id: "c" } },
        "src/things/c.ts: the default export is no thing: size",
      ],
      [
        "c.ts",
        { default: { id: "a", size: 1 } },
        'src/things/c.ts: its id is "a", which is taken: make it "c", the file\'s name',
      ],
      [
        "d.ts",
        { default: { id: "e", size: 1 } },
        'src/things/d.ts: its id is "e": make it "d", the file\'s name',
      ],
    ];
  table.add("a.ts", { default: { id: "a", size: 3 } });
  for (const [file, module, message] of wrong) {
    assertThrows(() => table.add(file, module), Error, message);
  }
});

Deno.test("an unknown id names those that there are, an empty table how it is filled", () => {
  const table = create();
  assertThrows(
    () => table.get("a"),
    RangeError,
    "no thing is loaded: call loadCatalogue",
  );
  table.add("a.ts", { default: { id: "a", size: 3 } });
  assertThrows(
    () => table.get("b"),
    RangeError,
    'thing "b" is unknown: use one of a, or add src/things/b.ts',
  );
});
