/** No number that was ever published changes: columns and new kinds of rows may be added. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { sha256 } from "../../src/numerics/hash.ts";
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
    const again = recordAgain(await read(name), record);
    const id = name.split(".")[0];
    assertEquals(
      again,
      record,
      `snapshots/${name}: a number that stood there at 29be8c0 has changed or is gone; "deno task verify ${id}" names its row and column if it does not follow from the code, and "deno task figures ${id}" writes what does`,
    );
  });
}

Deno.test("the runs behind the full profile keep their bits", async () => {
  const name = "snapshots/scaling.full.runs.json";
  const text = await Deno.readTextFile(
    new URL(`../../${name}`, import.meta.url),
  );
  const { configurations } = JSON.parse(text);
  // How runs are called may change, and whoever adds runs records them all again.
  const numbers = configurations.map(({ what: _, ...kept }: { what: string }) =>
    JSON.stringify(kept)
  ).sort().join("\n");
  assertEquals(
    sha256(numbers),
    "706d6bd754e5af8b5174d71297de0fa9695001d9c7ae25b6484a89ffecb1fd94",
    `${name}: a number that stood there at 61d7116 has changed or is gone; "deno task verify scaling --profile full --share 1" trains all of them anew`,
  );
});

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
