import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { decodeLedger, encodeLedger } from "../../src/runs/ledger.ts";
import type { Layout } from "../../tasks/_layout.ts";
import { figures } from "../../tasks/figures.ts";
import { verify } from "../../tasks/verify.ts";
import { storeEntries } from "../runs/_runs.ts";
import { filesBelow, fullTrial, run, trialFigure, withTree } from "./_trial.ts";

const trees = {
  "large/figure.ts": fullTrial("large", 1),
  "small/figure.ts": trialFigure("small", 2),
};
const makeFull = ["--profile", "full", "--jobs", "1"];
/** What `large` trains for the profile: three times two to tune, eight to report. */
const fullRuns = 3 * 2 + 8;
const share = (text: string) => ["--share", text, "--draw", "x", "--jobs", "1"];

/** A tree with both profiles made and committed. */
async function withBoth(
  test: (layout: Layout, files: Record<string, string>) => Promise<void>,
): Promise<void> {
  await withTree(trees, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    assertEquals((await run(figures, makeFull, layout)).code, 0);
    await test(layout, await filesBelow(layout.root));
  });
}

Deno.test("the full profile has files of its own, and a ledger of all its runs", async () => {
  await withTree(trees, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    const before = await filesBelow(layout.root);
    const { code, out, err } = await run(figures, makeFull, layout);
    assertEquals([code, err], [0, ""]);
    assertEquals(
      out,
      "large: 8 rows, wrote snapshots/large.full.json, figures/large/large.full.svg, " +
        "figures/large/large.full.vl.json, snapshots/large.full.runs.json\n" +
        "README.md: brought claims and gallery in step",
    );
    const after = await filesBelow(layout.root);
    const { "README.md": _old, ...others } = before;
    for (const [file, text] of Object.entries(others)) {
      assertEquals(after[file], text);
    }
    const snapshot = JSON.parse(after["snapshots/large.full.json"]);
    assertEquals([snapshot.id, snapshot.profile], ["large", "full"]);
    const ledger = JSON.parse(after["snapshots/large.full.runs.json"]);
    assertEquals(ledger.id, "large");
    assertEquals(ledger.configurations.length, 3);
    const lists: { seeds: number[] }[] = ledger.configurations;
    assertEquals(lists.flatMap(({ seeds }) => seeds).length, fullRuns);

    const readme = after["README.md"];
    assertStringIncludes(
      readme,
      "8 seeds \\| say nothing. | [large](#trial-1) |",
    );
    assertEquals(readme.includes("1 seeds \\| say"), false);
    assertStringIncludes(readme, "![Trial 1](figures/large/large.full.svg)");
    assertStringIncludes(
      readme,
      "[source](figures/large/figure.ts) · [the same with the paper profile](figures/large/large.svg)",
    );
    // The paper profile leaves them alone.
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    assertEquals(await filesBelow(layout.root), after);
  });
});

Deno.test("verify holds the full profile against its ledger and trains a sample", async () => {
  await withBoth(async (layout) => {
    const good = await run(verify, share("1"), layout);
    const sample =
      "large.full, 14 of 14 runs trained anew (100 % of the cost, --draw x)";
    assertEquals(good, {
      code: 0,
      out: `large.full: follows from its ledger
large: reproduced
small: reproduced
${sample}: reproduced
files: each belongs to a figure
README.md: in step`,
      err: "",
    });
    const paper = await run(
      verify,
      ["--profile", "paper", "--jobs", "1"],
      layout,
    );
    assertEquals([paper.code, paper.out.includes("full")], [0, false]);
    const large = ["--profile", "full", "large", "--jobs", "1"];
    const full = await run(verify, large, layout);
    assertEquals(full.code, 0);
    assertMatch(
      full.out,
      /^large\.full: follows from its ledger\nlarge\.full, [2-4] of 14 runs trained anew \(\d+ % of the cost, --draw [\w-]+\): reproduced\nREADME\.md: in step$/,
    );
    const again = await run(verify, large, layout);
    assert(again.out !== full.out, "two calls have the same draw");
  });
});

