import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decided, type Evidence } from "../../src/statistics/decided.ts";
import type { Ratio } from "../../src/statistics/limit.ts";

const between = (low: number, high: number): Ratio => ({
  ratio: (low + high) / 2,
  low,
  high,
});
const second = between(1.1, 1.3), first = between(0.7, 0.9);
const open = between(0.9, 1.2);
const recipe = (lengths: Ratio[], limit: Ratio): Evidence => ({
  lengths,
  limit,
});
const undecided = (reason: string) => ({ winner: null, reason });

Deno.test("decided: by hand", () => {
  const agrees = recipe([second, second], second);
  assertEquals(decided([agrees]), { winner: "second", reason: null });
  assertEquals(decided([recipe([first, first], first)]), {
    winner: "first",
    reason: null,
  });
  // Shorter lengths than the two longest have no say.
  assertEquals(decided([recipe([first, second, second], second)]), {
    winner: "second",
    reason: null,
  });
  assertEquals(decided([recipe([first, second], second)]), undecided("flips"));
  assertEquals(decided([recipe([second, second], first)]), undecided("flips"));
  assertEquals(
    decided([agrees, recipe([first, first], first)]),
    undecided("flips"),
  );
  assertEquals(decided([recipe([open, second], second)]), undecided("close"));
  assertEquals(decided([recipe([second, open], second)]), undecided("close"));
  assertEquals(decided([recipe([second, second], open)]), undecided("falling"));
  assertEquals(
    decided([agrees, recipe([second, second], open)]),
    undecided("falling"),
  );
  // An interval that ends at 1 holds it, one without an end above may lie above it.
  assertEquals(
    decided([recipe([second, between(1, 1.2)], second)]),
    undecided("close"),
  );
  assertEquals(decided([recipe([second, second], between(1.5, Infinity))]), {
    winner: "second",
    reason: null,
  });
  // Both sides diverged.
  const diverged = { ratio: NaN, low: Infinity, high: Infinity };
  assertEquals(
    decided([recipe([second, diverged], second)]),
    undecided("close"),
  );
});

const ratio = fc.tuple(
  fc.double({ min: 0, max: 3, noNaN: true }),
  fc.double({ min: 0, max: 3, noNaN: true }),
).map(([a, b]) => between(Math.min(a, b), Math.max(a, b)));
const evidence = fc.record({
  lengths: fc.array(ratio, { minLength: 2, maxLength: 4 }),
  limit: ratio,
});
const recipes = fc.array(evidence, { minLength: 1, maxLength: 3 });
/** What has a say. */
const heard = (all: readonly Evidence[]) =>
  all.flatMap(({ lengths, limit }) => [...lengths.slice(-2), limit]);
/** Evidence of which everything but one ratio says that the second side loses less. */
const almost = fc.tuple(recipes, ratio, fc.nat(), fc.nat(2)).map(
  ([all, odd, which, where]) => {
    const above = ({ low, high }: Ratio) => between(1.01 + low, 1.01 + high);
    return all.map(({ lengths, limit }, i) => {
      const one = i === which % all.length;
      return {
        lengths: lengths.map((r, k) =>
          one && k === lengths.length - 1 - where ? odd : above(r)
        ),
        limit: one && where === 2 ? odd : above(limit),
      };
    });
  },
);

Deno.test("decided: what flips, or is open anywhere, never is", () => {
  fc.assert(
    fc.property(fc.oneof(recipes, almost), (all) => {
      const { winner, reason } = decided(all);
      assert((winner === null) === (reason !== null));
      const ratios = heard(all);
      const below = ratios.some(({ high }) => high < 1);
      const above = ratios.some(({ low }) => low > 1);
      const holds = ratios.some(({ low, high }) => low <= 1 && 1 <= high);
      assertEquals(winner === null, (below && above) || holds);
      assertEquals(reason === "flips", below && above);
      if (winner !== null) assertEquals(winner === "first", below);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

Deno.test("decided: the other way round it is the other side, and another recipe decides nothing anew", () => {
  // 1 / 0 is Infinity, which no interval's end need be less than.
  const turned = ({ low, high }: Ratio) => between(1 / high, 1 / low);
  fc.assert(
    fc.property(fc.oneof(recipes, almost), evidence, (all, more) => {
      const a = decided(all);
      const b = decided(all.map(({ lengths, limit }) => ({
        lengths: lengths.map(turned),
        limit: turned(limit),
      })));
      assertEquals(b.reason, a.reason);
      if (a.winner !== null) assert(b.winner !== a.winner);
      const { winner } = decided([...all, more]);
      assert(winner === null || winner === a.winner);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

Deno.test("decided: refuses by name", () => {
  assertThrows(() => decided([]), RangeError, "no recipes");
  assertThrows(
    () => decided([recipe([second], second)]),
    RangeError,
    "1 lengths",
  );
});
