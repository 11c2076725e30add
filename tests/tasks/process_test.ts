import { assertEquals } from "@std/assert";
import { root } from "../_sources.ts";

Deno.test("a task with a bad flag prints one line to stderr and exits with 2", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "figures", "--jobs", "0"],
    cwd: root,
  }).output();
  assertEquals(
    [code, ...[stdout, stderr].map((bytes) => new TextDecoder().decode(bytes))],
    [2, "", '--jobs is "0": give a whole number of at least 1\n'],
  );
});
