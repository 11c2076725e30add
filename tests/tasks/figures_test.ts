import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { z } from "zod";
import { rendererName } from "../../src/protocol/draw.ts";
import { openStore } from "../../src/runs/store.ts";
import { storeEntries } from "../runs/_runs.ts";
import { figures } from "../../tasks/figures.ts";
import { verify } from "../../tasks/verify.ts";
import { filesBelow, run, trialFigure, withTree } from "./_trial.ts";

const trials = {
  "one/figure.ts": trialFigure("one", 2),
  "two/figure.ts": trialFigure("two", 1),
};

Deno.test("figures writes numbers, pictures and README; verify reproduces them and finds every kind of change", async () => {
  await withTree(trials, async (layout) => {
    const first = await run(figures, ["--jobs", "1"], layout);
    assertEquals(first, {
      code: 0,
      out:
        `two: 3 rows, wrote snapshots/two.json, figures/two/two.svg, figures/two/two.vl.json
one: 3 rows, wrote snapshots/one.json, figures/one/one.svg, figures/one/one.vl.json
README.md: brought claims and gallery in step`,
      err: "",
    });
    const files = await filesBelow(layout.root);
    assertEquals(Object.keys(files).sort(), [
      "README.md",
      "figures/one/figure.ts",
      "figures/one/one.svg",
      "figures/one/one.vl.json",
      "figures/two/figure.ts",
      "figures/two/two.svg",
      "figures/two/two.vl.json",
      "snapshots/one.json",
      "snapshots/two.json",
    ]);
    assertStringIncludes(
      files["README.md"],
      "| Scaling up probably favours superposition. *(appendix)* | **open** | 3 seeds \\| say nothing. | [two](#trial-1) |",
    );
    assertStringIncludes(
      files["README.md"],
      "*Scaling up probably favours superposition.* **Open.** 3 seeds | say nothing. Nor do these.\n",
    );
    const spec = JSON.parse(files["figures/one/one.vl.json"]);
    assertEquals(spec.data.values.length, 3);
    assertEquals(spec.$schema.endsWith("vega-lite/v6.json"), true);

    const again = await run(figures, ["--jobs", "1"], layout);
    assertEquals(again.code, 0);
    assertEquals(await filesBelow(layout.root), files);
    const plan = await run(figures, ["--dry-run"], layout);
    assertEquals(
      plan.out,
      "two: nothing to train, all runs are in the store\n" +
        "one: nothing to train, all runs are in the store\n" +
        "profile paper: all of 6 runs are in the store",
    );

    const good = await run(verify, ["--jobs", "1"], layout);
    assertEquals(good, {
      code: 0,
      out:
        "two: reproduced\none: reproduced\nfiles: each belongs to a figure\nREADME.md: in step",
      err: "",
    });

    const broken = async (
      file: string,
      change: (text: string) => string | null,
      message: RegExp,
      ids: string[] = ["one"],
    ) => {
      const path = `${layout.root}/${file}`;
      const text = change(files[file] ?? "");
      if (text === null) await Deno.remove(path);
      else await Deno.writeTextFile(path, text);
      const { code, out } = await run(verify, [...ids, "--jobs", "1"], layout);
      assertEquals(code, 1, file);
      assert(message.test(out), out);
      if (files[file] === undefined) await Deno.remove(path);
      else await Deno.writeTextFile(path, files[file]);
    };
    const number = /"mse": ([\d.]+)/;
    const mse = Number(files["snapshots/one.json"].match(number)![1]);
    const next = nextUp(mse);
    await broken(
      "snapshots/one.json",
      (text) => text.replace(number, `"mse": ${next}`),
      new RegExp(`rows\\[0\\]\\.mse: committed ${next}, new ${mse}`),
    );
    await broken(
      "snapshots/one.json",
      (text) => text.replace("3 seeds |", "4 seeds |"),
      /claims\[0\]\.sentence: committed "4 seeds \| say nothing\.", new "3 seeds/,
    );
    await broken(
      "snapshots/one.json",
      (text) => text.replace(': "one"', ':  "one"'),
      /one\.json is not in the form that the task figures writes/,
    );
    await broken(
      "snapshots/one.json",
      () => "{",
      /snapshots\/one\.json is not JSON/,
    );
    await broken(
      "snapshots/one.json",
      () => null,
      /snapshots\/one\.json is missing/,
    );
    await broken(
      "figures/one/one.svg",
      (text) => text.replace("#ffffff", "#fffff0"),
      /figures\/one\/one\.svg differs in line 2: committed .*#fffff0.*, new .*#ffffff/,
    );
    await broken(
      "figures/one/one.vl.json",
      () => null,
      /figures\/one\/one\.vl\.json is missing/,
    );
    await broken(
      "README.md",
      (text) => text.replace("**open**", "**supported**"),
      /README\.md differs in line 7/,
    );
    await broken(
      "snapshots/stray.json",
      () => "{}",
      /snapshots\/stray\.json belongs to no figure/,
      [],
    );
  });
});

