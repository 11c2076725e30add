/**
 * What figure 3 says in words.
 *
 * @module
 */
import {
  paperBreakEven,
  rampWidth,
  seriesOf,
} from "../../src/protocol/dense_case.ts";
import type { Claim } from "../../src/protocol/figure.ts";
import { best, plain } from "../../src/protocol/recipe.ts";
import { bootstrapInterval, sentence } from "../../src/protocol/sentences.ts";
import { limitOf } from "../../src/protocol/training_words.ts";
import { grouped, show, withInterval } from "../../src/rendering/numbers.ts";
import { beats } from "../../src/statistics/summary.ts";
import {
  bestConstruction,
  breakEvenOf,
  limitBreakEvenOf,
  settledBreakEvenOf,
  smallestBreakEven,
  summaryOf,
} from "./break_evens.ts";
import { paperSeries, type Row } from "./rows.ts";

/**
 * The verdict on `more-compact`: what is constructed, and what is trained, against the best linear
 * code.
 */
export function moreCompact(rows: readonly Row[]): Claim {
  const linear = rows.find((r) => r.series === "linear")!;
  const trained = rows.filter((r) =>
    [plain.name, best.name].includes(r.series)
  );
  const lowest = trained.reduce((a, b) => (b.median < a.median ? b : a));
  const built = bestConstruction(rows, lowest.neurons)!;
  const builtWins = built.median < linear.median;
  const beatsNow = beats(summaryOf(lowest), summaryOf(linear));
  const trainedWins = beatsNow && lowest.settled === "first";
  return {
    claim: "more-compact",
    verdict: builtWins && trainedWins
      ? "supported"
      : builtWins || trainedWins
      ? "qualified"
      : "refuted",
    sentence: sentence(
      "Two dense features in one number:",
      `the best linear code leaves fvu ${show(linear.median)},`,
      `a constructed network of ${built.neurons} neurons ${
        show(built.median)
      },`,
      `the trained network that loses least, of ${lowest.neurons} neurons,`,
      withInterval(lowest.median, lowest.low, lowest.high),
      `after ${grouped(lowest.steps)} steps`,
      trainedWins || !beatsNow ? null : ", still falling",
    ),
    details: [
      sentence(
        `The mse of the best linear code is ${show(linear.mse, 3)} per feature`,
      ),
      sentence(
        `The constructed network is ${built.series} with Z = ${built.segments}`,
        `and ramps of ε = ${built.epsilon}`,
      ),
      sentence(
        `The trained network's fvu is the median of ${lowest.seeds} seeds`,
        `with its ${bootstrapInterval};`,
        "by a power law with an offset it goes to",
        `${limitOf(lowest)} with more training,`,
        trainedWins
          ? "all of it below the linear code"
          : "which does not settle how it compares with the linear code",
      ),
    ],
  };
}

/** The verdict on `break-even`: from how many neurons on anything beats the best linear code. */
export function breakEvens(rows: readonly Row[]): Claim {
  const of = (series: string) => breakEvenOf(rows, series);
  const at = (series: string) => `at ${of(series) ?? "no number"}`;
  const trained = [plain, best].map(({ name }) => ({
    name,
    now: of(name),
    settled: settledBreakEvenOf(rows, name),
    limit: limitBreakEvenOf(rows, name),
  }));
  const from = ({ now, settled }: typeof trained[number]) =>
    `from ${now ?? "no number"}${now === settled ? "" : " (still falling)"}`;
  const { steps } = rows.find((r) => r.series === plain.name)!;
  const paper = of(paperSeries);
  const smallest = smallestBreakEven(rows) ?? Infinity;
  const longer = [plain, best].map((recipe) => seriesOf(recipe, 2));
  const stable = of(plain.name) === of(longer[0]) &&
    of(best.name) === of(longer[1]);
  return {
    claim: "break-even",
    verdict: paper !== paperBreakEven
      ? "refuted"
      : smallest < paper
      ? "qualified"
      : "supported",
    sentence: sentence(
      "Two dense features in one number:",
      `the paper's construction beats the linear code from ${
        paper ?? "no number of"
      } neurons on (the paper says ${paperBreakEven}),`,
      `the smallest network found here from ${smallest},`,
      `trained networks after ${grouped(steps)} steps ${from(trained[0])},`,
      `with the best recipe ${from(trained[1])}`,
    ),
    details: [
      sentence(
        "The paper's construction has floor levels and two neurons per line segment;",
        `ramps are ε = ${rampWidth} wide`,
      ),
      sentence(
        `With centred levels, which are free, it breaks even ${
          at("two-per-segment")
        } neurons,`,
        `with one neuron per kink ${at("shared-hinges")}`,
      ),
      sentence("All networks compared have neurons in both halves"),
      stable
        ? sentence(
          "Twice the steps change the break-even of neither recipe",
        )
        : sentence(
          "With twice the steps trained networks break even",
          `${at(longer[0])}, with the best recipe ${at(longer[1])}`,
        ),
      ...trained.every(({ now, settled, limit }) =>
          now === settled && now === limit
        )
        ? [sentence("Neither does the limit to which their losses go")]
        : trained.map(({ name, settled, limit }) =>
          sentence(
            `${name}: at the longest lengths and in the limit, from`,
            `${settled ?? "no number of"} neurons on;`,
            `in the extrapolated limit from ${limit ?? "no number"} on`,
          )
        ),
    ],
  };
}
