/** What stands in place of the files and folders of a repository, and what the tasks say to it. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { layoutOf } from "../../tasks/_layout.ts";
import { figures } from "../../tasks/figures.ts";
import { verify } from "../../tasks/verify.ts";
import { obstacles } from "../runs/_obstacles.ts";
import { filesBelow, fullTrial, run, trialFigure, withTree } from "./_trial.ts";

const trials = { "one/figure.ts": trialFigure("one", 1) };
const isContent = (message: RegExp) => /UTF-8/.test(message.source);

/** Where files and folders of a repository with one figure stand. */
const groups = [
  // A picture is held against its snapshot only where that can be read.
  ["README.md", "snapshots/one.json"],
  ["figures/one/one.svg"],
  ["figures/one/one.vl.json"],
];
const sources = ["figures/one/figure.ts", "figures/one/rows.ts"];
const folders = [
  "figures/one",
  "figures",
  "snapshots",
  ".pleat",
  ".pleat/store",
  ".pleat/store/tmp",
  ".pleat/store/00",
  ".pleat/drawings",
];

/** One line that names the path, before anything is trained. */
async function refuses(
  layout: ReturnType<typeof layoutOf>,
  path: string,
  args: string[] = [],
): Promise<void> {
  const { code, out, err } = await run(
    figures,
    ["--jobs", "1", ...args],
    layout,
  );
  assertEquals([code, out], [2, ""], `${path}: ${err}`);
  assertEquals(err.split("\n").length, 1, err);
  assert(err.includes(`${layout.root}/${path}`), err);
  // A remedy follows the path and the reason.
  assertMatch(err, /: (?:put|make|save|delete) /);
}

Deno.test("whatever stands in place of a file, figures says before it trains, and verify finds", async () => {
  await withTree(trials, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    const whole = await filesBelow(layout.root);
    for (const files of groups) {
      const paths = files.map((file) => `${layout.root}/${file}`);
      for (const [kind, put, message] of obstacles) {
        for (const path of paths) {
          Deno.removeSync(path);
          put(path);
        }
        const { code, out, err } = await run(
          verify,
          ["one", "--jobs", "1"],
          layout,
        );
        assertEquals([code, err], [1, ""], `${files}, ${kind}: ${out}`);
        for (const path of paths) {
          const line = out.split("\n").find((line) => line.includes(path));
          assert(line !== undefined && message.test(line), `${path}: ${out}`);
        }
        for (const [i, path] of paths.entries()) {
          // What only the content of other files is wrong about is made anew.
          if (!isContent(message) || files[i] === "README.md") {
            await refuses(layout, files[i]);
          }
          Deno.removeSync(path, { recursive: true });
          Deno.writeTextFileSync(path, whole[files[i]]);
          await Deno.remove(`${path}-elsewhere`).catch(() => {});
        }
      }
    }
    assertEquals(await filesBelow(layout.root), whole);
  });
});

Deno.test("whatever stands in place of a figure's source is one line of figures and of verify", async () => {
  for (const source of sources) {
    for (const [, put, message] of obstacles) {
      const text = trials["one/figure.ts"].replace(
        "import",
        'import "./rows.ts";\nimport',
      );
      const tree = { "one/figure.ts": text, "one/rows.ts": "" };
      await withTree(tree, async (layout) => {
        const path = `${layout.root}/${source}`;
        Deno.removeSync(path);
        put(path);
        await refuses(layout, source);
        const { code, err } = await run(verify, [], layout);
        assertEquals([code, err.split("\n").length], [2, 1], err);
        assert(err.includes(path) && message.test(err), err);
      });
    }
  }
  await withTree({ ...trials, "two/rows.ts": "" }, async (layout) => {
    const { code, err } = await run(figures, [], layout);
    assertEquals([code, err], [
      2,
      `"${layout.figures}/two/figure.ts" is missing: add the figure, or delete its folder`,
    ]);
  });
});

Deno.test("whatever stands in place of a folder is one line, before anything is trained", async () => {
  for (const folder of folders) {
    for (const [kind, put, message] of obstacles) {
      if (kind === "a folder" || isContent(message)) continue;
      // Where a file stands among the figures, the figure is one that is not there.
      if (kind === "a link to a file" && folder === "figures/one") continue;
      await withTree(trials, async (layout) => {
        const path = `${layout.root}/${folder}`;
        Deno.mkdirSync(`${path}/..`, { recursive: true });
        await Deno.remove(path, { recursive: true }).catch(() => {});
        put(path);
        await refuses(layout, folder);
      });
    }
  }
});

Deno.test("a snapshot of another figure that the README needs is named before anything is trained", async () => {
  const two = { ...trials, "two/figure.ts": trialFigure("two", 2) };
  await withTree(two, async (layout) => {
    const path = `${layout.snapshots}/two.json`;
    Deno.writeTextFileSync(path, "{}");
    const { code, out, err } = await run(
      figures,
      ["one", "--jobs", "1"],
      layout,
    );
    assertEquals([code, out], [2, ""]);
    assertEquals(
      err,
      'snapshots/two.json: id: Invalid input: expected string, received undefined: let the task figures make "two" anew too',
    );
    assertEquals(
      (await run(figures, ["one", "two", "--jobs", "1"], layout)).code,
      0,
    );
  });
});

