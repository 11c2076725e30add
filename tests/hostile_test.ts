/**
 * What a hostile file reaches that is found by name, like every scheme: "What a task may do" in the
 * README. It is put into a copy of the tree, and all that it tries must be refused.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { pathToFileURL } from "node:url";
import { withCopy } from "./_copy.ts";

/** Deno's refusals: of a module that is not in its cache, and of what a permission forbids. */
const notCached = /--cached-only is specified|Could not find npm package/;
const forbidden = /Requires \w+ access|requires unscoped|EPERM/;

/** What is tried, as an expression, and how it is refused. */
const attempts: Readonly<Record<string, RegExp>> = {
  'import("https://esm.sh/pleat")': notCached,
  'import("jsr:@pleat/none@1.0.0")': notCached,
  'import("npm:pleat-has-no-such-package@1.0.0")': notCached,
  'import("npm:zod@99.0.0")': notCached,
  "import(\"data:text/javascript,import 'https://esm.sh/pleat'\")": notCached,
  'start(new Worker("https://esm.sh/pleat", { type: "module" }))': notCached,
  'start(new Worker(new URL("./_hidden.js", import.meta.url), { type: "module" }))':
    notCached,
  'import("http://127.0.0.1:9/module.ts")': notCached,

  'fetch("https://esm.sh/pleat")': forbidden,
  "fetch(outside)": forbidden,
  'Deno.connect({ hostname: "127.0.0.1", port: 9 })': forbidden,
  "Deno.listen({ port: 0 })": forbidden,
  'Deno.resolveDns("esm.sh", "A", { nameServer: { ipAddr: "127.0.0.1", port: 9 } })':
    forbidden,
  'new WebSocket("ws://127.0.0.1:9")': forbidden,
  'import("node:dns/promises").then(({ lookup }) => lookup("localhost"))':
    forbidden,
  'import("node:net").then(({ connect }) => new Promise((_, no) => connect(9, "localhost").on("error", no)))':
    forbidden,

  'new Deno.Command("sh").output()': forbidden,
  "new Deno.Command(Deno.execPath()).output()": forbidden,
  'Deno.dlopen("libc.so.6", {})': forbidden,
  "Deno.hostname()": forbidden,

  "Deno.readTextFile(outside)": forbidden,
  'import("node:fs").then(({ readFileSync }) => readFileSync(outside))':
    forbidden,
  'import(outside, { with: { type: "json" } })': forbidden,
  'import("./_reads.js")': forbidden,
  'start(new Worker(new URL("./_reads.js", import.meta.url), { type: "module" }))':
    forbidden,
  'Deno.readTextFile(at(".git/config"))': forbidden,
  'Deno.writeTextFile(outside, "")': forbidden,
  'Deno.writeTextFile(at("src/schemes/linear.ts"), "")': forbidden,
  'Deno.writeTextFile(at("tasks/compare.ts"), "")': forbidden,
  'Deno.writeTextFile(at("deno.json"), "")': forbidden,
  'Deno.symlink(outside, at("figures/new"))': forbidden,
  'Deno.link(outside.pathname, at("figures/new").pathname)': forbidden,
};

/**
 * The scheme that tries it. It says on stderr, in one line, what came of it, wherever it is loaded.
 */
const hostile = (outside: string) => `
import linear from "./linear.ts";

const at = (path) => new URL(\`../../\${path}\`, import.meta.url);
const outside = new URL(${JSON.stringify(outside)});
const start = (worker) => new Promise((_, refuse) => {
  worker.onmessage = () => refuse(new Error("it runs"));
  worker.onerror = (event) => {
    event.preventDefault();
    refuse(new Error(event.message));
  };
});
const outcomes = [];
for (const attempt of [
${
  Object.keys(attempts).map((attempt) => `  async () => await (${attempt}),\n`)
    .join("")
}]) {
  outcomes.push(await attempt().then(() => "nothing", ({ message }) => message));
}
const variables = Object.keys(Deno.env.toObject());
console.error("tried " + JSON.stringify({ outcomes, variables }));
export default { ...linear, id: "hostile" };
`;

/** A task, how many threads of it load the schemes at least, and its exit code. */
const tasks: readonly [task: string, threads: number, code: number][] = [
  ["compare --schemes nonlinear --neurons 4 --seeds 1 --steps 1", 2, 0],
  ["figures learning-curves --dry-run", 1, 0],
  // The copy has no pictures.
  ["verify dense-epsilon", 1, 1],
];

Deno.test("a hostile scheme reaches neither network nor programs nor other files, in no thread", async () => {
  await withCopy(async ({ write, deno }) => {
    const file = await Deno.makeTempFile({ suffix: ".json" });
    await Deno.writeTextFile(file, "{}");
    const outside = pathToFileURL(file).href;
    await write("src/schemes/hostile.ts", hostile(outside));
    await write("src/schemes/_hidden.js", 'import "https://esm.sh/pleat";');
    await write(
      "src/schemes/_reads.js",
      `import "${outside}" with { type: "json" }; postMessage(0);`,
    );
    for (const [task, threads, code] of tasks) {
      const { err } = await deno(["task", "-q", ...task.split(" ")], code);
      const found = [...err.matchAll(/^tried (.*)$/gm)];
      assert(found.length >= threads, `${task}:\n${err}`);
      for (const [, line] of found) {
        const { outcomes, variables } = JSON.parse(line);
        assertEquals(variables, [], task);
        Object.entries(attempts).forEach(([attempt, refusal], i) =>
          assertMatch(outcomes[i], refusal, `${task}: ${attempt}`)
        );
      }
    }
    assertEquals(await Deno.readTextFile(file), "{}");
    await Deno.remove(file);
  });
});

Deno.test("what a command imports by itself is held to the same limits", async () => {
  await withCopy(async ({ folder, deno }) => {
    const file = await Deno.makeTempFile({ suffix: ".json" });
    await Deno.writeTextFile(file, "{}");
    const path = `${folder}/src/schemes/mod.ts`;
    await Deno.writeTextFile(
      path,
      `import "${pathToFileURL(file).href}" with { type: "json" };\n` +
        await Deno.readTextFile(path),
    );
    for (const task of ["compare", "figures", "verify"]) {
      const { err } = await deno(["task", "-q", task, "--help"], 1);
      assertMatch(err, /Requires read access/, task);
    }
    await Deno.remove(file);
  });
});
