import { assertAlmostEquals, assertEquals } from "@std/assert";
import { learningRateAt } from "../../src/training/schedule.ts";
import { schedule } from "./_configs.ts";

const rates = (change: Partial<typeof schedule>) => {
  const changed = { ...schedule, ...change };
  return Array.from(
    { length: changed.steps },
    (_, i) => learningRateAt(changed, i + 1),
  );
};

Deno.test("the learning rate warms up, stays, and decays to its final fraction", () => {
  const change = { steps: 10, warmup: 4, decay: 4, learningRate: 8 };
  assertEquals(
    rates({ ...change, finalLearningRate: 0.5 }),
    [2, 4, 6, 8, 8, 8, 7, 6, 5, 4],
  );
  assertEquals(rates({ ...change, finalLearningRate: 0 })[9], 0);
  assertEquals(
    rates({ ...change, warmup: 0, decay: 0 }),
    new Array(10).fill(8),
  );
});

Deno.test("overlapping warm-up and decay both apply", () => {
  const all = rates({
    steps: 4,
    warmup: 4,
    decay: 4,
    learningRate: 1,
    finalLearningRate: 0,
  });
  [3 / 16, 4 / 16, 3 / 16, 0].forEach((rate, i) =>
    assertAlmostEquals(all[i], rate, 1e-15)
  );
});
