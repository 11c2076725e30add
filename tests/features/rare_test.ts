import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { featureDistribution } from "../../src/features/kinds/names.ts";
import { activeShare, denser } from "../../src/features/kinds/rare.ts";
import { dataOf, enumerated } from "./_data.ts";

const kinds = [
  "independent",
  "correlated:2",
  "correlated:8",
  "anticorrelated:4",
  "zipf:0.5",
  "zipf:1",
];
/** The last is as near to 1 as a number gets. */
const extremes = [1 - 2 ** -12, 1 - 1e-5, 0.9999999, 1 - 1e-12, 1 - 2 ** -53];

/** P(something is active), by enumeration. */
const shareOf = (kind: string, sparsity: number) =>
  enumerated(dataOf(kind, 8, sparsity)).slice(1)
    .reduce((sum, probability) => sum + probability, 0);

Deno.test("the share with an active feature is exact where features are independent, else a bound that rare ones reach", () => {
  for (const kind of kinds) {
    for (const sparsity of [0.9, 0.99, ...extremes]) {
      const share = activeShare(dataOf(kind, 8, sparsity));
      const whole = shareOf(kind, sparsity);
      const name = `${kind} at S = ${sparsity}: ${share} of ${whole}`;
      assert(share <= whole * (1 + 1e-9), name);
      const exact = kind === "independent" || kind.startsWith("zipf");
      assert(share >= whole * (exact ? 1 - 1e-9 : 1 - whole), name);
    }
  }
});

Deno.test("denser data is the data itself, or where it is rare the same with something active in one of 64 samples", () => {
  for (const kind of kinds) {
    for (const sparsity of [0.9, 0.99, 0.998]) {
      const data = dataOf(kind, 8, sparsity);
      assertEquals(denser(data), data);
    }
    for (const sparsity of extremes) {
      const data = dataOf(kind, 8, sparsity, [1, 2, 3, 4, 5, 6, 7, 8]);
      const dense = denser(data);
      if (shareOf(kind, sparsity) >= 2 ** -10) assertEquals(dense, data);
      else {
        assertEquals({ ...dense, sparsity }, data);
        assert(featureDistribution.safeParse(dense).success);
        const share = shareOf(kind, dense.sparsity);
        assertAlmostEquals(share * 64, 1, 0.02, `${kind} at S = ${sparsity}`);
      }
    }
  }
});

Deno.test("denser data of many features, or of one, has something active too", () => {
  for (
    const data of [
      dataOf("independent", 1, 0.9999999),
      dataOf("independent", 1000, 1 - 1e-12),
      dataOf("correlated:1000", 1000, 1 - 1e-12),
      dataOf("zipf:10", 1000, 1 - 1e-12),
    ]
  ) {
    const share = activeShare(denser(data));
    assertAlmostEquals(share * 64, 1, 0.02, data.kind);
  }
});
