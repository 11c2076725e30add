/** How figure 11 judges training that is not over, with losses that are made up. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { moreCompact } from "../../figures/noise/claims.ts";
import figure from "../../figures/noise/figure.ts";
import { countWords } from "../../src/protocol/sentences.ts";
import { pretendRows } from "./_pretend.ts";

/** Rows by what the nonlinear encoder loses after 1 as the usual steps; the others lose 0.4. */
const rowsOf = (loss: (length: number, noise: number) => number) =>
  pretendRows(
    figure,
    ({ architecture, optimiser, noise, schedule: { steps } }) =>
      // Adam is the better one, so that lengths are read off its steps.
      optimiser.kind !== "adam"
        ? 2
        : architecture.encoderLayers === 1
        ? 0.4
        : loss(steps / 60, noise),
    ({ kind }) =>
      kind === "noisy-limit"
        ? { lower: { mse: 0.01, fvu: 0.1 }, upper: { mse: 0.01, fvu: 0.1 } }
        : {
          variant: "made up",
          segments: 2,
          epsilon: null,
          ...{ neurons: 0, encoder: 0, decoder: 0, parameters: 2 },
          loss: { mse: 0.02, fvu: 0.2 },
          standardError: 0,
        },
  );

async function judge(loss: (length: number, noise: number) => number) {
  const rows = await rowsOf(loss);
  const claim = moreCompact(rows);
  assert(countWords(claim.sentence) <= 60);
  return { rows, ...claim };
}

Deno.test("noise: only what more training cannot change counts as won", async () => {
  const won = await judge(() => 0.3);
  assertEquals(won.verdict, "supported");
  assertStringIncludes(
    won.sentence,
    "in the limit too, at every σ (2 features in 1 dimension) and at every σ (6 features in 2 dimensions).",
  );
  const lost = await judge(() => 0.6);
  assertEquals(lost.verdict, "refuted");
  assertStringIncludes(lost.details.join(" "), "encoder loses less at every σ");
  assertStringIncludes(
    lost.details.join(" "),
    "the quantized code, no network, loses less than the nonlinear encoder at every σ;",
  );
});

Deno.test("noise: where training is not over, the sentence says still falling", async () => {
  // Behind as yet, ahead in the limit.
  const falling = await judge((length) => 0.3 + 0.3 / length ** 0.5);
  assertEquals(falling.verdict, "open");
  assertStringIncludes(
    falling.sentence,
    "at no σ, still falling at 0.1 and 1 (2 features in 1 dimension)",
  );
  const one = await judge((length, noise) =>
    noise < 1 ? 0.3 : 0.3 + 0.3 / length ** 0.5
  );
  assertEquals(one.verdict, "qualified");
  assertStringIncludes(one.sentence, "at σ = 0.1, still falling at 1 (2 feat");
  const level = await judge((_, noise) => noise < 1 ? 0.3 : 0.4);
  assertEquals(level.verdict, "qualified");
  assertStringIncludes(level.sentence, "too, at σ = 0.1 (2 features");
  assertStringIncludes(
    level.details.join(" "),
    "neither is known to lose less at σ = 1.",
  );
});

Deno.test("noise: rows say how far from converged they are, at the length reported", async () => {
  const { rows } = await judge((length) => 0.3 + 0.3 / length ** 0.5);
  const schemes = rows.filter((r) => r.kind === "scheme");
  for (const r of schemes.filter((r) => r.series === "nonlinear")) {
    assertEquals([r.median, r.steps, r.compute], [0.6, 60, 60]);
    assertEquals(r.limit!.toFixed(4), "0.3000");
    assertEquals(r.toGo!.toFixed(4), "0.5000");
  }
  for (const r of schemes.filter((r) => r.seeds === 0)) {
    assertEquals([r.limit, r.toGo, r.compute], [null, null, 0]);
  }
  const caption = figure.caption(rows);
  assertStringIncludes(caption, "50 % at the farthest (nonlinear, 2 features");
  assertStringIncludes(caption, "compute of 60 steps of Adam");
  assertStringIncludes(caption, "(Adam at every point)");
});
