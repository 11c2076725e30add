import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { comparison } from "../tasks/_comparison.ts";
import { withCopy } from "./_copy.ts";
import { root } from "./_sources.ts";

const readme = await Deno.readTextFile(new URL("README.md", root));
const examples = [
  ...readme.matchAll(
    /`(src\/schemes\/([\w-]+)\.ts)`:\n\n```ts\n([\s\S]*?\n)```\n/g,
  ),
];

Deno.test("the README's scheme compares by being put into place", async () => {
  assertEquals(examples.length, 1);
  const [[, path, id, text]] = examples;
  const lines = text.split("\n").length - 1;
  assert(lines < 40, `${lines} lines`);
  await withCopy(async ({ write, deno }) => {
    await write(path, text);
    await deno(["check", "-q", path]);
    await deno(["lint", "-q", path]);
    await deno(["fmt", "-q", "--check", path]);
    const { out } = await deno([
      ...["task", "-q", "compare", "--schemes", `${id},linear`],
      ...["--format", "json"],
    ]);
    const { rows } = comparison.parse(JSON.parse(out));
    assertEquals(
      rows.map(({ scheme, neurons, seeds }) => [scheme, neurons.total, seeds]),
      [["linear", 0, 0], [id, 3, 0]],
    );
    // What the README says below the example.
    const [linear, ours] = rows;
    assertAlmostEquals(ours.mse.median / linear.mse.median, 25 / 27, 1e-12);
  });
});
