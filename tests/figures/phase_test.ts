import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { captionOfLadders } from "../../figures/phase/captions.ts";
import { type Cell, cellsOf } from "../../figures/phase/cells.ts";
import { breakEvens, moreCompact } from "../../figures/phase/claims.ts";
import { degenerateCase } from "../../figures/phase/degenerate_case.ts";
import { families } from "../../figures/phase/families.ts";
import figure from "../../figures/phase/figure.ts";
import { ladderRows, ladderRowsOf } from "../../figures/phase/ladders.ts";
import { mapRows } from "../../figures/phase/maps.ts";
import { decided } from "../../figures/phase/picture.ts";
import { type CellRow, row } from "../../figures/phase/rows.ts";
import { trainingCost } from "../../src/jobs/training.ts";
import { best } from "../../src/protocol/recipe.ts";
import { sparseBatch, sparseSize } from "../../src/protocol/sparse_case.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { pretend } from "../protocol/_pretend.ts";
import { distance, sights } from "../rendering/_sight.ts";

/** What a pretended loss may depend on. */
interface Run {
  readonly nonlinear: boolean;
  readonly sparsity: number;
  /** Compute, in units of the reported length. */
  readonly length: number;
  readonly adam: boolean;
}

/** A context whose networks lose what `loss` says, give or take 1 % by seed. */
function contextWith(loss: (run: Run) => number) {
  const { steps } = sparseSize({ profile: "smoke" });
  const { context } = pretend((config, seed) => {
    const { architecture, data, optimiser, schedule } = config;
    const once = trainingCost({
      ...config,
      optimiser: best.optimiser,
      schedule: { ...schedule, steps, batch: sparseBatch },
    });
    const layers = architecture.layers.length;
    const scatter = 1 + (seed % 2 === 0 ? 0.01 : -0.01);
    return scatter * loss({
      nonlinear: layers === 4,
      sparsity: data.sparsity,
      // A power of four, however steps are rounded.
      length: 4 ** Math.round(Math.log2(trainingCost(config) / once) / 2),
      adam: optimiser.kind === best.optimiser.kind,
    });
  });
  const get = () => Promise.reject(new Error("asked for more than training"));
  return { ...context, get, profile: "smoke" as const };
}

/** A loss that falls to `end`. */
const falling = (end: number, { length }: Run) => end + 0.1 * length ** -0.5;

/** A context whose linear encoder ends at 1; the nonlinear one loses what `loss` says. */
const against = (loss: (run: Run) => number) =>
  contextWith((run) => run.nonlinear ? loss(run) : falling(1, run));
/** The rows of one cell. */
const rowsWith = (loss: (run: Run) => number) =>
  ladderRowsOf(against(loss), 0.9, 2);
const cellWith = async (loss: (run: Run) => number) =>
  ofKind(await rowsWith(loss), "cell")[0];

Deno.test("phase: a cell is decided where lengths, limits and optimisers agree", async () => {
  const rows = await ladderRows(
    against((run) => falling(run.sparsity === 0 ? 0.7 : 1.5, run)),
  );
  const cells = ofKind(rows, "cell");
  assertEquals(
    cells.map(({ sparsity, settled, unsettled, flips }) => [
      sparsity,
      settled,
      unsettled,
      flips,
    ]),
    [0, 0, 0.9, 0.9].map((
      s,
    ) => [s, s === 0 ? "second" : "first", null, false]),
  );
  for (const r of cells) {
    const limit = r.sparsity === 0 ? 1 / 0.7 : 1 / 1.5;
    assert(Math.abs(r.limitRatio! / limit - 1) < 0.05, `${r.limitRatio}`);
    assert(r.low <= r.ratio && r.ratio <= r.high);
  }
  // Every side of every cell at every length of every optimiser.
  const lengths = families.flatMap((family) => family.lengths).length;
  assertEquals(ofKind(rows, "side").length, 4 * 2 * lengths);
  assertEquals(ofKind(rows, "ratio").length, 4 * lengths);
  assertEquals(ofKind(rows, "limit").length, 4 * families.length);
  rows.forEach((r) => row.parse(r));
});

