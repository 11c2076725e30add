/** What is said of committed files that do not fit together: where, both values, what to do. */
import { assertEquals, assertMatch } from "@std/assert";
import { pathToFileURL } from "node:url";
import { discoverFigures } from "../../src/protocol/discover_figures.ts";
import { checkCommitted, checkReadme } from "../../tasks/_committed.ts";
import { firstLineDifference } from "../../tasks/_differences.ts";
import { figures } from "../../tasks/figures.ts";
import { filesBelow, run, trialFigure, withTree } from "./_trial.ts";

const mend = 'mend with "deno task figures one"';
const row = String.raw`snapshots\/one\.json, line \d+: rows\[1\]\.`;

const changes: [
  what: string,
  file: string,
  change: (text: string) => string | null,
  says: RegExp,
][] = [
  [
    "a number of a row",
    "snapshots/one.json",
    (text) => text.replace(/("seed": 2, "mse": )[\d.]+/, "$10.5"),
    new RegExp(`^${row}mse is 0\\.5, drawn is 0\\.\\d{5,}$`, "m"),
  ],
  [
    "a column of another type",
    "snapshots/one.json",
    (text) => text.replace(/("seed": 2, "mse": )[\d.]+/, '$1"much"'),
    new RegExp(`^${row}mse: .*expected number, received string$`, "m"),
  ],
  [
    "a column more",
    "snapshots/one.json",
    (text) => text.replace('"seed": 2, ', '"seed": 2, "more": 1, '),
    new RegExp(`^${row.slice(0, -2)}: .*"more"$`, "m"),
  ],
  [
    "the caption",
    "snapshots/one.json",
    (text) => text.replace('"3 seeds."', '"4 seeds."'),
    /^snapshots\/one\.json: caption: committed "4 seeds\.", new "3 seeds\."$/m,
  ],
  [
    "the verdict",
    "snapshots/one.json",
    (text) => text.replace('"open"', '"supported"'),
    /^snapshots\/one\.json: claims\[0\]\.verdict: committed "supported", new "open"$/m,
  ],
  [
    "the form",
    "snapshots/one.json",
    (text) => text.replace('"id": ', '"id":  '),
    /^snapshots\/one\.json differs in line 2: committed ".*\\"id\\": {2}\\"one\\",", new /m,
  ],
  [
    "a number of a picture",
    "figures/one/one.vl.json",
    (text) => text.replace(/("seed": 2, "mse": )[\d.]+/, "$10.5"),
    new RegExp(`^${row}mse is 0\\.\\d{5,}, drawn is 0\\.5$`, "m"),
  ],
  [
    "a picture that is no JSON",
    "figures/one/one.vl.json",
    (text) => text.slice(1),
    /^figures\/one\/one\.vl\.json differs in line 1: committed "", new "\{"$/m,
  ],
  [
    "a drawing",
    "figures/one/one.svg",
    (text) => text.replace("#ffffff", "#fffff0"),
    /^figures\/one\/one\.svg differs in line 2: committed .*#fffff0.*, new .*#ffffff/m,
  ],
  [
    "a snapshot that is not there",
    "snapshots/one.json",
    () => null,
    /^snapshots\/one\.json is missing/m,
  ],
  [
    "a snapshot that is no JSON",
    "snapshots/one.json",
    () => "{",
    /^snapshots\/one\.json is not JSON: /m,
  ],
];

Deno.test("what does not fit together is named with its place, both values and the command that mends it", async () => {
  await withTree({ "one/figure.ts": trialFigure("one", 1) }, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    const files = await filesBelow(layout.root);
    const all = await discoverFigures(pathToFileURL(`${layout.figures}/`));
    const [figure] = all;
    assertEquals(await checkCommitted(figure, "paper", layout), []);
    for (const [what, file, change, says] of changes) {
      const path = `${layout.root}/${file}`;
      const text = change(files[file]);
      assertEquals(text === files[file], false, what);
      if (text === null) await Deno.remove(path);
      else await Deno.writeTextFile(path, text);
      const problems = await checkCommitted(figure, "paper", layout);
      assertMatch(problems.join("\n"), says, what);
      assertEquals(problems.at(-1), mend, what);
      // The command keeps its word.
      assertEquals((await run(figures, ["one"], layout)).code, 0, what);
      assertEquals(await filesBelow(layout.root), files, what);
    }
    await Deno.writeTextFile(
      layout.readme,
      files["README.md"].replace("**open**", "**supported**"),
    );
    const [where, how] = checkReadme(all, layout);
    assertMatch(where, /^README\.md differs in line 7: committed .*\*\*supp/);
    assertMatch(how, /^mend with "deno task figures"/);
  });
});

Deno.test("of a long line the part is shown that differs", () => {
  const long = "x".repeat(1000);
  const difference = firstLineDifference(`a\n${long}1${long}`, `a\n${long}2`);
  assertMatch(
    difference ?? "",
    /^differs in line 2: committed "…x{80}1x+…, new "…x{80}2"$/,
  );
  assertMatch(
    firstLineDifference("a", `a\n${long}`) ?? "",
    /^differs in line 2: committed nothing, new "x+…$/,
  );
});
