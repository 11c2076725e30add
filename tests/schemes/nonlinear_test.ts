import { assertEquals, assertThrows } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { Refusal } from "../../src/constructions/problem.ts";
import nonlinear from "../../src/schemes/nonlinear.ts";
import { options } from "./_candidates.ts";

const problem = {
  data: independent(5, 0.5),
  hidden: 2,
  noise: 0,
};
const counts = (neurons: number[], split: [number, number]) =>
  nonlinear.candidates(problem, options({ neurons, split }))
    .filter(({ variant }) => variant === "identity output")
    .map((c) => [c.neurons.encoder, c.neurons.decoder]);

Deno.test("a budget splits in the ratio, rounded, at least one on either side", () => {
  assertEquals(counts([2, 12, 13], [1, 1]), [[1, 1], [6, 6], [7, 6]]);
  assertEquals(counts([9, 36], [2, 1]), [[6, 3], [24, 12]]);
  assertEquals(counts([4], [100, 1]), [[3, 1]]);
});

Deno.test("neurons and parameters are the architecture's", () => {
  const [candidate] = nonlinear.candidates(problem, options({ neurons: [10] }));
  assertEquals(candidate.kind, "trained");
  assertEquals(candidate.neurons.total, 10);
  assertEquals(candidate.parameters, 6 * 5 + 6 * 2 + 3 * 5 + 6 * 5);
});

Deno.test("a ReLU on the output costs n of the budget, and is left out where nothing could be left", () => {
  const rectified = (neurons: number[], split: [number, number]) =>
    nonlinear.candidates(problem, options({ neurons, split }))
      .filter(({ variant }) => variant === "relu output")
      .map(({ neurons: { encoder, decoder, output, total } }) => [
        ...[encoder, decoder, output, total],
      ]);
  assertEquals(rectified([2, 6], [1, 1]), []);
  assertEquals(rectified([7, 17], [1, 1]), [[1, 1, 5, 7], [6, 6, 5, 17]]);
  assertEquals(rectified([14], [1, 2]), [[3, 6, 5, 14]]);
  const variants = nonlinear.candidates(problem, options({ neurons: [7] }))
    .map(({ variant }) => variant);
  assertEquals(variants, ["identity output", "relu output"]);
});

Deno.test("refuses budgets and ratios that leave a side empty", () => {
  for (const neurons of [0, 1, 2.5, NaN]) {
    assertThrows(() => counts([neurons], [1, 1]), Refusal, `is ${neurons}`);
  }
  assertThrows(() => counts([], [1, 1]), Refusal, "neurons is empty");
  for (const split of [[0, 1], [1, -1], [NaN, 1], [Infinity, 1]] as const) {
    assertThrows(() => counts([4], [...split]), Refusal, "split is");
  }
});