Deno.test("phase: a cell that flips is never decided", async () => {
  const flipping: Record<string, (run: Run) => number> = {
    "between the two longest lengths": (run) =>
      run.length < 16 ? falling(1.5, run) : 0.8,
    "between optimisers": (run) => falling(run.adam ? 0.7 : 1.5, run),
    "between the longest length of one optimiser and the other's": (run) =>
      run.length < 4 ? falling(1.5, run) : 0.5,
    "in the limit": ({ length }) => 0.5 + 1.2 * length ** -0.25,
  };
  for (const [where, loss] of Object.entries(flipping)) {
    const cell = await cellWith(loss);
    const { settled, unsettled, flips } = cell;
    assertEquals([settled, unsettled, flips], [null, "flips", true], where);
    assertEquals(cellsOf([cell])[0].winner, null, where);
  }
});

Deno.test("phase: what flipped before the longest lengths is marked, also where it is decided", async () => {
  const early = (run: Run) => run.length <= 1 / 4 ? 3 : falling(0.7, run);
  const before = await cellWith(early);
  assertEquals([before.settled, before.flips], ["second", false]);
  // SOAP's two longest lengths are 1 and 4, so that Adam alone can have flipped before them.
  const late = (run: Run) =>
    run.adam && run.length <= 1 ? 3 : falling(0.7, run);
  const { unsettled, flips } = await cellWith(late);
  assert(unsettled !== "flips" && flips);
});

Deno.test("phase: either side is taken by the optimiser with which it loses less", async () => {
  const loss = (run: Run) =>
    run.nonlinear
      ? falling(run.adam ? 0.7 : 0.5, run)
      : falling(run.adam ? 1 : 1.3, run);
  const rows = await ladderRowsOf(contextWith(loss), 0.9, 2);
  const [cell] = ofKind(rows, "cell");
  const run = { sparsity: 0.9, length: 1 };
  const nonlinear = (length: number) =>
    loss({ ...run, nonlinear: true, adam: false, length });
  const linear = (length: number) =>
    loss({ ...run, nonlinear: false, adam: true, length });
  const near = (a: number, b: number, off = 1e-9) =>
    assert(Math.abs(a / b - 1) < off, `${a}, not ${b}`);
  near(cell.nonlinearMedian, nonlinear(4));
  near(cell.linearMedian, linear(16));
  near(cell.paperRatio, linear(1) / nonlinear(1));
  near(cell.ratio, linear(16) / nonlinear(4));
  near(cell.limitRatio!, 1 / 0.5, 0.01);
  const lows = ofKind(rows, "limit").map((r) => r.nonlinearLimitLow!);
  assertEquals(cell.nonlinearLimitLow, Math.min(...lows));
});

Deno.test("phase: where intervals hold 1, nothing is decided", async () => {
  const cell = await cellWith((run) => falling(1.001, run));
  assertEquals([cell.settled, cell.unsettled], [null, "close"]);
  assertEquals(cellsOf([cell])[0].winner, null);
});

/** Every `range` of a specification. */
function ranges(spec: unknown): string[][] {
  if (typeof spec !== "object" || spec === null) return [];
  return Object.entries(spec).flatMap(([key, value]) =>
    key === "range" ? [value as string[]] : ranges(value)
  );
}

const count = (spec: unknown, text: string) =>
  JSON.stringify(spec).split(text).length - 1;

