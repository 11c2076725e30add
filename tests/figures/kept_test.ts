/** No number that was ever published changes: columns and new kinds of rows may be added. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { sha256 } from "../../src/numerics/hash.ts";
import kept from "./kept.json" with { type: "json" };
import { type Kept, recordAgain } from "./_kept.ts";

const read = async (name: string): Promise<Record<string, unknown>[]> => {
  const url = new URL(`../../snapshots/${name}`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url)).rows;
};

for (const [commit, records] of Object.entries(kept)) {
  for (const [name, record] of Object.entries<Kept>(records)) {
    Deno.test(`${name}: every number that stood there keeps its bits`, async () => {
      const again = recordAgain(await read(name), record);
      const [id, profile] = name.split(".");
      const full = profile === "full" ? " --profile full" : "";
      assertEquals(
        again,
        record,
        `snapshots/${name}: a number that stood there at ${commit} has changed or is gone; "deno task verify ${id}${full}" names its row and column if it does not follow from the code, and "deno task figures ${id}${full}" writes what does`,
      );
    });
  }
}

Deno.test("there is a record of every snapshot", async () => {
  const names: string[] = [];
  const folder = new URL("../../snapshots/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    if (/^[^.]+(\.full)?\.json$/.test(name)) names.push(name);
  }
  const recorded = Object.values(kept).flatMap((records) =>
    Object.keys(records)
  );
  assertEquals(recorded.sort(), names.sort());
});

/** SHA-256 of the runs behind a full profile, and the commit at which they stood there. */
const ledgers = {
  phase: {
    commit: "c4279e5",
    hash: "d43428d416a3944d3d16bb54895e1cb499fdbe8ac8f2cf083c9a5ab4215aa983",
  },
  scaling: {
    commit: "c4279e5",
    hash: "647cb8e6b32c863d6edf1f4d0fed70b9cb8f13c6d0628fe9bc1703f79319606b",
  },
};

for (const [id, { commit, hash }] of Object.entries(ledgers)) {
  Deno.test(`${id}: the runs behind the full profile keep their bits`, async () => {
    const name = `snapshots/${id}.full.runs.json`;
    const text = await Deno.readTextFile(
      new URL(`../../${name}`, import.meta.url),
    );
    const { configurations } = JSON.parse(text);
    // How runs are called may change, and whoever adds runs records them all again.
    const numbers = configurations.map((
      { what: _, ...kept }: { what: string },
    ) => JSON.stringify(kept)).sort().join("\n");
    assertEquals(
      sha256(numbers),
      hash,
      `${name}: a number that stood there at ${commit} has changed or is gone; "deno task verify ${id} --profile full --share 1" trains all of them anew`,
    );
  });
}

Deno.test("the record sees the last bit of a number, a row that is gone or out of place, and a column that is gone", async () => {
  const record: Kept = kept["c4279e5"]["sparsity.json"];
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
