import { assertEquals, assertThrows } from "@std/assert";
import { schemes } from "../../src/schemes/mod.ts";
import { segmentsAndRamps } from "../../src/constructions/problem.ts";
import { type Problem, Refusal } from "../../src/constructions/problem.ts";
import { options } from "../schemes/_candidates.ts";

const problem = (
  features: number,
  hidden: number,
  more: Partial<Problem["data"]> = {},
  noise = 0,
): Problem => ({
  data: { features, sparsity: 0, importance: null, ...more },
  hidden,
  noise,
});

Deno.test("every scheme refuses what cannot be compressed, naming field and value", () => {
  const refused: [Problem, string][] = [
    [problem(1, 1), "features is 1"],
    [problem(2.5, 1), "features is 2.5"],
    [problem(2, 2), "hidden is 2"],
    [problem(2, 0), "hidden is 0"],
    [problem(3, 1.5), "hidden is 1.5"],
    [problem(2, 1, { sparsity: 1 }), "sparsity is 1"],
    [problem(2, 1, { sparsity: NaN }), "sparsity is NaN"],
    [problem(2, 1, { importance: [1] }), "importance has 1"],
    [problem(2, 1, { importance: [1, -1] }), "importance is 1,-1"],
    [problem(2, 1, { importance: [0, 0] }), "importance is 0,0"],
    [problem(2, 1, {}, -0.1), "noise is -0.1"],
    [problem(2, 1, {}, NaN), "noise is NaN"],
  ];
  for (const scheme of schemes.all()) {
    for (const [bad, message] of refused) {
      assertThrows(() => scheme.candidates(bad, options()), Refusal, message);
    }
  }
});

Deno.test("segments and epsilon are refused by the schemes that have them", () => {
  const refuses = (id: string, given: object, message: string) => {
    const scheme = schemes.get(id);
    assertThrows(
      () => scheme.candidates(problem(2, 1), options(given)),
      Refusal,
      message,
    );
  };
  for (const id of ["quantized", "piecewise-linear"]) {
    refuses(id, { segments: [3, 0] }, "segments is 0");
    refuses(id, { segments: [2.5] }, "segments is 2.5");
    refuses(id, { segments: [] }, "segments is empty");
  }
  refuses("piecewise-linear", { epsilon: [0.9] }, "epsilon is 0.9");
  refuses("piecewise-linear", { epsilon: [0] }, "epsilon is 0");
  refuses("piecewise-linear", { epsilon: [NaN] }, "epsilon is NaN");
  refuses("piecewise-linear", { epsilon: [] }, "epsilon is empty");
  refuses(
    "piecewise-linear",
    { segments: [2, 12], epsilon: [0.1] },
    "segments is 12",
  );
});

Deno.test("a ramp may be as wide as a segment, and no pair beyond that is made", () => {
  assertEquals(
    segmentsAndRamps({ segments: [2, 5], epsilon: [0.5, 0.2] }),
    [
      { segments: 2, epsilon: 0.5 },
      { segments: 2, epsilon: 0.2 },
      { segments: 5, epsilon: 0.2 },
    ],
  );
});