Deno.test("phase: colours, grey and symbols of the three maps are those of their cells", async () => {
  const one = await rowsWith((run) => run.length < 16 ? 1.5 : 0.8);
  const [cell] = ofKind(one, "cell");
  const other: CellRow = {
    ...cell,
    sparsity: 0,
    paperHigh: 1.1,
    settled: "first",
    unsettled: null,
    flips: false,
  };
  const rows = [...one, other];
  const spec = figure.spec(rows);
  // A grey cell is drawn in its colour, in grey and with its number, and with a symbol if it flips.
  assertEquals([cell.flips, decided(cell), decided(other)], [true, true, true]);
  assertEquals(count(spec, '"grey":"not decided"'), 4 + 3);
  assertEquals(count(spec, '"note":"winner changes"'), 3 * 3 + 1);
  const colors = ranges(spec).flat().filter((color) => color.startsWith("#"));
  assertEquals(new Set(colors).size, 7);
  for (const [sight, matrix] of Object.entries(sights)) {
    const apart = [...new Set(colors)];
    apart.forEach((a, i) =>
      apart.slice(i + 1).forEach((b) => {
        const found = distance(a, b, matrix);
        assert(found > 0.12, `${a} and ${b} are ${found} apart to ${sight}`);
      })
    );
  }
  assertStringIncludes(captionOfLadders(rows), "1/16, 1/4, 1, 4 and 16 (Adam)");
});

Deno.test("phase: a limit that nothing bounds has a place on the map", async () => {
  const cell = await cellWith((run) => falling(0.7, run));
  const rows = [{ ...cell, limitRatio: null, limitRatioLow: null }];
  assertStringIncludes(JSON.stringify(figure.spec(rows)), '"label":"∞"');
  // What bounds it from below is what the map shows.
  assertStringIncludes(JSON.stringify(figure.spec([cell])), '"label":"≥ 1.');
});

Deno.test("phase: the paper profile's rows say what more training may change, and its picture too", async () => {
  const rows = await mapRows(
    contextWith((run) =>
      falling(run.nonlinear ? 0.7 : 1, run) + (run.length < 0.4 ? 1 : 0)
    ),
  );
  rows.forEach((r) => row.parse(r));
  assertEquals(rows.length, 8);
  const spec = figure.spec(rows);
  const may = rows.filter((r) => decided(r) && r.settled === null).length;
  assertEquals(count(spec, '"note":"may still change"') > 0, may > 0);
  assertEquals(
    rows.map((r) => r.linearLimit !== null && r.nonlinearLimit !== null),
    rows.map(() => true),
  );
  assertStringIncludes(figure.caption(rows), "In grey cells");
});

/**
 * Cells with a ratio for every sparsity and budget, decided where it is not 1; the nonlinear
 * encoder loses 0.6 over the ratio.
 */
function cellsOfRatios(ratios: Record<number, number[]>, code = 0.75): Cell[] {
  return (["neurons", "parameters"] as const).flatMap((matched) =>
    Object.entries(ratios).flatMap(([sparsity, list]) =>
      list.map((ratio, i): Cell => ({
        matched,
        features: 20,
        hidden: 5,
        sparsity: Number(sparsity),
        neuronsPerFeature: i + 1,
        neurons: 20 * (i + 1),
        linearCode: code,
        nonlinear: [0.6 / ratio, 0.6 / ratio / 1.01, 0.6 / ratio * 1.01],
        ratio: [ratio, ratio / 1.01, ratio * 1.01],
        winner: ratio === 1 ? null : ratio > 1 ? "nonlinear" : "linear",
        reason: ratio === 1 ? "close" : null,
        overCode: 0.6 / ratio * 1.01 < code
          ? "nonlinear"
          : 0.6 / ratio / 1.01 > code
          ? "linear"
          : null,
      }))
    )
  );
}

const judge = (cells: Cell[]) =>
  [moreCompact(cells), breakEvens(cells)].map(({ verdict }) => verdict);

Deno.test("phase: verdicts follow from where the nonlinear encoder wins at the largest budget", () => {
  const of = (first: number, second: number, code?: number) =>
    judge(cellsOfRatios({ 0: [0.8, first], 0.9: [0.8, second] }, code));
  assertEquals(of(1.1, 1.2), ["supported", "supported"]);
  assertEquals(of(1.1, 0.9), ["qualified", "qualified"]);
  assertEquals(of(1.1, 1), ["qualified", "qualified"]);
  assertEquals(of(0.9, 1), ["refuted", "refuted"]);
  assertEquals(of(1, 1), ["open", "open"]);
  // Beating a linear encoder is not enough where no neurons at all do as well.
  assertEquals(of(1.1, 1.2, 0.4), ["refuted", "refuted"]);
  assertEquals(of(1.1, 1.2, 0.6 / 1.1), ["qualified", "qualified"]);
});

