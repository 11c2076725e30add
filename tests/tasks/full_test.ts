import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { figures } from "../../tasks/figures.ts";
import { verify } from "../../tasks/verify.ts";
import { storeEntries } from "../runs/_runs.ts";
import { filesBelow, fullTrial, run, withTree } from "./_trial.ts";

import { fullRuns, makeFull, trees, withBoth } from "./_full.ts";

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
  [
    verify,
    ["--draw", "a\x1b[1mb"],
    '--draw is "a\\u001b[1mb": give up to 60 letters, digits, dots and hyphens',
  ],
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
