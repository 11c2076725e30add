import { assert, assertEquals } from "@std/assert";
import { code, modules, root } from "./_sources.ts";

/** The folders of the house: each may import those that stand above it in this list, and itself. */
const folders = [
  "src/numerics",
  "src/statistics",
  "src/rendering",
  "src/features",
  "src/networks",
  "src/losses",
  "src/constructions",
  "src/schemes",
  "src/bounds",
  "src/training",
  "src/jobs",
  "src/runs",
  "src/protocol",
  "figures",
  "tasks",
] as const;
type Folder = typeof folders[number];

function folderOf(path: string): Folder | undefined {
  return folders.find((folder) => path.startsWith(`${folder}/`));
}

/**
 * Relative specifiers: static and dynamic imports, re-exports, and modules that are handed to
 * workers.
 */
function specifiers(text: string): string[] {
  const pattern =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)"(\.[^"]*\.ts)"/g;
  return [...text.matchAll(pattern)].map(([, specifier]) => specifier);
}

const sources = [
  ...await modules("src"),
  ...await modules("figures"),
  ...await modules("tasks"),
];

Deno.test("every module of src stands in a folder of the house", () => {
  assertEquals(sources.filter((path) => folderOf(path) === undefined), []);
});

Deno.test("imports follow the order of the folders", async () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const path of sources) {
    const from = folderOf(path)!;
    for (const specifier of specifiers(await code(path))) {
      const target = new URL(specifier, new URL(path, root)).href
        .slice(root.href.length);
      const to = folderOf(target);
      seen++;
      if (
        to === undefined ||
        folders.indexOf(to) > folders.indexOf(from)
      ) wrong.push(`${path} imports ${target}`);
    }
  }
  assert(seen > 0);
  assertEquals(wrong, []);
});

/** Modules of figures that draw: every `picture.ts`, and what of its own folder it is made of. */
async function drawing(): Promise<string[]> {
  const found = sources.filter((path) => path.endsWith("/picture.ts"));
  for (const path of found) {
    for (const specifier of specifiers(await code(path))) {
      const own = /^\.\/[\w-]+\.ts$/.test(specifier);
      const target = path.slice(0, path.lastIndexOf("/")) + specifier.slice(1);
      if (own && specifier !== "./rows.ts" && !found.includes(target)) {
        found.push(target);
      }
    }
  }
  return found;
}

/** Whether a value is plain data: numbers, text, and lists and objects of them. */
function plain(value: unknown): boolean {
  if (typeof value !== "object") return typeof value !== "function";
  return value === null ||
    [Object.prototype, Array.prototype].includes(
        Object.getPrototypeOf(value),
      ) && Object.values(value).every(plain);
}