Deno.test("phase: claims do not count what is not decided, however large the ratio", () => {
  const won = cellsOfRatios({ 0: [1.1, 1.3], 0.9: [1.1, 1.3] });
  const open = won.map((cell): Cell => ({
    ...cell,
    winner: null,
    reason: cell.sparsity === 0 ? "flips" : "falling",
  }));
  assertEquals(judge(won), ["supported", "supported"]);
  assertEquals(judge(open), ["open", "open"]);
  const one = won.map((cell, i) => cell.sparsity === 0 ? open[i] : cell);
  assertEquals(judge(one), ["qualified", "qualified"]);
  assertStringIncludes(
    moreCompact(one).details.join(" "),
    "Not decided at S = 0, where who loses less changes with the length of training or the optimiser",
  );
  assertStringIncludes(
    breakEvens(one).sentence,
    "as many: from 20 on at S = 0.9 and undecided with 40 at S = 0.",
  );
  const { verdict, sentence } = degenerateCase(open);
  assertEquals(verdict, "open");
  assertStringIncludes(
    sentence,
    "in 0 of 2 sparse cases and 0 of 2 dense ones",
  );
  assertStringIncludes(sentence, "2 and 2 are not decided");
});

Deno.test("phase: sparse and dense cells are compared among those that are decided", () => {
  const verdict = (ratios: Record<number, number[]>) =>
    degenerateCase(cellsOfRatios(ratios)).verdict;
  assertEquals(verdict({ 0: [1.1, 0.9], 0.9: [0.9, 0.9] }), "supported");
  assertEquals(verdict({ 0: [1.1, 1], 0.9: [0.9, 1.1] }), "qualified");
  assertEquals(verdict({ 0: [0.9, 1], 0.9: [0.9, 1.1] }), "refuted");
  assertEquals(verdict({ 0: [1, 1], 0.9: [0.9, 1.1] }), "open");
});

Deno.test("phase: a break-even is where the nonlinear encoder wins and goes on winning", () => {
  const all = cellsOfRatios({
    0: [1.1, 0.9, 1.1, 1.2],
    0.5: [0.7, 1.1, 1.1, 1.2],
    0.9: [1.1, 1.1, 1.1, 1],
    0.95: [1.1, 1.1, 1.1, 0.9],
  });
  const { sentence, details } = breakEvens(all);
  assertEquals(
    sentence,
    "20 features in 5 dimensions, S = 0 to 0.95, with 20, 40, 60 and 80 neurons, at the longest lengths and in the limit: a nonlinear encoder beats the best linear encoder with as many: from 40 on at S = 0.5, from 60 on at S = 0, not with 80 at S = 0.95 and undecided with 80 at S = 0.9.",
  );
  assertEquals(details, [
    "It beats the best linear code, which has no neurons: from 20 on at S = 0, 0.9 and 0.95 and from 40 on at S = 0.5.",
    "Against a linear encoder with as many parameters instead, the same holds.",
  ]);
  const changed = all.map((cell): Cell =>
    cell.matched === "parameters" && cell.sparsity === 0.9
      ? { ...cell, winner: "nonlinear", reason: null }
      : cell
  );
  assertStringIncludes(
    breakEvens(changed).details[1],
    "the same holds, but from 20 on at S = 0.9.",
  );
  const { sentence: compact, details: more } = moreCompact(all);
  assertStringIncludes(
    compact,
    "a nonlinear encoder loses less than the best linear code at every S, less than the best linear encoder with as many neurons at S = 0 and 0.5 and more at S = 0.95.",
  );
  assertEquals(more.slice(2), [
    "The best linear encoder with as many neurons loses more by a factor of at most 1.2 [1.19, 1.21] (S = 0).",
    "It loses less at S = 0.95, where the factor is 0.9 [0.891, 0.909].",
    "Not decided at S = 0.9, where neither is known to lose less at the longest lengths and the factor is 1 [0.99, 1.01].",
    "With as many parameters instead, the same holds.",
  ]);
});
