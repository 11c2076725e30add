/**
 * What figure 4 says in words.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { reportedLengths, seriesOf } from "../../src/protocol/dense_case.ts";
import { best, plain, type Recipe } from "../../src/protocol/recipe.ts";
import {
  bootstrapInterval,
  listed,
  sentence,
} from "../../src/protocol/sentences.ts";
import { grouped, show, withInterval } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import { limitOf } from "../../src/protocol/training_words.ts";
import type { Row } from "./rows.ts";

/**
 * The verdict on `hard-to-learn`: whether seeds beat the linear code, and whether they find what is
 * constructed.
 */
export function hardToLearn(rows: readonly Row[]): Claim {
  const shares = ofKind(rows, "share");
  const of = (series: string) =>
    shares.filter((r) => r.series === series)
      .toSorted((a, b) => b.neurons - a.neurons);
  const ofLengths = (recipe: Recipe) =>
    reportedLengths.map((length) => of(seriesOf(recipe, length)));
  const [[largest], [longer]] = ofLengths(best);
  const equal = ofKind(rows, "constructed")
    .filter((r) => r.neurons <= largest.neurons)
    .reduce((a, b) => (b.fvu < a.fvu ? b : a));
  const warm = ofKind(rows, "warm");
  const kept = unique(warm.map((r) => r.learningRate)).map((rate) => {
    const starts = warm.filter((r) => r.learningRate === rate);
    const fine = starts.filter((r) => r.high <= r.before).length;
    return `${fine} of ${starts.length} at ${rate}`;
  });
  const found = [largest, longer].some((r) => r.medianLow <= equal.fvu);
  const never = largest.settled === "second";
  const beatsLinear = largest.low > 0.5;
  const times = (fvu: number) => `${show(fvu / equal.fvu)} times`;
  return {
    claim: "hard-to-learn",
    verdict: found
      ? "refuted"
      : beatsLinear
      ? "qualified"
      : never
      ? "supported"
      : "open",
    sentence: sentence(
      "Two dense features in one number:",
      beatsLinear
        ? "beating the linear code is easy,"
        : "beating the linear code is hard,",
      found
        ? "and a code as good as a constructed one is found:"
        : "but no code as good as a constructed one is found:",
      `at ${largest.neurons} neurons the best recipe's median fvu after`,
      `${grouped(largest.steps)} steps is`,
      withInterval(largest.median, largest.medianLow, largest.medianHigh),
      `(${found || never ? "" : "still falling, "}limit ${limitOf(largest)}),`,
      `${times(largest.median)} that of`,
      `a constructed network (${equal.variant}) of ${equal.neurons} (${
        show(equal.fvu)
      })`,
    ),
    details: [
      sentence(
        `The median is that of ${largest.seeds} seeds with its ${bootstrapInterval}`,
      ),
      sentence(
        `After ${grouped(longer.steps)} steps it is`,
        `${withInterval(longer.median, longer.medianLow, longer.medianHigh)},`,
        `${times(longer.median)};`,
        "the limit is that of a power law with an offset and its interval,",
        found
          ? null
          : never
          ? "all of it above the constructed network's loss"
          : "which does not say that more training never finds as good a code",
      ),
      allFrom("Trained plainly", ofLengths(plain)),
      allFrom("With the best recipe", ofLengths(best)),
      sentence(
        "Training that starts from a constructed network ends no worse than it began,",
        `by learning rate, in ${listed(kept)}`,
      ),
    ],
  };
}

/** The seeds of a recipe at one budget. */
type Share = Pick<
  Extract<Row, { kind: "share" }>,
  "neurons" | "steps" | "seeds" | "share"
>;

/**
 * From how many neurons on all seeds of a recipe beat the linear code; for every training length
 * its shares from the largest budget down.
 */
function allFrom(how: string, lengths: readonly (readonly Share[])[]): string {
  const each = lengths.map((shares) => {
    const short = shares.findIndex((r) => r.share < 1);
    const all = short < 0 ? shares : shares.slice(0, short);
    const from = all.length === 0
      ? "at no budget"
      : `from ${all[all.length - 1].neurons} neurons on`;
    return `${from} after ${grouped(shares[0].steps)} steps`;
  });
  const [[{ seeds }]] = lengths;
  return sentence(
    `${how}, all ${seeds} seeds beat the linear code ${listed(each)}`,
  );
}
