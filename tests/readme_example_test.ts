import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { comparison } from "../tasks/_comparison.ts";
import { root } from "./_sources.ts";

const readme = await Deno.readTextFile(new URL("README.md", root));
const examples = [
  ...readme.matchAll(
    /`(src\/schemes\/([\w-]+)\.ts)`:\n\n```ts\n([\s\S]*?\n)```\n/g,
  ),
];

async function copyTree(from: URL, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const source = new URL(isDirectory ? `${name}/` : name, from);
    if (isDirectory) await copyTree(source, `${to}/${name}`);
    else await Deno.copyFile(source, `${to}/${name}`);
  }
}

/** Runs a test in a copy of what `compare` needs, then removes it. */
async function withCopy(test: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const file of ["deno.json", "deno.lock"]) {
      await Deno.copyFile(new URL(file, root), `${folder}/${file}`);
    }
    for (const part of ["src", "figures", "tasks"]) {
      await copyTree(new URL(`${part}/`, root), `${folder}/${part}`);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the README's scheme compares by being put into place", async () => {
  assertEquals(examples.length, 1);
  const [[, path, id, text]] = examples;
  const lines = text.split("\n").length - 1;
  assert(lines < 40, `${lines} lines`);
  await withCopy(async (folder) => {
    const deno = async (...args: string[]) => {
      const output = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: folder,
      }).output();
      const decoder = new TextDecoder();
      assertEquals(output.code, 0, decoder.decode(output.stderr));
      return decoder.decode(output.stdout);
    };
    await Deno.writeTextFile(`${folder}/${path}`, text, { createNew: true });
    await deno("check", "-q", path);
    await deno("lint", "-q", path);
    await deno("fmt", "-q", "--check", path);
    const { rows } = comparison.parse(JSON.parse(
      await deno(
        ...["task", "-q", "compare", "--schemes", `${id},linear`],
        ...["--format", "json"],
      ),
    ));
    assertEquals(
      rows.map(({ scheme, neurons, seeds }) => [scheme, neurons.total, seeds]),
      [["linear", 0, 0], [id, 3, 0]],
    );
    // What the README says below the example.
    const [linear, ours] = rows;
    assertAlmostEquals(ours.mse.median / linear.mse.median, 25 / 27, 1e-12);
  });
});
