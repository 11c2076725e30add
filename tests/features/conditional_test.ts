/** Samples given that something is active, of the kinds of data that can draw them. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  distributions,
  featureSampler,
  independent,
} from "../../src/features/mod.ts";
import { firstActive } from "../../src/features/independent.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { dataOf, enumerated } from "./_data.ts";

/** Data of every kind that can, by any law of which features are active. */
const conditional = ["independent"].flatMap((kind) =>
  [0, 0.3, 0.9, 0.999].map((sparsity) => dataOf(kind, 4, sparsity))
);

const conditionalOf = (data: typeof conditional[number]) =>
  distributions.get(data.kind).conditional!(data);

Deno.test("the kinds that draw given that something is active are those tested here", () => {
  assertEquals(
    distributions.all().filter((of) => of.conditional).map(({ id }) => id),
    [...new Set(conditional.map(({ kind }) => kind))],
  );
});

Deno.test("nothing is active as often as enumeration says", () => {
  for (const data of conditional) {
    const { nothing } = conditionalOf(data);
    assertAlmostEquals(nothing, enumerated(data)[0], 1e-8);
    assert(nothing < 1);
  }
  // Even where no float64 lies between a sparsity and 1.
  const { nothing, limits } = firstActive(independent(3, 1 - 2 ** -53));
  assert(nothing < 1, `${nothing}`);
  limits.forEach((limit, i) =>
    assertAlmostEquals(limit, (i + 1) / 3 * 2 ** 32 - 1, 1)
  );
});

Deno.test("sets of active features have their probability given that there is one", () => {
  const count = 200_000;
  for (const data of conditional) {
    const { sampler, nothing } = conditionalOf(data);
    const random = randomStream("conditional", 1, String(data.sparsity));
    const x = new Float32Array(data.features);
    const seen = new Float64Array(2 ** x.length);
    const sums = new Float64Array(x.length), squares = sums.slice();
    for (let s = 0; s < count; s++) {
      sampler(x, random);
      let set = 0;
      x.forEach((value, i) => {
        assert(value >= 0 && value < 1);
        if (value > 0) set |= 1 << i;
        sums[i] += value;
        squares[i] += value * value;
      });
      seen[set]++;
    }
    assertEquals(seen[0], 0);
    const within = (sum: number, mean: number, second: number, of: string) =>
      assert(
        Math.abs(sum / count - mean) <=
          5 * Math.sqrt((second - mean * mean) / count) + 1e-9,
        `${data.kind} at S = ${data.sparsity}: ${of} is ${
          sum / count
        }, not ${mean}`,
      );
    enumerated(data).forEach((probability, set) => {
      if (set === 0) return;
      const share = probability / (1 - nothing);
      within(seen[set], share, share, `set ${set}`);
    });
    const p = (1 - data.sparsity) / (1 - nothing);
    sums.forEach((sum, i) => {
      within(sum, p / 2, p / 3, `mean of ${i}`);
      within(squares[i], p / 3, p / 5, `mean square of ${i}`);
    });
  }
});

Deno.test("where features are never absent, all samples have something active", () => {
  const data = independent(3, 0);
  const { nothing, sampler } = conditionalOf(data);
  assertEquals(nothing, 0);
  const [a, b] = [new Float32Array(3), new Float32Array(3)];
  const source = randomStream("dense", 1, "samples");
  const drawn = Array.from({ length: 4 }, () => source.next());
  const from = (numbers: readonly number[]) => {
    const left = [...numbers];
    const next = () => left.shift()!;
    return { next, uniform: () => next() / 2 ** 32 };
  };
  sampler(a, from(drawn));
  featureSampler(data)(b, from(drawn.slice(1)));
  assertEquals(a, b);
});
