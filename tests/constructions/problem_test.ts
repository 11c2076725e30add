import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type FeatureDistribution,
  independent,
} from "../../src/features/mod.ts";
import { schemes } from "../../src/schemes/mod.ts";
import {
  checkProblem,
  type Coverage,
  type Problem,
  Refusal,
  segmentsAndRamps,
} from "../../src/constructions/problem.ts";
import { dataOf, everyKind } from "../features/_data.ts";
import { options } from "../schemes/_candidates.ts";

const problem = (
  features: number,
  hidden: number,
  more: Partial<Problem["data"]> = {},
  noise = 0,
): Problem => ({
  data: { ...independent(features, 0), ...more },
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

Deno.test("every scheme covers every kind of data, with and without noise", () => {
  for (const scheme of schemes.all()) {
    for (const data of everyKind(4, [1, 0.5, 0, 2])) {
      for (const noise of [0, 0.5]) {
        const all = scheme.candidates({ data, hidden: 2, noise }, options());
        assert(all.length > 0);
        for (const candidate of all) {
          if (candidate.kind === "trained") continue;
          const { fvu } = candidate.loss;
          assert(fvu > 0 && fvu < 4, `${scheme.id}, ${data.kind}: ${fvu}`);
        }
      }
    }
  }
});

Deno.test("what a scheme does not say that it covers is refused in words", () => {
  const [, correlated, anticorrelated, zipf] = everyKind(4);
  const refuses = (
    data: FeatureDistribution,
    covers: Coverage[],
    message: string,
  ) =>
    assertThrows(
      () => checkProblem({ data, hidden: 2, noise: 0 }, ...covers),
      Refusal,
      message,
    );
  refuses(
    correlated,
    ["unlike features"],
    "data is correlated:2: this is defined for features that do not depend",
  );
  refuses(anticorrelated, [], "data is anticorrelated:2");
  refuses(
    zipf,
    ["dependent features"],
    "data is zipf:1: this is defined for features that are all alike",
  );
  checkProblem({ data: zipf, hidden: 2, noise: 0 }, "unlike features");
  checkProblem({ data: correlated, hidden: 2, noise: 0 }, "dependent features");
});

Deno.test("data that there is not is refused by its own words", () => {
  const refused: [FeatureDistribution, string][] = [
    [
      dataOf("correlated:3", 4, 0.5),
      "data is correlated:3: the size of a group must divide 4 features, choose 2 or 4",
    ],
    [
      dataOf("anticorrelated:2", 4, 0.2),
      "sparsity is 0.2 for anticorrelated:2: of 2 features only one is active at a time, choose at least 0.5",
    ],
    [
      dataOf("zipf:1", 2, 0),
      "sparsity is 0 for zipf:1: the first of 2 features would be active with a probability above 1, choose at least 0.25",
    ],
    [
      { ...dataOf("independent", 2, 0), kind: "cubic" },
      "data is cubic: use one of",
    ],
  ];
  for (const [data, message] of refused) {
    for (const scheme of schemes.all()) {
      assertThrows(
        () => scheme.candidates({ data, hidden: 1, noise: 0 }, options()),
        Refusal,
        message,
      );
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