Deno.test("a full profile that is announced and not made is no difference, unless it is asked for", async () => {
  await withTree(trees, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    const both = await run(verify, ["large", "--jobs", "1"], layout);
    assertEquals([both.code, both.err], [0, ""]);
    assertStringIncludes(both.out, "large.full: is not committed yet\n");
    const full = await run(
      verify,
      ["--profile", "full", "--jobs", "1"],
      layout,
    );
    assertEquals(full.code, 1);
    assertStringIncludes(
      full.out,
      "large.full: differs\n  snapshots/large.full.runs.json is missing: run the task figures with --profile full",
    );
  });
});

Deno.test("verify finds every kind of change in a full profile", async () => {
  await withBoth(async (layout, files) => {
    const broken = async (
      file: string,
      change: (text: string) => string | null,
      message: RegExp,
      flags: string[] = share("0.01"),
    ) => {
      const path = `${layout.root}/${file}`;
      const text = change(files[file] ?? "");
      assert(text !== files[file], `${message}`);
      if (text === null) await Deno.remove(path);
      else await Deno.writeTextFile(path, text);
      const args = ["--profile", "full", ...flags];
      const { code, out } = await run(verify, args, layout);
      assertMatch(out, message);
      assertEquals(code, 1);
      if (files[file] === undefined) await Deno.remove(path);
      else await Deno.writeTextFile(path, files[file]);
    };
    const ledgerFile = "snapshots/large.full.runs.json";
    const ledger = decodeLedger(files[ledgerFile], "it");
    const [tuned, reported] = [2, 10].map((count) =>
      ledger.configurations.find(({ seeds }) => seeds.length === count)!
    );
    /** The ledger with one line changed. */
    const withLine = (
      old: typeof tuned,
      change: (line: typeof tuned) => typeof tuned | null,
    ) =>
    () =>
      encodeLedger({
        ...ledger,
        configurations: ledger.configurations.flatMap((line) =>
          line === old ? change(structuredClone(line)) ?? [] : line
        ),
      });
    const nudge = (line: typeof tuned, i: number) => {
      const mse = line.mse as number[];
      mse[i] += mse[i] * 2 ** -52;
      return line;
    };

    // A loss that is reported: the rows differ.
    await broken(
      ledgerFile,
      withLine(reported, (line) => nudge(line, 0)),
      /^large\.full: differs\n {2}rows\[0\]\.mse: committed [\d.]+, new [\d.]+\n/,
    );
    // A loss that changes no row: only training tells.
    await broken(
      ledgerFile,
      withLine(tuned, (line) => nudge(line, 1)),
      /large\.full: follows from its ledger\nlarge\.full, 14 of 14 runs trained anew \(100 % of the cost, --draw x\): differs\n {2}3-3-1-3-3, S = 0\.5, 20 steps of 32 at 0\.\d+, from uniform initial values × 1, seed 1001 \(run [0-9a-f]{8}\)\.mse: committed [\d.]+, new [\d.]+\n/,
      share("1"),
    );
    await broken(
      ledgerFile,
      withLine(tuned, (line) => ({ ...line, deadUnits: [0.9, 0.9] })),
      /seed 1000 \(run \w+\)\.deadUnits: committed 0\.9, new /,
      share("1"),
    );
    await broken(
      ledgerFile,
      withLine(tuned, () => null),
      /^large\.full: differs\n {2}snapshots\/large\.full\.runs\.json lacks 3-3-1-3-3, .*, seed 1000 \(run/,
    );
    const extra = (line: typeof tuned) => ({
      ...line,
      seeds: [...line.seeds, 2000],
      ...Object.fromEntries(
        ["mse", "fvu", "standardError", "deadUnits"]
          .map((column) => [column, [...line[column] as number[], 1]]),
      ),
    });
    await broken(
      ledgerFile,
      withLine(tuned, extra),
      /large\.full: differs\n {2}snapshots\/large\.full\.runs\.json has a run that the figure does not ask for: 3-3-1-3-3, .* seed 2000 \(run \w{8}\)\n/,
    );
    await broken(
      ledgerFile,
      withLine(tuned, (line) => ({ ...line, what: "something else" })),
      /runs\.json has a run that the figure does not ask for: something else, seed 1000 \(run \w{8}\), and 1 more\n/,
    );
    await broken(
      ledgerFile,
      (text) => text.replace('": "', '":  "'),
      /runs\.json differs in line 2/,
    );
    await broken(ledgerFile, () => "{", /runs\.json is not JSON/);
    await broken(ledgerFile, () => null, /runs\.json is missing: run the task/);
    await broken(
      "snapshots/large.full.json",
      () => null,
      /large\.full\.json is missing: run the task figures with --profile full/,
    );
    await broken(
      "snapshots/large.full.json",
      (text) => text.replace('"profile": "full"', '"profile": "paper"'),
      /profile: committed "paper", new "full"/,
    );
    await broken(
      "figures/large/large.full.svg",
      (text) => text.replace("#ffffff", "#fffff0"),
      /figures\/large\/large\.full\.svg differs in line 2/,
    );
    await broken(
      "README.md",
      (text) => text.replace("8 seeds", "9 seeds"),
      /README\.md differs in line/,
    );
    await broken(
      "snapshots/small.full.runs.json",
      () => "{}",
      /snapshots\/small\.full\.runs\.json belongs to no figure/,
    );
    assertEquals(await filesBelow(layout.root), files);
  });
});

Deno.test("--dry-run counts all stages before any is trained, and subtracts the store", async () => {
  await withTree(trees, async (layout) => {
    const before = await filesBelow(layout.root);
    const plan = async (...args: string[]) => {
      const flags = ["--dry-run", "--profile", "full", ...args];
      const { code, out, err } = await run(figures, flags, layout);
      assertEquals([code, err], [0, ""]);
      return out;
    };
    const first = await plan("--jobs", "1");
    assertMatch(
      first,
      /^large: would train 6 runs; what follows from these is known when they are trained\n/,
    );
    const cost = (found: number, work: string) =>
      new RegExp(
        `\\nprofile full: ${found} of 14 runs are in the store, the others take ${work} ` +
          "multiply-adds of forward passes, about \\d+ s here with 1 worker$",
      );
    // 3-3-1-3-3 has 34 parameters and a sample costs 20 more; 20 steps of 32 samples, four seeds a
    // job. Two rates have two seeds each, the best one has two more and the eight that are
    // reported: five jobs.
    const job = 4 * (34 + 20) * 20 * 32;
    assertMatch(first, cost(0, (5 * job).toExponential(1).replace("e+", "e")));
    assertEquals(await filesBelow(layout.root), before);

    // The paper profile's tuning and one of its seeds are in the full one.
    assertEquals(
      (await run(figures, ["large", "--jobs", "1"], layout)).code,
      0,
    );
    const second = await plan("--jobs", "1");
    assertMatch(second, /^large: would train 7 runs; /);
    assertMatch(second, cost(7, (2 * job).toExponential(1).replace("e+", "e")));
    assertMatch(
      await plan("--jobs", "1", "--shard", "1/1"),
      /\nprofile full, shard 1\/1: 7 of 14 runs are in the store, /,
    );

    assertEquals((await run(figures, makeFull, layout)).code, 0);
    assertEquals(
      await plan(),
      "large: nothing to train, all runs are in the store\nprofile full: all of 14 runs are in the store",
    );
  });
});

Deno.test("two shards of a full profile make the files that one call makes", async () => {
  await withBoth(async (layout, files) => {
    const stores: Record<string, string>[] = [];
    await withTree(trees, async (sharded) => {
      assertEquals((await run(figures, ["--jobs", "1"], sharded)).code, 0);
      for (const part of [1, 2, 1, 2]) {
        const args = [...makeFull, "--shard", `${part}/2`];
        assertEquals((await run(figures, args, sharded)).code, 0);
      }
      stores.push(Object.fromEntries(storeEntries(sharded.store)));
      assertEquals((await run(figures, makeFull, sharded)).code, 0);
      assertEquals(await filesBelow(sharded.root), files);
    });
    assertEquals(stores, [Object.fromEntries(storeEntries(layout.store))]);
  });
});

Deno.test("--from-ledger makes the files anew without training", async () => {
  await withBoth(async (layout, files) => {
    await Deno.remove(layout.store, { recursive: true });
    const snapshot = `${layout.snapshots}/large.full.json`;
    await Deno.writeTextFile(snapshot, "{}");
    await Deno.remove(`${layout.figures}/large/large.full.svg`);
    const args = ["--profile", "full", "--from-ledger"];
    const { code, err } = await run(figures, args, layout);
    assertEquals([code, err], [0, ""]);
    assertEquals(await filesBelow(layout.root), files);
    assertEquals(storeEntries(layout.store).size, 0);

    await Deno.remove(`${layout.snapshots}/large.full.runs.json`);
    assertEquals(await run(figures, args, layout), {
      code: 2,
      out: "",
      err:
        "snapshots/large.full.runs.json is missing: run the task figures with --profile full",
    });
  });
});

const forbidden: [name: string, use: string, message: string][] = [
  [
    "parameters",
    "results.forEach(({ parameters }) => parameters.length);",
    "the full profile keeps no parameters",
  ],
  [
    "curves",
    "results.forEach(({ curve }) => curve.length);",
    "the full profile keeps no learning curves",
  ],
  [
    "other jobs",
    'await get({ kind: "polyline", spec: { kinks: 1, reach: 0, starts: 0, hops: 0, seed: 1 } });',
    'a ledger holds no results of the kind "polyline"',
  ],
];
for (const [name, use, message] of forbidden) {
  Deno.test(`a full profile that uses ${name} fails before it is written`, async () => {
    const text = fullTrial("large", 1, use)
      .replace("{ profile, train }", "{ profile, get, train }");
    await withTree({ "large/figure.ts": text }, async (layout) => {
      const before = await filesBelow(layout.root);
      const { code, err } = await run(figures, makeFull, layout);
      assertEquals(code, 1);
      assertStringIncludes(err, message);
      assertEquals(await filesBelow(layout.root), before);
    });
  });
}

const refused: [task: typeof figures, args: string[], message: string][] = [
  [
    figures,
    ["small", "--profile", "full"],
    '"small" has no full profile: use one of large',
  ],
  [
    verify,
    ["small", "--profile", "full"],
    '"small" has no full profile: use one of large',
  ],
  ...[[], ["--profile", "full", "--dry-run"], [
    "--profile",
    "full",
    "--shard",
    "1/2",
  ]]
    .map((flags): [typeof figures, string[], string] => [
      figures,
      ["--from-ledger", ...flags],
      "--from-ledger trains nothing: give it with --profile full, without --shard and --dry-run",
    ]),
  [
    verify,
    ["--profile", "smoke"],
    '--profile is "smoke": give one of paper, full',
  ],
  ...["0", "2", "-0.1", "half"].map((
    text,
  ): [typeof verify, string[], string] => [
    verify,
    ["--share", text],
    `--share is "${text}": give a number above 0, at most 1`,
  ]),
  [verify, ["--draw", ""], "--draw has no value: give it <text>"],
];
for (const [task, args, message] of refused) {
  Deno.test(`${task.name} refuses ${args.join(" ")}`, async () => {
    await withTree(trees, async (layout) => {
      const before = await filesBelow(layout.root);
      assertEquals(await run(task, args, layout), {
        code: 2,
        out: "",
        err: message,
      });
      assertEquals(await filesBelow(layout.root), before);
    });
  });
}

Deno.test("where no figure has a full profile, asking for it says so", async () => {
  await withTree(
    { "small/figure.ts": trees["small/figure.ts"] },
    async (layout) => {
      for (const task of [figures, verify]) {
        assertEquals(await run(task, ["--profile", "full"], layout), {
          code: 2,
          out: "",
          err: "no figure has a full profile: use another profile",
        });
      }
    },
  );
});
