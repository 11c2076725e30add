/**
 * What figure 4 says in words.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { best, plain } from "../../src/protocol/recipe.ts";
import {
  bootstrapInterval,
  listed,
  sentence,
} from "../../src/protocol/sentences.ts";
import { show, withInterval } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
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
  const [largest] = of(best.name);
  const equal = ofKind(rows, "constructed")
    .filter((r) => r.neurons <= largest.neurons)
    .reduce((a, b) => (b.fvu < a.fvu ? b : a));
  const warm = ofKind(rows, "warm");
  const kept = unique(warm.map((r) => r.learningRate)).map((rate) => {
    const starts = warm.filter((r) => r.learningRate === rate);
    const fine = starts.filter((r) => r.high <= r.before).length;
    return `${fine} of ${starts.length} at ${rate}`;
  });
  const found = largest.medianLow <= equal.fvu;
  const beatsLinear = largest.low > 0.5;
  return {
    claim: "hard-to-learn",
    verdict: found ? "refuted" : beatsLinear ? "qualified" : "supported",
    sentence: sentence(
      "Two dense features in one number:",
      beatsLinear
        ? "beating the linear code is easy,"
        : "beating the linear code is hard,",
      found
        ? "and a code as good as a constructed one is found:"
        : "but no code as good as a constructed one is found:",
      `at ${largest.neurons} neurons the best recipe's median fvu is`,
      `${withInterval(largest.median, largest.medianLow, largest.medianHigh)},`,
      `${show(largest.median / equal.fvu)} times that of`,
      `a constructed network (${equal.variant}) of ${equal.neurons} (${
        show(equal.fvu)
      })`,
    ),
    details: [
      sentence(
        `The median is that of ${largest.seeds} seeds with its ${bootstrapInterval}`,
      ),
      allFrom("Trained plainly", of(plain.name)),
      allFrom("With the best recipe", of(best.name)),
      sentence(
        "Training that starts from a constructed network ends no worse than it began,",
        `by learning rate, in ${listed(kept)}`,
      ),
    ],
  };
}

/**
 * From how many neurons on all seeds of a recipe beat the linear code; its shares from the largest
 * budget down.
 */
function allFrom(
  how: string,
  shares: readonly { neurons: number; seeds: number; share: number }[],
): string {
  const short = shares.findIndex((r) => r.share < 1);
  const all = short < 0 ? shares : shares.slice(0, short);
  const { seeds } = shares[0];
  return all.length === 0
    ? sentence(`${how}, at no budget all ${seeds} seeds beat the linear code`)
    : sentence(
      `${how}, all ${seeds} seeds beat the linear code`,
      `from ${all[all.length - 1].neurons} neurons on`,
    );
}
