/** How `verify` holds a full profile: by its ledger, and by a sample. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { independent, lossFromErrors } from "../../src/features/mod.ts";
import { decodeLedger, encodeLedger } from "../../src/runs/ledger.ts";
import { figures } from "../../tasks/figures.ts";
import { verify } from "../../tasks/verify.ts";
import { filesBelow, run, withTree } from "./_trial.ts";

import { share, trees, withBoth } from "./_full.ts";

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
    /** Another loss, in both units. */
    const nudge = (line: typeof tuned, i: number) => {
      const [mse, fvu] = [line.mse, line.fvu] as number[][];
      const more = mse[i] * (1 + 2 ** -40);
      const loss = lossFromErrors(independent(3, 0.5), [more, more, more]);
      [mse[i], fvu[i]] = [loss.mse, loss.fvu];
      return line;
    };

    // A loss that is reported: the rows differ.
    await broken(
      ledgerFile,
      withLine(reported, (line) => nudge(line, 0)),
      /^large\.full: differs\n {2}snapshots\/large\.full\.json, line \d+: rows\[0\]\.mse: committed [\d.]+, new [\d.]+\n/,
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
      withLine(tuned, (line) => ({ ...line, deadUnits: [0.5, 0.5] })),
      /seed 1000 \(run \w+\)\.deadUnits: committed 0\.5, new /,
      share("1"),
    );
    // What cannot be, whoever trains.
    await broken(
      ledgerFile,
      withLine(tuned, (line) => ({ ...line, deadUnits: [0.5, 0.9] })),
      /^large\.full: differs\n {2}snapshots\/large\.full\.runs\.json: 3-3-1-3-3, .*, seed 1001 \(run \w{8}\) has deadUnits 0\.9, which is no share of 6 units\n/,
    );
    // What was changed by hand.
    await broken(
      ledgerFile,
      (text) =>
        text.replace(
          /("standardError":\[0\.\d\d\d)(\d)/,
          (_, start, digit) => start + (digit === "1" ? "2" : "1"),
        ),
      /^large\.full: differs\n {2}snapshots\/large\.full\.runs\.json does not match its sha256, so it was changed .*: put the committed file back, or run the task figures with --profile full large\n/,
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
      (text) => text.replace('"id": "', '"id":  "'),
      /runs\.json differs in line 3/,
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
