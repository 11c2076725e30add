/** Figure 10, with losses that are made up: what is asked for, and what is made of it. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { scaling } from "../../figures/scaling/claims.ts";
import figure from "../../figures/scaling/figure.ts";
import { makeRows, type Row } from "../../figures/scaling/rows.ts";
import { boundsOf, directionOf } from "../../figures/scaling/trends.ts";
import { randomStream } from "../../src/numerics/random.ts";
import type { ProfileName } from "../../src/protocol/figure.ts";
import { checkClaims } from "../../src/protocol/sentences.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { pretend } from "../protocol/_pretend.ts";

/** Hidden dimensions, training length, and whether the encoder is nonlinear. */
function read({ architecture: { layers }, schedule }: TrainingConfig) {
  return {
    hidden: Math.min(...layers.map((layer) => layer.outputs)),
    length: schedule.steps * schedule.batch / (5000 * 128),
    nonlinear: layers.length === 4,
  };
}

/** One side: its limit, and what is above it at 1 ×. */
type Side = (hidden: number) => readonly [limit: number, above: number];

/** The rows where both sides near their limits with the square root of the length. */
async function rowsOf(
  profile: ProfileName,
  sides: { linear: Side; nonlinear: Side },
  scatter = 0.002,
) {
  const { context, asked } = pretend((config, seed) => {
    const { hidden, length, nonlinear } = read(config);
    const side = nonlinear ? sides.nonlinear : sides.linear;
    const [limit, above] = side(hidden);
    const name = `${nonlinear}/${hidden}/${length}`;
    const { uniform } = randomStream(name, seed, "search");
    const noise = 1 + scatter * (2 * uniform() - 1);
    return noise * (limit + above / Math.sqrt(length));
  });
  const get = () => Promise.reject(new Error("nothing but training"));
  const rows = await makeRows({ ...context, get, profile });
  return { rows: rows.map((row) => figure.row.parse(row)), asked };
}

/** The ratio of the limits goes as m to this power; both sides converge alike at every m. */
const power = (exponent: number) => ({
  linear: (hidden: number) =>
    [0.3 * hidden ** exponent, 0.03 * hidden ** exponent] as const,
  nonlinear: () => [0.3, 0.03] as const,
});

Deno.test("scaling: where both sides converge alike the slope is that of the limit", async () => {
  for (const [exponent, verdict] of [[-0.3, "supported"], [0.2, "refuted"]]) {
    const { rows } = await rowsOf("paper", power(Number(exponent)));
    const trends = ofKind(rows, "trend");
    for (const r of trends) {
      assertAlmostEquals(r.slope!, Number(exponent), 0.05);
      assert(r.low! <= r.slope! && r.slope! <= r.high!);
    }
    const limits = trends.filter((r) => r.length === null);
    assertEquals(limits.length, 4);
    const claim = scaling(rows);
    assertEquals(claim.verdict, verdict);
    checkClaims("scaling", [claim]);
    for (const r of ofKind(rows, "limit")) {
      assertAlmostEquals(r.linearToGo!, 0.066, 0.05);
    }
    assertEquals(ofKind(rows, "direction").map((r) => r.changesSign), [
      false,
      false,
      false,
      false,
    ]);
  }
});

Deno.test("scaling: a slope that comes of later convergence alone is no verdict", async () => {
  // The ratio of the limits rises, but at every length that is trained it falls.
  const { rows } = await rowsOf("paper", {
    linear: (hidden) => [0.3 * hidden ** 0.1, 0.03],
    nonlinear: (hidden) => [0.3, 0.03 * hidden],
  }, 0.0005);
  for (const r of ofKind(rows, "trend")) {
    if (r.length === null) assert(r.low! > 0, "the limit rises");
    else assert(r.high! < 0, `the ratio falls at ${r.length}`);
  }
  for (const r of ofKind(rows, "direction")) {
    assertEquals([r.settled, r.unsettled, r.changesSign], [
      null,
      "flips",
      true,
    ]);
  }
  for (const r of ofKind(rows, "delay")) {
    if (r.side === "nonlinear") assert(r.low! > 0, "it converges later");
    else assert(r.high! < 0, "the other side, relative to its loss, sooner");
  }
  const { verdict, sentence, details } = scaling(rows);
  assertEquals(verdict, "open");
  assert(sentence.includes("may do either in 4; in 4 the sign depends"));
  const last = details.at(-1)!;
  assert(last.includes("on the nonlinear side in 4 of 4 cases"), last);
  assert(last.includes("on the linear side in 0 of 4 cases"), last);
});

