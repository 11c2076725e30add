/** How far from converged a code is, with losses that are made up. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { z } from "zod";
import { independent } from "../../src/features/mod.ts";
import { closedCandidates } from "../../src/protocol/closed.ts";
import {
  closedConvergence,
  compareConvergence,
  type Convergence,
  convergenceOf,
  seenFrom,
} from "../../src/protocol/convergence.ts";
import {
  convergenceRow,
  convergenceShape,
  convergenceSide,
  convergenceSideShape,
  settledBy,
  settledShape,
} from "../../src/protocol/convergence_row.ts";
import { type Case, report, type Tuned } from "../../src/protocol/measure.ts";
import { measureClosed } from "../../src/protocol/measured.ts";
import { ratioOf } from "../../src/protocol/ratio.ts";
import { best } from "../../src/protocol/recipe.ts";
import { seeds } from "../../src/protocol/seeds.ts";
import linear from "../../src/schemes/linear.ts";
import nonlinear from "../../src/schemes/nonlinear.ts";
import { pretend } from "./_pretend.ts";

const problem = { data: independent(4, 0.5), hidden: 2, noise: 0 };
const of: Case = {
  problem,
  recipes: [best],
  steps: 1000,
  batch: 8,
  seeds: seeds({ selection: 2, report: 15 }),
  curvePoints: 0,
  tries: (all) => all,
};
const [candidate] = nonlinear.candidates(problem, {
  neurons: [8],
  split: [1, 1],
  segments: [],
  epsilon: [],
});
if (candidate.kind !== "trained") throw new Error("nonlinear is trained");
const tuned: Tuned = {
  scheme: "nonlinear",
  candidate,
  recipe: best,
  learningRate: 0.01,
  score: 1,
};

/** A code whose loss after a length of training is made up, with seeds a little apart. */
async function trained(
  loss: (length: number) => number,
  stream: string,
  lengths = [0.25, 0.5, 1],
): Promise<Convergence> {
  const { context } = pretend(({ schedule: { steps } }, seed) =>
    loss(steps / of.steps) * (1 + 1e-5 * (seed - 7) ** 3)
  );
  return convergenceOf(
    await Promise.all(lengths.map(async (length) => ({
      length,
      measured: await report(context, of, tuned, {
        stream: length === 1 ? stream : `${stream}/${length}`,
        stretch: length,
      }),
    }))),
  );
}

const row = z.strictObject(convergenceShape);

Deno.test("where a ladder leads: the last doubling, the limit and what is to go", async () => {
  const falls = (length: number) => 0.1 + 0.05 / length;
  const convergence = await trained(falls, "a");
  const { measured, lengths } = convergence;
  assertEquals(measured, lengths[2].measured);
  const columns = row.parse(convergenceRow(convergence));
  assertAlmostEquals(columns.lastDoubling!, 0.15 / 0.2, 1e-12);
  assertAlmostEquals(columns.limit!, 0.1, 1e-5);
  assertAlmostEquals(columns.toGo!, 1 / 3, 1e-4);
  assert(columns.lastDoublingLow! < 0.75 && 0.75 < columns.lastDoublingHigh!);
  assert(columns.limitLow! < 0.1 && 0.1 < columns.limitHigh!);
  // Equal streams give equal bits, others others.
  assertEquals(await trained(falls, "a"), convergence);
  const other = await trained(falls, "b");
  assertNotEquals(other.limit.draws, convergence.limit.draws);
});

Deno.test("the last doubling of a ladder of fours is the mean one, as a factor", async () => {
  const convergence = await trained((length) => 2 / Math.sqrt(length), "a", [
    1,
    4,
    16,
  ]);
  assertAlmostEquals(convergence.lastDoubling!.ratio, Math.SQRT1_2, 1e-12);
  const { low, high } = convergence.lastDoubling!;
  assert(low < Math.SQRT1_2 && Math.SQRT1_2 < high);
});

Deno.test("columns of a side have its name before them", async () => {
  const convergence = await trained((s) => 0.1 + 0.05 / s, "a");
  const side = convergenceSide("linear", convergence);
  const { lastDoubling, limitLow, toGo } = convergenceRow(convergence);
  assertEquals(
    [side.linearLastDoubling, side.linearLimitLow, side.linearToGo],
    [lastDoubling, limitLow, toGo],
  );
  assertEquals(
    z.strictObject(convergenceSideShape("linear")).parse(side),
    side,
  );
  assertEquals(Object.keys(side).length, Object.keys(convergenceShape).length);
});

