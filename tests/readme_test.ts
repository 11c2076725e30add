import { assert, assertEquals } from "@std/assert";
import { discoverFigures } from "../src/protocol/discover_figures.ts";
import { chooseFigures, layoutOf } from "../tasks/_layout.ts";
import { bench } from "../tasks/bench.ts";
import { compare } from "../tasks/compare.ts";
import { figures } from "../tasks/figures.ts";
import { verify } from "../tasks/verify.ts";
import { root } from "./_sources.ts";
import { run, withTree } from "./tasks/_trial.ts";

const read = (path: string) => Deno.readTextFile(new URL(path, root));
const readme = await read("README.md");
const config = JSON.parse(await read("deno.json"));

/** The tasks that take flags. */
const mains = { figures, verify, compare, bench };
type Name = keyof typeof mains;

/** Every line of the README's shell blocks, and every command within its text. */
const commands = [
  ...[...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block.trim().split("\n")),
  ...[...readme.matchAll(/`(deno task [^`]+)`/g)].map(([, line]) => line),
];

/** The task's name and its arguments; comments and redirections belong to the shell. */
function parseCommand(line: string): [name: string, args: string[]] {
  const match = line.replace(/\s+[#>] .*$/, "")
    .match(/^(?:npx -y deno@[\d.]+|deno) task (\w+)((?: [^\s"'$|&;]+)*)$/);
  if (match === null) throw new Error(`not a plain call of a task: ${line}`);
  return [match[1], match[2].split(" ").filter((arg) => arg !== "")];
}

/** What `--help` names. Nothing is read or written before it, so no repository is needed. */
async function flagsOf(name: Name): Promise<string[]> {
  const { out } = await run(mains[name], ["--help"], layoutOf("nowhere"));
  return [...out.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag)
    .filter((flag) => flag !== "--help");
}

Deno.test("every task that the README names is one, and every task is named", () => {
  const named = new Set(
    [...readme.matchAll(/\btask ([a-z]+)\b(?=[^\n]*`|[^`]*```)/g)]
      .map(([, task]) => task),
  );
  const tasks = Object.keys(config.tasks);
  assertEquals([...named].filter((task) => !tasks.includes(task)), []);
  assertEquals(tasks.filter((task) => !named.has(task)), []);
});

Deno.test("every command of the README has flags and figures that exist", async () => {
  const all = await discoverFigures();
  let seen = 0;
  for (const line of commands) {
    const [name, args] = parseCommand(line);
    assert(name in config.tasks, line);
    if (!(name in mains)) {
      assertEquals(args, [], line);
      continue;
    }
    seen++;
    // With --help unknown flags are still refused, and nothing else happens.
    const { code, err } = await run(
      mains[name as Name],
      [...args, "--help"],
      layoutOf("nowhere"),
    );
    assertEquals(code, 0, `${line}: ${err}`);
    if (name === "figures" || name === "verify") {
      const flags = args.findIndex((arg) => arg.startsWith("--"));
      chooseFigures(all, flags < 0 ? args : args.slice(0, flags));
    }
  }
  assert(seen > 0);
});

Deno.test("every comparison of the README works", async () => {
  const example = readme.match(/src\/schemes\/([\w-]+)\.ts`:\n\n```ts/)![1];
  const comparisons = commands.map(parseCommand)
    // Without flags it trains for seconds; that of the example needs the example, see
    // readme_example_test.ts.
    .filter(([name, args]) =>
      name === "compare" && args.length > 0 && !args.join().includes(example)
    )
    .map(([, args]) => args);
  assert(comparisons.length > 0);
  await withTree({}, async (layout) => {
    for (const args of comparisons) {
      const { code, out, err } = await run(compare, args, layout);
      assertEquals([code, out !== ""], [0, true], `${args}: ${err}`);
    }
  });
});

Deno.test("the README names every flag of figures, verify and compare", async () => {
  const table = [...readme.matchAll(/^\| (`--[^|]+)\|/gm)]
    .flatMap(([, cell]) => [...cell.matchAll(/--[a-z-]+/g)].map(String));
  assertEquals(table.sort(), (await flagsOf("compare")).sort());
  for (const name of ["figures", "verify"] as const) {
    const flags = await flagsOf(name);
    assert(flags.length > 0);
    assertEquals(flags.filter((flag) => !readme.includes(flag)), [], name);
  }
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

Deno.test("every file that the README names is there", async () => {
  // But the one that it asks the reader to add.
  const text = readme.replace(/Save it as\s+`[^`]+`/, "");
  assert(text !== readme);
  const paths = new Set(
    [...text.matchAll(
      /(?<![\w./])(?:src|tests|tasks|figures|snapshots)\/[\w./-]+\.(?:ts|json|svg)\b/g,
    )].map(String),
  );
  assert(paths.size > 0);
  for (const path of paths) {
    assert((await Deno.stat(new URL(path, root))).isFile, path);
  }
});

Deno.test("every link within the README leads to a heading", () => {
  const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\w\s-]/g, "").replace(/\s/g, "-")
  );
  const anchors = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, a]) => a);
  assertEquals(anchors.filter((anchor) => !headings.includes(anchor)), []);
});

Deno.test("the README asks for the version of Deno that CI installs", async () => {
  const versions = [readme, await read(".ci/run")]
    .flatMap((text) => [...text.matchAll(/deno@(\d+\.\d+\.\d+)/g)])
    .map(([, version]) => version);
  assertEquals(new Set(versions).size, 1, String(versions));
});
