import { assertEquals, assertRejects } from "@std/assert";
import { discoverSchemes } from "../../src/protocol/discover_schemes.ts";

/** Discovers a folder that holds just these files. */
async function discover(files: Record<string, string>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    return await discoverSchemes(new URL(`file://${folder}/`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const scheme = (id: string) =>
  `export default { id: "${id}", summary: "one", candidates: () => [] };`;

Deno.test("every scheme of the house is found, in order", async () => {
  const ids = (await discoverSchemes()).map(({ id }) => id);
  for (
    const id of [
      "average",
      "drop",
      "linear",
      "nonlinear",
      "piecewise-linear",
      "quantized",
      "superposition",
      "superposition-mlp",
    ]
  ) assertEquals(ids.filter((found) => found === id), [id]);
  assertEquals(ids, ids.toSorted());
});

Deno.test("a scheme is a file; underscored and other files are not", async () => {
  const schemes = await discover({
    "b.ts": scheme("b"),
    "a.ts": scheme("a"),
    "_helper.ts": "export const x = 1;",
    "notes.md": "not a module",
  });
  assertEquals(schemes.map(({ id }) => id), ["a", "b"]);
});

Deno.test("errors name the file", async () => {
  const bad: [string, Record<string, string>][] = [
    ["c.ts: default", { "c.ts": "export const x = 1;" }],
    ["c.ts: default.summary", {
      "c.ts": `export default { id: "c", candidates: () => [] };`,
    }],
    ["c.ts: default.candidates", {
      "c.ts": `export default { id: "c", summary: "s", candidates: 3 };`,
    }],
    [`d.ts: the id "c" is taken by c.ts`, {
      "c.ts": scheme("c"),
      "d.ts": scheme("c"),
    }],
    [`d.ts: its id is "e"`, { "d.ts": scheme("e") }],
  ];
  for (const [message, files] of bad) {
    await assertRejects(() => discover(files), Error, message);
  }
});