const [code] = closedCandidates(linear, problem);
const known = closedConvergence(measureClosed("linear", problem, code));

Deno.test("a closed form has nothing to say of convergence, and can be compared", async () => {
  const columns = row.parse(convergenceRow(known));
  assertEquals(new Set(Object.values(columns)), new Set([null]));
  const { fvu } = code.loss;
  const convergence = await trained((s) => fvu / 2 + fvu * 0.1 / s, "a");
  const found = compareConvergence(known, convergence, "ratio");
  assertEquals(found.lengths.map(({ length }) => length), [0.25, 0.5, 1]);
  found.lengths.forEach(({ ratio }, i) =>
    assertAlmostEquals(ratio, 1 / [0.9, 0.7, 0.6][i], 1e-12)
  );
  assertAlmostEquals(found.limit.ratio, 2, 1e-3);
  assertEquals(settledBy(found).settled, "second");
  assertEquals(
    settledBy(compareConvergence(convergence, known, "ratio")).settled,
    "first",
  );
  assertThrows(
    () => settledBy(compareConvergence(known, known, "a")),
    RangeError,
  );
});

Deno.test("two sides: ratios with the streams they have without ladders, and what is settled", async () => {
  const a = await trained((s) => 0.1 + 0.05 / s, "a");
  const b = await trained((s) => 0.2 + 0.05 / s, "b");
  const found = compareConvergence(a, b, "ratio");
  const { length, ...once } = found.lengths[2];
  assertEquals(length, 1);
  assertEquals(once, ratioOf(a.measured, b.measured, "ratio"));
  const first = z.strictObject(settledShape).parse(settledBy(found));
  assertEquals([first.settled, first.unsettled], ["first", null]);
  assertAlmostEquals(first.limitRatio!, 0.5, 1e-4);
  assert(first.limitRatioLow! < 0.5 && 0.5 < first.limitRatioHigh!);
  // The one that is ahead at every length is behind in the end.
  const c = await trained((s) => 0.12 + 0.02 / s, "c");
  const flips = settledBy(compareConvergence(a, c, "ratio"));
  assert(compareConvergence(a, c, "ratio").lengths.every(({ low }) => low > 1));
  assertEquals([flips.settled, flips.unsettled], [null, "flips"]);
  // Another recipe that says otherwise.
  const second = compareConvergence(b, a, "ratio");
  assertEquals(settledBy(found, second).unsettled, "flips");
  assertEquals(settledBy(found, found).settled, "first");
  const same = await trained((s) => 0.1 + 0.05 / s, "d");
  assertEquals(settledBy(compareConvergence(a, same, "x")).unsettled, "close");
  // Both still fall as they please: nothing bounds the ratio of their limits.
  const fast = await trained((s) => 3 - 2.5 * s, "e");
  const slow = await trained((s) => 4 - 1.25 * s, "f");
  const open = settledBy(compareConvergence(slow, fast, "x"));
  assertEquals([open.limitRatio, open.limitRatioHigh], [null, null]);
});

Deno.test("ladders of different lengths are not compared", async () => {
  const a = await trained((s) => 1 / s, "a");
  const b = await trained((s) => 1 / s, "b", [0.5, 1, 2]);
  assertThrows(
    () => compareConvergence(a, b, "x"),
    RangeError,
    "lengths 0.25, 0.5, 1 against 0.5, 1, 2",
  );
});

Deno.test("seen from a shorter length there is more to go, to the same limit", async () => {
  const lengths = [0.25, 0.5, 1, 2];
  const all = await trained((length) => 0.3 + 0.3 / length, "seen", lengths);
  const at = convergenceRow(seenFrom(all, 1));
  const end = convergenceRow(all);
  const median = 0.6;
  assertEquals(
    [at.limit, at.limitLow, at.limitHigh],
    [end.limit, end.limitLow, end.limitHigh],
  );
  assertAlmostEquals(at.toGo!, 1 - at.limit! / median, 1e-12);
  assert(at.toGo! > end.toGo!);
  assertAlmostEquals(at.lastDoubling!, 0.6 / 0.9, 1e-12);
  assertAlmostEquals(end.lastDoubling!, 0.45 / 0.6, 1e-12);
  assertEquals(convergenceRow(seenFrom(all, 2)), end);
  const rising = await trained((length) => length, "rising", lengths);
  assertEquals(seenFrom(rising, 1).limit.toGo, 0);
});
