/** No number that was ever published changes: columns and new kinds of rows may be added. */
import { assertEquals, assertNotEquals } from "@std/assert";
import kept from "./kept.json" with { type: "json" };
import { type Kept, recordAgain } from "./_kept.ts";

const read = async (name: string): Promise<Record<string, unknown>[]> => {
  const url = new URL(`../../snapshots/${name}`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url)).rows;
};

const records: [string, Kept][] = Object.entries(kept);

Deno.test("there is a record of twelve snapshots", () => {
  assertEquals(records.length, 12);
});

for (const [name, record] of records) {
  Deno.test(`${name}: every number that stood there keeps its bits`, async () => {
    assertEquals(recordAgain(await read(name), record), record);
  });
}

Deno.test("the record sees the last bit of a number, a row that is gone or out of place, and a column that is gone", async () => {
  const record: Kept = kept["sparsity.json"];
  const rows = await read("sparsity.json");
  const broken = (change: (rows: Record<string, unknown>[]) => unknown) => {
    const copy = rows.map((row) => ({ ...row }));
    change(copy);
    assertNotEquals(recordAgain(copy, record).sha256, record.sha256);
  };
  broken(([row]) => row.median = Number(row.median) * (1 + 2 ** -52));
  broken((all) => all.pop());
  broken((all) => all.reverse());
  broken(([row]) => delete row.low);
  const more = [...rows, { ...rows[0], series: "a new one", more: 1 }];
  assertEquals(recordAgain(more, record), record);
});
