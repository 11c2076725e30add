/** What the project is made of that others wrote, and what its tasks are let do. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { root } from "./_sources.ts";

const read = (path: string) => Deno.readTextFile(new URL(path, root));
const { imports, lock, permissions, tasks } = JSON.parse(
  await read("deno.json"),
);
const { npm, specifiers, ...others } = JSON.parse(await read("deno.lock"));

Deno.test("every package has an exact version, and every archive a hash", () => {
  assert(lock.frozen, "deno.json lets a task change deno.lock");
  const exact = /^npm:((?:@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+)(?:\/.*)?$/;
  for (const [name, target] of Object.entries<string>(imports)) {
    const [, wanted] = target.match(exact) ?? [];
    assert(wanted, `deno.json: ${name} is "${target}", no exact version`);
    assert(`npm:${wanted}` in specifiers, `deno.lock lacks ${wanted}`);
  }
  const packages = Object.entries<{ integrity: string }>(npm);
  assert(packages.length > 0);
  for (const [name, { integrity }] of packages) {
    assertMatch(integrity ?? "", /^sha512-[\w+/]{86}==$/, `deno.lock: ${name}`);
  }
  // Neither JSR nor the web: whoever adds one says here how it is pinned.
  assertEquals(Object.keys(others).sort(), ["version", "workspace"]);
});

Deno.test("what a task runs, it runs from the cache alone", () => {
  const wanted: Readonly<Record<string, string[]>> = {
    run: ["--cached-only", "--no-prompt", "-P="],
    test: ["--cached-only", "--no-prompt", "-P="],
    check: ["--no-remote"],
    ...{ fmt: [], lint: [], task: [] },
  };
  for (
    const [name, { command }] of Object.entries<{ command: string }>(tasks)
  ) {
    for (const step of command.split(" && ")) {
      const [program, verb] = step.split(" ");
      assert(program === "deno" && verb in wanted, `${name}: ${step}`);
      for (const flag of wanted[verb]) {
        assert(step.includes(` ${flag}`), `${name} runs without ${flag}`);
      }
    }
  }
});

Deno.test("the README says what every task may read, write and start", async () => {
  const said = (await read("README.md")).matchAll(
    /^\| `(\w+)` +\| ([^|]+?) +\| ([^|]+?) +\| ([^|]+?) +\|$/gm,
  );
  const cell = (granted: true | string[] | undefined) =>
    granted === true
      ? "everything"
      : granted?.map((path) => `\`${path}\``).join(", ") ?? "nothing";
  type Granted = Record<"read" | "write" | "run", true | string[] | undefined>;
  assertEquals(
    Object.fromEntries([...said].map(([, name, ...cells]) => [name, cells])),
    Object.fromEntries(
      Object.entries<Granted>(permissions)
        .map((
          [name, { read, write, run }],
        ) => [name, [read, write, run].map(cell)]),
    ),
  );
  // And nothing else: no network, no environment, no libraries.
  const kinds = Object.values<Granted>(permissions).flatMap(Object.keys);
  assertEquals(new Set(kinds), new Set(["read", "write", "run", "env"]));
  for (const { env } of Object.values<{ env: unknown }>(permissions)) {
    assertEquals(env, { ignore: true });
  }
});

Deno.test("workflows use actions by commit, with the version in a comment", async () => {
  let seen = 0;
  for await (
    const { name } of Deno.readDir(new URL(".github/workflows/", root))
  ) {
    const lines = (await read(`.github/workflows/${name}`)).split("\n");
    for (const [i, line] of lines.entries()) {
      if (!/\buses:/.test(line)) continue;
      seen++;
      assertMatch(
        line,
        /^ *(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/,
        `${name}:${i + 1} names an action by what can be moved`,
      );
    }
  }
  assert(seen > 0);
});

/** Symbolic links below a folder, relative to the root. */
async function linksBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(new URL(`${folder}/`, root))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isSymlink) found.push(path);
    else if (entry.isDirectory) found.push(...await linksBelow(path));
  }
  return found;
}

Deno.test("no symbolic link leads out of what a task may read", async () => {
  const folders = ["figures", "snapshots", "src", "tasks", "tests"];
  assertEquals((await Promise.all(folders.map(linksBelow))).flat(), []);
});
