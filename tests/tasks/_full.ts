/** What the tests of the full profile share: a figure that has one, and one that has not. */
import { assertEquals } from "@std/assert";
import type { Layout } from "../../tasks/_layout.ts";
import { figures } from "../../tasks/figures.ts";
import { filesBelow, fullTrial, run, trialFigure, withTree } from "./_trial.ts";

export const trees = {
  "large/figure.ts": fullTrial("large", 1),
  "small/figure.ts": trialFigure("small", 2),
};
export const makeFull = ["--profile", "full", "--jobs", "1"];
/** What `large` trains for the profile: three times two to tune, eight to report. */
export const fullRuns = 3 * 2 + 8;
export const share = (
  text: string,
) => ["--share", text, "--draw", "x", "--jobs", "1"];

/** A tree with both profiles made and committed. */
export async function withBoth(
  test: (layout: Layout, files: Record<string, string>) => Promise<void>,
): Promise<void> {
  await withTree(trees, async (layout) => {
    assertEquals((await run(figures, ["--jobs", "1"], layout)).code, 0);
    assertEquals((await run(figures, makeFull, layout)).code, 0);
    await test(layout, await filesBelow(layout.root));
  });
}