/** The next larger number. */
function nextUp(value: number): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]++;
  return new Float64Array(bits.buffer)[0];
}

Deno.test("a picture that was drawn before is not drawn again, and verify does not believe it", async () => {
  await withTree(trials, async (layout) => {
    const svg = `${layout.figures}/one/one.svg`;
    assertEquals((await run(figures, ["one", "--jobs", "1"], layout)).code, 0);
    const drawn = await Deno.readTextFile(svg);
    const [[path]] = storeEntries(layout.drawings);
    const key = path.slice(path.indexOf("/") + 1).replace(".json", "");
    const store = openStore(layout.drawings, "write");
    store.write(key, z.string(), drawn.replace("#ffffff", "#fffff0"));
    assertEquals((await run(figures, ["one", "--jobs", "1"], layout)).code, 0);
    const { code, out } = await run(verify, ["one", "--jobs", "1"], layout);
    assertEquals(code, 1);
    assertStringIncludes(out, "figures/one/one.svg differs in line 2");

    // Without what was kept, it is drawn.
    await Deno.remove(layout.drawings, { recursive: true });
    assertEquals((await run(figures, ["one", "--jobs", "1"], layout)).code, 0);
    assertEquals(await Deno.readTextFile(svg), drawn);
  });
});

Deno.test("what draws a picture has a name that hangs on its code", async () => {
  const name = await rendererName();
  assertEquals(await rendererName(), name);
  const folder = new URL("../../src/rendering/", import.meta.url);
  const file = new URL(`_trial-${crypto.randomUUID()}.txt`, folder);
  await Deno.writeTextFile(file, "");
  try {
    assertNotEquals(await rendererName(), name);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("a smoke run writes under .pleat/smoke and nowhere else", async () => {
  await withTree(trials, async (layout) => {
    const before = await filesBelow(layout.root);
    const { code, out } = await run(
      figures,
      ["one", "--profile", "smoke"],
      layout,
    );
    assertEquals(code, 0);
    assertEquals(
      out,
      "one: 1 rows, wrote .pleat/smoke/one.json, .pleat/smoke/one.svg, .pleat/smoke/one.vl.json",
    );
    const added = Object.keys(await filesBelow(layout.root))
      .filter((file) => !(file in before));
    assertEquals(added.sort(), [
      ".pleat/smoke/one.json",
      ".pleat/smoke/one.svg",
      ".pleat/smoke/one.vl.json",
    ]);
  });
});

Deno.test("--dry-run says what would train and why, and writes nothing", async () => {
  await withTree(trials, async (layout) => {
    const before = await filesBelow(layout.root);
    const { code, out, err } = await run(figures, ["one", "--dry-run"], layout);
    assertEquals([code, err], [0, ""]);
    assertStringIncludes(out, "one: would train 3 runs");
    assertStringIncludes(out, "seeds 1 2 3: not in the store");
    assertStringIncludes(out, "profile paper: 0 of 3 runs are in the store");
    assertEquals(await filesBelow(layout.root), before);
  });
});

Deno.test("a figure that fails leaves nothing behind and does not hold back the others", async () => {
  const bad = trialFigure("bad", 3).replace('mark: "point"', 'mark: "blob"');
  await withTree({ ...trials, "bad/figure.ts": bad }, async (layout) => {
    const { code, out, err } = await run(figures, ["one", "bad"], layout);
    assertEquals(code, 1);
    assertStringIncludes(out, "one: 3 rows, wrote");
    assertStringIncludes(err, "figures/bad/figure.ts: ");
    const files = Object.keys(await filesBelow(layout.root));
    assertEquals(files.filter((file) => file.includes("bad")), [
      "figures/bad/figure.ts",
    ]);
  });
});

Deno.test("Ctrl-C ends a run with exit code 130 and one line", async () => {
  await withTree(trials, async (layout) => {
    const before = await filesBelow(layout.root);
    const outcome = await run(figures, [], layout, AbortSignal.abort());
    assertEquals(outcome.code, 130);
    assertEquals(outcome.err.split("\n").length, 1);
    assertStringIncludes(outcome.err, "interrupted");
    assertEquals(await filesBelow(layout.root), before);
  });
});

const refused: [args: string[], message: string][] = [
  [["three"], '"three" is not a figure: use one of two, one'],
  ...["0", "1e9"].map((jobs): [string[], string] => [
    ["--jobs", jobs],
    `--jobs is "${jobs}": give a whole number from 1 to ${
      4 * navigator.hardwareConcurrency
    }, 4 per core of this machine: more workers only take memory`,
  ]),
  [["--profile", "big"], '--profile is "big": give one of paper, smoke, full'],
  [
    ["--force"],
    "--force is not a flag of figures: use --profile, --jobs, --shard, --dry-run, --from-ledger, --help",
  ],
];

for (const [args, message] of refused) {
  Deno.test(`figures refuses ${args.join(" ")} and writes nothing`, async () => {
    await withTree(trials, async (layout) => {
      const before = await filesBelow(layout.root);
      const outcome = await run(figures, args, layout);
      assertEquals(outcome, { code: 2, out: "", err: message });
      assertEquals(await filesBelow(layout.root), before);
    });
  });
}

Deno.test("verify refuses an unknown figure", async () => {
  await withTree(trials, async (layout) => {
    assertEquals(await run(verify, ["three", "--jobs", "1"], layout), {
      code: 2,
      out: "",
      err: '"three" is not a figure: use one of two, one',
    });
  });
});

Deno.test("a folder that cannot be written is named before anything is trained", async () => {
  await withTree(trials, async (layout) => {
    await Deno.remove(layout.snapshots);
    await Deno.writeTextFile(layout.snapshots, "a file");
    const { code, out, err } = await run(figures, ["--jobs", "1"], layout);
    assertEquals([code, out], [2, ""]);
    assertEquals(err.split("\n").length, 1);
    assertStringIncludes(err, `cannot write "${layout.snapshots}" (`);
    assertEquals(await filesBelow(layout.root), {
      "README.md": await Deno.readTextFile(layout.readme),
      "figures/one/figure.ts": trials["one/figure.ts"],
      "figures/two/figure.ts": trials["two/figure.ts"],
      snapshots: "a file",
    });
  });
});

Deno.test("a README without its markers is named before anything is trained", async () => {
  await withTree(trials, async (layout) => {
    await Deno.writeTextFile(layout.readme, "# Nothing\n");
    const { code, err } = await run(figures, ["--jobs", "1"], layout);
    assertEquals(code, 2);
    assertEquals(
      err,
      'README.md has "<!-- claims -->" 0 times: keep it exactly once',
    );
  });
});
