import { assertEquals, assertRejects } from "@std/assert";
import { pathToFileURL } from "node:url";
import { discoverFigures } from "../../figures/_discover.ts";
import { trialFigure, withTree } from "../tasks/_trial.ts";

const discover = (figures: string) =>
  discoverFigures(pathToFileURL(`${figures}/`));

Deno.test("figures come in their order; other files are none", async () => {
  await withTree({
    "a.ts": trialFigure("a", 2),
    "b.ts": trialFigure("b", 1),
    "_helper.ts": "throw new Error('not a figure');",
    "b.svg": "<svg/>",
  }, async ({ figures }) => {
    const found = await discover(figures);
    assertEquals(found.map(({ id }) => id), ["b", "a"]);
  });
});

const wrong: [files: Record<string, string>, message: string][] = [
  [
    { "a.ts": "export const id = 'a';" },
    "figures/a.ts has no default export: export a Figure",
  ],
  [
    { "a.ts": trialFigure("a", 1).replace('title: "Trial 1",', "") },
    "figures/a.ts: the default export is not a Figure: title:",
  ],
  [
    { "a.ts": trialFigure("a", 1).replace(/caption: .*/, 'caption: "text",') },
    "figures/a.ts: the default export is not a Figure: caption: must be a function",
  ],
  [
    { "a.ts": trialFigure("b", 1) },
    'figures/a.ts: its id is "b": make it "a", the file\'s name',
  ],
  [
    { "a.ts": trialFigure("a", 1), "b.ts": trialFigure("a", 2) },
    'figures/b.ts: its id is "a": make it "b", the file\'s name',
  ],
  [
    { "a.ts": trialFigure("a", 1), "b.ts": trialFigure("b", 1) },
    "figures/b.ts: order 1 is taken by figures/a.ts: give it another",
  ],
];

for (const [files, message] of wrong) {
  Deno.test(`names the file: ${message}`, async () => {
    await withTree(files, async ({ figures }) => {
      await assertRejects(() => discover(figures), Error, message);
    });
  });
}
