import { assertEquals } from "@std/assert";
import type { ConvergenceRow } from "../../src/protocol/convergence_row.ts";
import {
  chosenOptimisers,
  limitOf,
  stillToGo,
} from "../../src/protocol/training_words.ts";

const row = (toGo: number | null): ConvergenceRow => ({
  lastDoubling: 0.9,
  lastDoublingLow: 0.8,
  lastDoublingHigh: 1,
  limit: 0.123,
  limitLow: 0,
  limitHigh: 0.234,
  toGo,
});

Deno.test("a caption says how much is to go at the median point and at the farthest", () => {
  const points = [0.1, null, 0.4, 0.2].map((toGo, i) => ({
    ...row(toGo),
    name: `point ${i}`,
  }));
  assertEquals(
    stillToGo(points, [0.25, 0.5, 1, 2], ({ name }) => name),
    "Still to go, to the limit of a power law with an offset through the medians after these and 0.25, 0.5 and 2 times the steps: 20 % of the loss at the median point, 40 % at the farthest (point 2).",
  );
});

Deno.test("a limit is shown with its interval, which need not end", () => {
  assertEquals(limitOf(row(0.5)), "0.12 [0, 0.23]");
  assertEquals(limitOf({ ...row(1), limitHigh: null }), "0.12 [0, ∞]");
});

Deno.test("a caption counts the optimisers that tuning has chosen", () => {
  const points = ["soap", "adam", null, "soap"]
    .map((optimiser) => ({ optimiser }));
  assertEquals(
    chosenOptimisers(points),
    "Adam at 1 of 3 points and SOAP at the others",
  );
  assertEquals(chosenOptimisers(points.slice(1, 3)), "Adam at every point");
});
