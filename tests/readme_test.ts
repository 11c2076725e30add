import { assert, assertEquals } from "@std/assert";
import { root } from "./_sources.ts";

const read = (path: string) => Deno.readTextFile(new URL(path, root));
const readme = await read("README.md");
const config = JSON.parse(await read("deno.json"));

Deno.test("every task that the README names is one, and every task is named", () => {
  const named = new Set(
    [...readme.matchAll(/\btask ([a-z]+)\b(?=[^\n]*`|[^`]*```)/g)]
      .map(([, task]) => task),
  );
  const tasks = Object.keys(config.tasks);
  assertEquals([...named].filter((task) => !tasks.includes(task)), []);
  assertEquals(tasks.filter((task) => !named.has(task)), []);
});

Deno.test("every task runs a file that exists, with a permission set that exists", async () => {
  for (
    const [name, { command }] of Object.entries<{ command: string }>(
      config.tasks,
    )
  ) {
    for (const [path] of command.matchAll(/tasks\/\w+\.ts/g)) {
      assert((await Deno.stat(new URL(path, root))).isFile, `${name}: ${path}`);
    }
    for (const [, set] of command.matchAll(/-P=(\w+)/g)) {
      assert(set in config.permissions, `${name}: ${set}`);
    }
  }
});

Deno.test("figures, verify and compare have neither network, environment nor subprocesses", () => {
  for (const name of ["figures", "verify", "compare"]) {
    const { read, write = [], env, ...rest } = config.permissions[name];
    assert(Array.isArray(read) && Array.isArray(write), name);
    assertEquals({ env, rest }, { env: { ignore: true }, rest: {} }, name);
  }
});

Deno.test("every relative link of the README leads to a file", async () => {
  for (const [, target] of readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
    assert((await Deno.stat(new URL(target, root))).isFile, target);
  }
});

Deno.test("the README asks for the version of Deno that CI installs", async () => {
  const versions = [readme, await read(".ci/run")]
    .flatMap((text) => [...text.matchAll(/deno@(\d+\.\d+\.\d+)/g)])
    .map(([, version]) => version);
  assertEquals(new Set(versions).size, 1, String(versions));
});