Deno.test("pictures see rows and rendering only", async () => {
  const found = await drawing();
  assert(found.length > 0);
  const wrong: string[] = [];
  for (const path of found) {
    const statements = (await code(path)).matchAll(
      /^import (type )?\{([^}]*)\} from "([^"]*)";$/gm,
    );
    const specifiers: string[] = [];
    for (const [, typeOnly, names, specifier] of statements) {
      specifiers.push(specifier);
      if (specifier !== "./rows.ts" || typeOnly) continue;
      const rows: Record<string, unknown> = await import(
        new URL(specifier, new URL(path, root)).href
      );
      for (const name of names.split(",").map((name) => name.trim())) {
        if (name === "" || name.startsWith("type ")) continue;
        if (!plain(rows[name.split(" as ")[0]])) {
          wrong.push(`${path} imports ${name}, which is not plain data`);
        }
      }
    }
    const all = [
      ...(await code(path)).matchAll(/\bfrom\s*"|\bimport\s*\(?\s*"/g),
    ];
    assertEquals(specifiers.length, all.length, `${path}: unread imports`);
    for (const specifier of specifiers) {
      const seen = specifier === "vega-lite" ||
        specifier.startsWith("../../src/rendering/") ||
        /^\.\/[\w-]+\.ts$/.test(specifier);
      if (!seen) wrong.push(`${path} imports ${specifier}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("neither chance nor the clock reaches a number", async () => {
  const forbidden = /\bMath\.random\b|\bDate\b|\bperformance\.now\b/;
  const wrong: string[] = [];
  for (const path of sources.filter((path) => !path.startsWith("tasks/"))) {
    if (forbidden.test(await code(path))) wrong.push(path);
  }
  assertEquals(wrong, []);
});

Deno.test("packages are imported by the names of deno.json", async () => {
  const { imports } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", root)),
  );
  const wrong: string[] = [];
  for (const path of [...sources, ...await modules("tests")]) {
    for (
      const [, name] of (await code(path)).matchAll(
        /(?:\sfrom|^import) "([^".][^"]*)";$/gm,
      )
    ) {
      const known = Object.keys(imports).some((alias) =>
        name === alias || name.startsWith(`${alias}/`)
      );
      if (!known && !name.startsWith("node:")) {
        wrong.push(`${path} imports ${name}`);
      }
    }
  }
  assertEquals(wrong, []);
});

/** What ECMAScript leaves to the implementation. */
const unsteady =
  /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh)\b/;

Deno.test("no number hangs on functions that hosts compute differently", async () => {
  assert(unsteady.test("Math.log(x)") && !unsteady.test("Math.sqrt(x)"));
  const wrong: string[] = [];
  for (const path of [...await modules("src"), ...await modules("figures")]) {
    const found = (await code(path)).match(unsteady);
    if (found) wrong.push(`${path}: ${found[0]}`);
  }
  assertEquals(wrong, []);
});

/** Folders of the sources, with those inside them. */
async function foldersBelow(folder: string): Promise<string[]> {
  const found = [folder];
  for await (
    const { name, isDirectory } of Deno.readDir(new URL(`${folder}/`, root))
  ) {
    if (isDirectory) found.push(...await foldersBelow(`${folder}/${name}`));
  }
  return found;
}

Deno.test("every folder's first file says what belongs there", async () => {
  const silent: string[] = [];
  const rooms = (await foldersBelow("src")).filter((folder) =>
    // A room within a room is explained by the room around it.
    folder.split("/").length === 2
  );
  for (const folder of [...rooms, "figures", "tasks", "tests", "snapshots"]) {
    const names = [];
    for await (const { name } of Deno.readDir(new URL(`${folder}/`, root))) {
      names.push(name);
    }
    if (!names.includes("README.md") && !names.includes("mod.ts")) {
      silent.push(folder);
    }
  }
  assertEquals(silent, []);
});

/** Every source of `src/` and `figures/`, the kernel's too. */
async function allSources(): Promise<string[]> {
  const found: string[] = [];
  for (const top of ["src", "figures"]) {
    for (const folder of await foldersBelow(top)) {
      for await (const { name } of Deno.readDir(new URL(`${folder}/`, root))) {
        if (name.endsWith(".ts")) found.push(`${folder}/${name}`);
      }
    }
  }
  return found.sort();
}

Deno.test("no file of src and figures is longer than 250 lines", async () => {
  const long: string[] = [];
  for (const path of await allSources()) {
    const { length } = (await Deno.readTextFile(new URL(path, root)))
      .trimEnd().split("\n");
    if (length >= 250) long.push(`${path}: ${length}`);
  }
  assertEquals(long, []);
});

Deno.test("comments wrap at 100", async () => {
  const wide: string[] = [];
  const paths = [
    ...await allSources(),
    ...await modules("tasks"),
    ...await modules("tests"),
  ];
  for (const path of paths) {
    const lines = (await Deno.readTextFile(new URL(path, root))).split("\n");
    lines.forEach((line, i) => {
      const comment = /^(\s+\*|\s*\/\*|\s*\/\/)/.test(line);
      // A row of a table, or an address, cannot wrap.
      const whole = /^\s*\*\s*\||https?:/.test(line);
      if (comment && !whole && [...line].length > 100) {
        wide.push(`${path}:${i + 1}`);
      }
    });
  }
  assertEquals(wide, []);
});
