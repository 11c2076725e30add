/** How figure 3 judges training that is not over, with losses that are made up. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { smallestBreakEven } from "../../figures/neuron-budget/break_evens.ts";
import { breakEvens, moreCompact } from "../../figures/neuron-budget/claims.ts";
import figure from "../../figures/neuron-budget/figure.ts";
import { countNeurons } from "../../src/networks/network.ts";
import { pretendRows } from "./_pretend.ts";

/** Rows of three budgets, 4, 12 and 36 neurons, by what each loses after 1 as the usual steps. */
const rowsOf = (loss: (neurons: number, length: number) => number) =>
  pretendRows(
    figure,
    ({ architecture, schedule: { steps } }) =>
      loss(countNeurons(architecture).total, steps / 200),
    () => ({ kinks: 1, mse: 0.01 }),
  );

Deno.test("neuron-budget: training that is over settles its comparisons and break-evens", async () => {
  const rows = await rowsOf((neurons) => neurons < 12 ? 0.9 : 0.3);
  const trained = rows.filter((r) => r.seeds > 0);
  // Three budgets by two recipes, each twice as long too where the paper's break-even could move.
  assertEquals(trained.length, 12);
  for (const r of trained) {
    const { median, limit, limitLow, limitHigh, lastDoubling, toGo } = r;
    assertEquals([limit, limitLow, limitHigh], [median, median, median]);
    assertEquals([lastDoubling, toGo], [1, 0]);
    assertEquals(r.settled, r.neurons < 12 ? "second" : "first");
  }
  for (const r of rows.filter((r) => r.seeds === 0)) {
    assertEquals([r.limit, r.lastDoubling, r.toGo], [null, null, null]);
    assertEquals([r.settled, r.unsettled], [null, null]);
  }
  const compact = moreCompact(rows);
  assertEquals(compact.verdict, "supported");
  assertStringIncludes(compact.sentence, "0.3 [0.3, 0.3] after 200 steps.");
  assertStringIncludes(compact.details[2], "all of it below the linear code");
  const { sentence, details } = breakEvens(rows);
  assertStringIncludes(
    sentence,
    "trained networks after 200 steps from 12, with the best recipe from 12.",
  );
  assertEquals(details.slice(-2), [
    "Twice the steps change the break-even of neither recipe.",
    "Neither does the limit to which their losses go.",
  ]);
});

Deno.test("neuron-budget: a break-even that more training moves is still falling", async () => {
  // Small networks are beaten as yet: the limit of their losses is not. Large ones flip.
  const rows = await rowsOf((neurons, length) =>
    neurons < 12
      ? 0.3 + 0.3 / length ** 0.5
      : length <= 1
      ? 0.4
      : 0.45 + 0.1 * length
  );
  for (const r of rows.filter((r) => r.seeds > 0 && r.neurons < 12)) {
    assertEquals([r.settled, r.unsettled], [null, "flips"]);
    assertEquals(r.limit!.toFixed(4), "0.3000");
    // As seen from either length: what is to go from there, and what the last doubling did.
    const long = r.series.endsWith("twice the steps");
    assertEquals(r.toGo!.toFixed(3), (1 - 0.3 / r.median).toFixed(3));
    assertEquals(
      r.lastDoubling!.toFixed(3),
      (long ? (0.3 + 0.3 / 2 ** 0.5) / 0.6 : 0.6 / (0.3 + 0.3 * 2 ** 0.5))
        .toFixed(3),
    );
  }
  const compact = moreCompact(rows);
  assertEquals(compact.verdict, "qualified");
  assertStringIncludes(compact.sentence, "after 200 steps, still falling.");
  const { sentence, details } = breakEvens(rows);
  assertStringIncludes(
    sentence,
    "after 200 steps from 12 (still falling), with the best recipe from 12 (still falling).",
  );
  assertEquals(details.slice(-2), [
    "nonlinear: at the longest lengths and in the limit, from no number of neurons on; in the extrapolated limit from no number on.",
    "nonlinear, best recipe: at the longest lengths and in the limit, from no number of neurons on; in the extrapolated limit from no number on.",
  ]);
});

Deno.test("neuron-budget: the limit may break even earlier than what is trained", async () => {
  const rows = await rowsOf((neurons, length) =>
    neurons < 12 ? 0.3 + 0.3 / length ** 0.5 : 0.4
  );
  assertEquals(breakEvens(rows).details.slice(-1), [
    "nonlinear, best recipe: at the longest lengths and in the limit, from 12 neurons on; in the extrapolated limit from 4 on.",
  ]);
});

Deno.test("neuron-budget: the smallest break-even counts trained networks only where it is settled", async () => {
  assertEquals(smallestBreakEven(await rowsOf(() => 0.4)), 4);
  // Lost again with twice the steps: the smallest construction is the smallest.
  const rows = await rowsOf((_, length) => length > 1 ? 0.6 : 0.4);
  assertEquals(smallestBreakEven(rows), 5);
});
