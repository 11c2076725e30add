/** How figure 4 judges training that is not over, with losses that are made up. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { hardToLearn } from "../../figures/learnability/claims.ts";
import figure from "../../figures/learnability/figure.ts";
import { countWords } from "../../src/protocol/sentences.ts";
import { pretendRows } from "./_pretend.ts";

/** The claim by what every network loses after 1 as the usual steps. */
async function claimOf(loss: (length: number) => number) {
  const rows = await pretendRows(
    figure,
    ({ schedule: { steps } }) => loss(steps / 200),
  );
  assertStringIncludes(figure.caption(rows), "Still to go");
  const claim = hardToLearn(rows);
  assert(countWords(claim.sentence) <= 60);
  return claim;
}

Deno.test("learnability: what is not found counts only where no training finds it", async () => {
  const settled = await claimOf(() => 0.3);
  assertEquals(settled.verdict, "qualified");
  assertStringIncludes(
    settled.sentence,
    "but no code as good as a constructed one is found: at 36 neurons the best recipe's median fvu after 200 steps is 0.3 [0.3, 0.3] (limit 0.3 [0.3, 0.3]), 21 times that of a constructed network",
  );
  assertStringIncludes(settled.details[1], "After 400 steps it is 0.3");
  assertStringIncludes(settled.details[1], "all of it above");
  const falling = await claimOf((length) => 0.01 + 0.29 / length ** 0.5);
  assertEquals(falling.verdict, "qualified");
  assertStringIncludes(
    falling.sentence,
    "0.3 [0.3, 0.3] (still falling, limit 0.01 [0.01, 0.01]), 21 times",
  );
  assertStringIncludes(falling.details[1], "does not say that more training");
});

Deno.test("learnability: the verdict is open where nothing is easy and nothing over", async () => {
  assertEquals((await claimOf(() => 0.9)).verdict, "supported");
  const open = await claimOf((length) => 0.9 / length ** 0.2);
  assertEquals(open.verdict, "open");
  assertStringIncludes(open.sentence, "beating the linear code is hard");
  assertEquals((await claimOf(() => 0.001)).verdict, "refuted");
  // Found by twice the steps alone.
  const later = await claimOf((length) => length > 1 ? 0.001 : 0.4);
  assertEquals(later.verdict, "refuted");
});

Deno.test("learnability: seeds that beat the linear code are counted after either length", async () => {
  const { details } = await claimOf((length) => length > 1 ? 0.4 : 0.6);
  assertEquals(
    details[2],
    "Trained plainly, all 4 seeds beat the linear code at no budget after 200 steps and from 4 neurons on after 400 steps.",
  );
});
