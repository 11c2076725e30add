/** What figure 8 says of training that is not over, with losses that are made up. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import figure from "../../figures/sparsity/figure.ts";
import { sparseLengths } from "../../src/protocol/sparse_case.ts";
import { pretendRows } from "./_pretend.ts";

Deno.test("sparsity: every trained point says how far from converged it is", async () => {
  const rows = await pretendRows(
    figure,
    ({ architecture, optimiser, schedule: { steps } }) =>
      // Adam is the better one, so that lengths are read off its steps.
      optimiser.kind !== "adam"
        ? 2
        : architecture.encoderLayers === 1
        ? 0.4
        : 0.3 + 0.3 / (steps / 60) ** 0.5,
  );
  const trained = rows.filter((r) => r.seeds > 0);
  // Two sparsities by two budgets by three schemes, one of which has a single budget.
  assertEquals(trained.length, 2 * 2 * 3 - 2);
  for (const r of trained) {
    assertEquals(r.compute, 60);
    const falls = r.series === "nonlinear";
    assertEquals(r.toGo! > 0.4 && r.toGo! < 0.6, falls);
    assertEquals(r.limit! > 0.25 && r.limit! < 0.35, falls);
    if (!falls) assertEquals([r.toGo, r.limit, r.lastDoubling], [0, 0.4, 1]);
  }
  for (const r of rows.filter((r) => r.seeds === 0)) {
    assertEquals([r.limit, r.toGo, r.compute], [null, null, 0]);
  }
  const caption = figure.caption(rows);
  const shorter = sparseLengths.filter((length) => length < 1);
  assertStringIncludes(
    caption,
    `${shorter.join(" and ")} times the steps: 0 %`,
  );
  assertStringIncludes(caption, "at the farthest (nonlinear, S = ");
});
