import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import figure from "../../figures/phase/figure.ts";
import { decided } from "../../figures/phase/picture.ts";
import { type Row, row } from "../../figures/phase/rows.ts";
import { breakEvens, moreCompact } from "../../figures/phase/claims.ts";
import { decodeSnapshot } from "../../src/rendering/snapshot.ts";
import { filesOf, repository } from "../../tasks/_layout.ts";
import { distance, sights } from "../rendering/_sight.ts";

const { snapshot: path } = filesOf(repository, "phase", "paper");
const rows: Row[] = decodeSnapshot(await Deno.readTextFile(path), path)
  .rows.map((r) => row.parse(r));

/** Every `range` of a specification. */
function ranges(spec: unknown): string[][] {
  if (typeof spec !== "object" || spec === null) return [];
  return Object.entries(spec).flatMap(([key, value]) =>
    key === "range" ? [value as string[]] : ranges(value)
  );
}

Deno.test("phase: the colours of the cells and the grey are apart to every sight", () => {
  const colors = [...new Set(ranges(figure.spec(rows)).flat())];
  assertEquals(colors.length, 7);
  for (const [sight, matrix] of Object.entries(sights)) {
    colors.forEach((a, i) =>
      colors.slice(i + 1).forEach((b) => {
        const found = distance(a, b, matrix);
        assert(found > 0.12, `${a} and ${b} are ${found} apart to ${sight}`);
      })
    );
  }
});

Deno.test("phase: the grey cells are those whose interval holds 1", () => {
  const spec = JSON.stringify(figure.spec(rows));
  const grey = spec.split('"verdict":"interval holds 1"').length - 1;
  assertEquals(grey, rows.filter((r) => r.low <= 1 && r.high >= 1).length);
  assertEquals(grey, rows.filter((r) => !decided(r)).length);
  assertStringIncludes(figure.caption(rows), "In grey cells");
});

/**
 * Rows with a ratio for every sparsity and budget, and with intervals of 1 %; the nonlinear encoder
 * loses 0.6 over the ratio.
 */
function rowsWith(ratios: Record<number, number[]>, code = 0.75): Row[] {
  return (["neurons", "parameters"] as const).flatMap((matched) =>
    Object.entries(ratios).flatMap(([sparsity, list]) =>
      list.map((ratio, i): Row => ({
        ...rows[0],
        matched,
        sparsity: Number(sparsity),
        neuronsPerFeature: i + 1,
        nonlinearNeurons: 20 * (i + 1),
        linearCode: code,
        linearMedian: 0.6,
        nonlinearMedian: 0.6 / ratio,
        nonlinearLow: 0.6 / ratio / 1.01,
        nonlinearHigh: 0.6 / ratio * 1.01,
        ratio,
        low: ratio / 1.01,
        high: ratio * 1.01,
      }))
    )
  );
}

Deno.test("phase: verdicts follow from where the nonlinear encoder wins at the largest budget", () => {
  const verdicts = (all: Row[]) =>
    [moreCompact(all), breakEvens(all)].map(({ verdict }) => verdict);
  const of = (first: number, second: number, code?: number) =>
    verdicts(rowsWith({ 0: [0.8, first], 0.9: [0.8, second] }, code));
  assertEquals(of(1.1, 1.2), ["supported", "supported"]);
  assertEquals(of(1.1, 0.9), ["qualified", "qualified"]);
  assertEquals(of(1.1, 1), ["qualified", "qualified"]);
  assertEquals(of(0.9, 1), ["refuted", "refuted"]);
  assertEquals(of(1, 1), ["open", "open"]);
  // Beating a linear encoder is not enough where no neurons at all do as well.
  assertEquals(of(1.1, 1.2, 0.5), ["refuted", "refuted"]);
  assertEquals(of(1.1, 1.2, 0.6 / 1.1), ["qualified", "qualified"]);
});

Deno.test("phase: a break-even is where the nonlinear encoder wins and goes on winning", () => {
  const all = rowsWith({
    0: [1.1, 0.9, 1.1, 1.2],
    0.5: [0.7, 1.1, 1.1, 1.2],
    0.9: [1.1, 1.1, 1.1, 1.005],
  });
  // The code is beaten where 0.6/ratio · 1.01 is below 0.75: at every ratio but 0.7.
  const { sentence, details } = breakEvens(all);
  assertEquals(
    sentence,
    "20 features in 5 dimensions, S = 0 to 0.9, with 20, 40, 60 and 80 neurons: a nonlinear encoder beats the best linear encoder with as many from 40 on at S = 0.5, from 60 on at S = 0 and never at S = 0.9.",
  );
  assertEquals(details, [
    "It beats the best linear code, which has no neurons, from 20 on at S = 0 and 0.9 and from 40 on at S = 0.5.",
    "Against a linear encoder with as many parameters instead, the same holds.",
  ]);
  const changed = all.map((r) =>
    r.matched === "parameters" && r.sparsity === 0.9
      ? { ...r, low: 1.001, high: 1.1 }
      : r
  );
  assertStringIncludes(
    breakEvens(changed).details[1],
    "the same holds, but from 20 on at S = 0.9.",
  );
  const compact = moreCompact(all);
  assertStringIncludes(
    compact.sentence,
    "loses less than the best linear code at every S, and less than the best linear encoder with as many neurons at S = 0 and 0.5.",
  );
  assertEquals(compact.details.slice(1), [
    "The best linear code (fvu 0.75) loses more by a factor of 1.5 [1.49, 1.52] at S = 0 and 1.26 [1.24, 1.27] at S = 0.9.",
    "The best linear encoder with as many neurons loses more by a factor of at most 1.2 [1.19, 1.21] (S = 0).",
    "It is not beaten at S = 0.9, where the factor is 1 [0.995, 1.02].",
    "With as many parameters instead, the same holds.",
  ]);
});
