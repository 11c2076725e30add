import { assertEquals, assertRejects } from "@std/assert";
import { pathToFileURL } from "node:url";
import { discoverFigures } from "../../src/protocol/discover_figures.ts";
import { trialFigure, withTree } from "../tasks/_trial.ts";

const discover = (figures: string) =>
  discoverFigures(pathToFileURL(`${figures}/`));

Deno.test("figures come in their order; other files are none", async () => {
  await withTree({
    "a/figure.ts": trialFigure("a", 2),
    "b/figure.ts": trialFigure("b", 1),
    "helper.ts": "throw new Error('not a figure');",
    "b.svg": "<svg/>",
  }, async ({ figures }) => {
    const found = await discover(figures);
    assertEquals(found.map(({ id }) => id), ["b", "a"]);
  });
});

const wrong: [files: Record<string, string>, message: string][] = [
  [
    { "a/figure.ts": "export const id = 'a';" },
    "figures/a/figure.ts has no default export: export a Figure",
  ],
  [
    { "a/figure.ts": trialFigure("a", 1).replace('title: "Trial 1",', "") },
    "figures/a/figure.ts: the default export is not a Figure: title:",
  ],
  [
    {
      "a/figure.ts": trialFigure("a", 1).replace(
        /caption: .*/,
        'caption: "text",',
      ),
    },
    "figures/a/figure.ts: the default export is not a Figure: caption: must be a function",
  ],
  [
    { "a/figure.ts": trialFigure("b", 1) },
    'figures/a/figure.ts: its id is "b": make it "a", the folder\'s name',
  ],
  [
    { "a/figure.ts": trialFigure("a", 1), "b/figure.ts": trialFigure("a", 2) },
    'figures/b/figure.ts: its id is "a": make it "b", the folder\'s name',
  ],
  [
    { "a/figure.ts": trialFigure("a", 1), "b/figure.ts": trialFigure("b", 1) },
    "figures/b/figure.ts: order 1 is taken by figures/a/figure.ts: give it another",
  ],
];

for (const [files, message] of wrong) {
  Deno.test(`names the file: ${message}`, async () => {
    await withTree(files, async ({ figures }) => {
      await assertRejects(() => discover(figures), Error, message);
    });
  });
}