Deno.test("an entry of the store that is no file is named before anything is trained", async () => {
  await withTree(trials, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    for (const store of [layout.store, layout.drawings]) {
      const [family] = [...Deno.readDirSync(store)].filter(({ name }) =>
        name !== "tmp"
      );
      const folder = `${store}/${family.name}`;
      const [{ name }] = [...Deno.readDirSync(folder)];
      const path = `${folder}/${name}`;
      const whole = Deno.readTextFileSync(path);
      for (const [, put, message] of obstacles) {
        Deno.removeSync(path);
        put(path);
        if (!isContent(message)) {
          // Pictures are no part of a plan.
          const plan = store === layout.store ? [["--dry-run"]] : [];
          for (const args of [[], ...plan]) {
            const { code, out, err } = await run(figures, args, layout);
            assertEquals([code, out, err.split("\n").length], [2, "", 1], err);
            assert(err.includes(path) && message.test(err), err);
          }
          Deno.removeSync(path, { recursive: true });
          await Deno.remove(`${path}-elsewhere`).catch(() => {});
          Deno.writeTextFileSync(path, whole);
          continue;
        }
        // Content is made again.
        const { code, err } = await run(figures, ["--jobs", "1"], layout);
        assertEquals(code, 0);
        assertMatch(err, /^damaged run, made again: .*$/);
        assertEquals(Deno.readTextFileSync(path), whole);
      }
    }
  });
});

Deno.test("a ledger that is no file is a difference to verify, and one line to --from-ledger", async () => {
  await withTree(
    { "large/figure.ts": fullTrial("large", 1) },
    async (layout) => {
      const full = ["--profile", "full", "--jobs", "1"];
      assertEquals((await run(figures, full, layout)).code, 0);
      const path = `${layout.snapshots}/large.full.runs.json`;
      const whole = Deno.readTextFileSync(path);
      for (const [, put, message] of obstacles) {
        Deno.removeSync(path);
        put(path);
        const found = await run(verify, ["large", ...full], layout);
        assertEquals([found.code, found.err], [1, ""]);
        assert(
          found.out.includes(path) && message.test(found.out.split("\n")[1]),
        );
        const { code, out, err } = await run(
          figures,
          [...full, "--from-ledger"],
          layout,
        );
        assertEquals([code, out, err.split("\n").length], [2, "", 1], err);
        assert(err.includes(path) && message.test(err), err);
        Deno.removeSync(path, { recursive: true });
        await Deno.remove(`${path}-elsewhere`).catch(() => {});
        Deno.writeTextFileSync(path, whole);
      }
    },
  );
});

Deno.test("a read-only README is named before anything is trained", async () => {
  await withTree(trials, async (layout) => {
    const before = await filesBelow(layout.root);
    Deno.chmodSync(layout.readme, 0o444);
    const { code, out, err } = await run(figures, ["--jobs", "1"], layout);
    assertEquals([code, out, err], [
      2,
      "",
      `"${layout.readme}" is read-only: make it a file that you may write`,
    ]);
    assertEquals(await filesBelow(layout.root), before);
    assertEquals(await Deno.stat(layout.store).catch(() => null), null);
  });
});

Deno.test("a README in a read-only folder is named before anything is trained", async () => {
  await withTree(trials, async (layout) => {
    await Deno.mkdir(`${layout.root}/.pleat`);
    Deno.chmodSync(layout.root, 0o555);
    try {
      // Whoever may write everything may write here too.
      const probe = `${layout.root}/probe`;
      const mighty = await Deno.mkdir(probe).then(() => true, () => false);
      if (mighty) await Deno.remove(probe);
      const { code, err } = await run(figures, ["--jobs", "1"], layout);
      assertEquals(code, mighty ? 0 : 2, err);
      assertEquals(err.includes(`cannot write "${layout.readme}" (`), !mighty);
    } finally {
      Deno.chmodSync(layout.root, 0o755);
    }
  });
});

Deno.test("what a killed process left in committed folders is no stray, and goes with the next run", async () => {
  await withTree(trials, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    const whole = await filesBelow(layout.root);
    const left = [layout.snapshots, layout.figures, `${layout.figures}/one`]
      .flatMap((folder) =>
        ["draft", "probe"].map((name) =>
          `${folder}/.${name}-${crypto.randomUUID()}`
        )
      );
    for (const path of left) {
      Deno.writeTextFileSync(path, "half");
      const { mtime } = Deno.statSync(path);
      const old = mtime!.getTime() / 1000 - 7200;
      Deno.utimeSync(path, old, old);
    }
    const { code, out } = await run(verify, ["--jobs", "1"], layout);
    assertEquals(code, 0, out);
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    assertEquals(await filesBelow(layout.root), whole);
  });
});
