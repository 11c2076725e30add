import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { bounds } from "../../src/bounds/mod.ts";
import {
  leastDistortion,
  noisyLimit,
} from "../../src/bounds/rate_distortion/limit.ts";
import { Refusal } from "../../src/constructions/problem.ts";
import { activityOf, independent } from "../../src/features/mod.ts";
import linear from "../../src/schemes/linear.ts";
import quantized from "../../src/schemes/quantized.ts";
import { dataOf, everyKind } from "../features/_data.ts";
import { closed, options } from "../schemes/_candidates.ts";

const bound = bounds.get("rate-distortion");

Deno.test("rate-distortion is noisyLimit where it applies, and refuses dependent features and no noise", () => {
  const data = independent(4, 0.5);
  assertEquals(
    bound.lower({ data, hidden: 2, noise: 0.3 }),
    noisyLimit(data, 2, 0.3).lower,
  );
  const refuses = (kind: string, noise: number, message: string) =>
    assertThrows(
      () => bound.lower({ data: dataOf(kind, 4, 0.7), hidden: 2, noise }),
      Refusal,
      message,
    );
  refuses("independent", 0, "noise is 0");
  refuses("correlated:2", 0.3, "data is correlated:2");
  refuses("anticorrelated:2", 0.3, "data is anticorrelated:2");
  const [, correlated] = everyKind(4);
  assertThrows(() => noisyLimit(correlated, 2, 0.3), RangeError, "independent");
});

Deno.test("features as rare as numbers get have a limit", () => {
  for (const kind of ["independent", "zipf:1", "zipf:10"]) {
    for (const features of [2, 20]) {
      const data = dataOf(kind, features, 1 - 2 ** -53);
      for (const noise of [1e-9, 0.1, 30]) {
        const { mse, fvu } = bound.lower({ data, hidden: 1, noise });
        assert(
          mse >= 0 && fvu >= 0 && fvu <= 1,
          `${kind}, σ = ${noise}: ${fvu}`,
        );
      }
    }
  }
});

Deno.test("no bound is above what a scheme loses", () => {
  for (const data of everyKind(4, [1, 1, 0.5, 0.2])) {
    for (const noise of [0, 0.1, 1]) {
      const problem = { data, hidden: 2, noise };
      const losses = [linear, quantized].flatMap((scheme) =>
        closed(scheme.candidates(problem, options())).map(({ loss }) =>
          loss.mse
        )
      );
      for (const { lower } of bounds.all()) {
        try {
          const { mse, fvu } = lower(problem);
          assert(mse > 0 && mse <= Math.min(...losses), `${data.kind}: ${mse}`);
          assert(fvu > 0 && fvu < 1);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }
    }
  }
});

Deno.test("zipf: alike at α = 0, else the rate goes where it saves most", () => {
  const [flat, alike] = [dataOf("zipf:0", 3, 0.7), independent(3, 0.7)];
  const [a, b] = [flat, alike].map((data) => noisyLimit(data, 1, 0.3));
  // 1 − (1 − S) may differ from S in the last place.
  assertAlmostEquals(a.lower.mse, b.lower.mse, 1e-3 * b.lower.mse);
  const data = dataOf("zipf:2", 2, 0.6, [1, 0.7]), noise = 0.2;
  const { lower, upper } = noisyLimit(data, 1, noise);
  const bits = Math.log2(1 + 1 / (noise * noise)) / 2;
  const [p, q] = activityOf(data).density;
  const sums = Array.from({ length: 61 }, (_, k) => {
    const [x, y] = [k / 60, 1 - k / 60].map((share, i) =>
      leastDistortion(1 - [p, q][i], share * bits)
    );
    return {
      lower: (x.lower + 0.7 * y.lower) / 2,
      upper: (x.upper + 0.7 * y.upper) / 2,
    };
  });
  const best = (of: "lower" | "upper") => Math.min(...sums.map((s) => s[of]));
  // The grid of splits misses the best one by little.
  assert(lower.mse <= best("upper") && upper.mse >= best("lower") * 0.995);
  assertAlmostEquals(lower.mse, best("lower"), 0.01 * lower.mse);
});
