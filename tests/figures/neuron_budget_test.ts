import { assert, assertEquals } from "@std/assert";
import {
  breakEvenOf,
  smallestBreakEven,
  smallestConstructions,
  withBreakEvens,
} from "../../figures/neuron-budget/break_evens.ts";
import { breakEvens } from "../../figures/neuron-budget/claims.ts";
import { type Row, row } from "../../figures/neuron-budget/rows.ts";
import { decodeSnapshot } from "../../src/rendering/snapshot.ts";
import { piecewiseLinearVariants } from "../../src/schemes/piecewise-linear.ts";
import { filesOf, repository } from "../../tasks/_layout.ts";

const { snapshot: path } = filesOf(repository, "neuron-budget", "paper");
const rows: Row[] = decodeSnapshot(await Deno.readTextFile(path), path)
  .rows.map((r) => row.parse(r));

Deno.test("neuron-budget: every variant of the constructions is compared", () => {
  const series = new Set(rows.map((r) => r.series));
  assertEquals(piecewiseLinearVariants.filter((name) => !series.has(name)), []);
});

Deno.test("neuron-budget: a new construction enters the break-evens by itself", () => {
  const model = rows.find((r) => r.series === "zigzag")!;
  const better: Row[] = [3, 4].map((neurons) => ({
    ...model,
    ...{ series: "a new one", variant: "a new one", neurons },
    ...{ best: 0.4, median: 0.4, iqm: 0.4, low: 0.4, high: 0.4 },
  }));
  const all = [...rows, ...better];
  assertEquals(breakEvenOf(all, "a new one"), 3);
  assertEquals([smallestBreakEven(rows), smallestBreakEven(all)], [5, 3]);
  assert(smallestConstructions(all).some((r) => r.variant === "a new one"));
  assert(breakEvens(all).sentence.includes("found here from 3,"));
  assertEquals(withBreakEvens(better.concat(rows))[0].breakEven, 3);
});

Deno.test("neuron-budget: bounds have no break-even", () => {
  const bounds = rows.filter((r) => r.encoder === null);
  assert(bounds.length > 0);
  assertEquals(bounds.filter((r) => r.breakEven !== null), []);
});