Deno.test("scaling: verdicts follow the directions of all cases", async () => {
  const { rows } = await rowsOf("smoke", power(-0.3));
  const verdictOf = (...ways: ("falls" | "rises" | null)[]) => {
    const [model] = ofKind(rows, "direction");
    const others: Row[] = rows.filter((r) => r.kind !== "direction");
    const claim = scaling([
      ...others,
      ...ways.map((settled): Row => ({
        ...model,
        settled,
        unsettled: settled === null ? "close" : null,
      })),
    ]);
    return claim.verdict;
  };
  assertEquals(verdictOf("falls", "falls"), "supported");
  assertEquals(verdictOf("rises", "rises"), "refuted");
  assertEquals(verdictOf("falls", "rises"), "qualified");
  assertEquals(verdictOf("falls", null), "qualified");
  assertEquals(verdictOf(null, null), "open");
});

Deno.test("scaling: a direction needs the two longest lengths and the limit", () => {
  const slope = (low: number | null, high: number | null) => ({
    slope: low === null || high === null ? null : (low + high) / 2,
    low,
    high,
  });
  const falls = slope(-0.2, -0.1), rises = slope(0.1, 0.2);
  const either = slope(-0.1, 0.2);
  const judge = (...all: ReturnType<typeof slope>[]) => {
    const of = directionOf(all.slice(0, -1), all.at(-1)!);
    return [of.settled ?? of.unsettled, of.changesSign];
  };
  assertEquals(judge(falls, falls, falls), ["falls", false]);
  assertEquals(judge(rises, rises, rises), ["rises", false]);
  assertEquals(judge(rises, falls, falls, falls), ["falls", true]);
  assertEquals(judge(falls, falls, rises), ["flips", true]);
  assertEquals(judge(rises, falls, falls), ["flips", true]);
  assertEquals(judge(falls, either, falls), ["close", true]);
  assertEquals(judge(falls, falls, either), ["falling", true]);
  assertEquals(judge(falls, falls, slope(null, -0.1)), ["falls", false]);
  assertEquals(judge(falls, falls, slope(null, 0.1)), ["falling", false]);
  assertEquals(judge(falls, falls, slope(null, null)), ["falling", false]);
});

Deno.test("scaling: resamples without an answer count at both ends", () => {
  const draws = Array.from({ length: 81 }, (_, i) => i);
  const replaced = (count: number, by: number) =>
    boundsOf([...Array<number>(count).fill(by), ...draws.slice(count)])
      .map((end) => end === null ? null : Math.round(end));
  assertEquals(replaced(0, NaN), [2, 78]);
  assertEquals(replaced(1, NaN), [2, 79]);
  assertEquals(replaced(3, NaN), [null, null]);
  assertEquals(replaced(3, -Infinity), [null, 78]);
  assertEquals(replaced(3, Infinity), [5, null]);
});

Deno.test("scaling: every size is trained at the same lengths, its rates tuned at each on seeds that are not reported", async () => {
  const { rows, asked } = await rowsOf("full", power(-0.1));
  const all = ofKind(rows, "ratio");
  assertEquals(ascending(all.map((r) => r.hidden)), [1, 2, 5, 10, 20]);
  const lengths = ascending(all.map((r) => r.length));
  assertEquals(lengths, [1 / 16, 1 / 4, 1, 2]);
  for (const r of all) {
    assertEquals(r.steps, Math.round(5000 * r.length));
    for (const side of ["linear", "nonlinear"] as const) {
      // Other recipes take other steps for the same compute.
      const steps = r[`${side}Steps`];
      const own = asked.filter(({ config }) =>
        read(config).hidden === r.hidden && config.schedule.steps === steps &&
        config.data.sparsity === r.sparsity
      );
      const chosen = own.filter(({ seeds: [first] }) => first >= 1000);
      const rates = chosen.map(({ config }) => config.schedule.learningRate);
      assert(unique(rates).length > 1, `m = ${r.hidden}, ${r.length} ×`);
      const reported = own.filter(({ seeds: [first] }) => first === 0);
      assert(reported.every(({ seeds }) => seeds.length === r.seeds));
      assert(reported.length > 0);
    }
  }
  assert(figure.caption(rows).includes("4, 8, 16 or 32 report seeds"));
  assert(figure.caption(rows).includes("(from m = 10 on at 1/4 ×)"));
});
