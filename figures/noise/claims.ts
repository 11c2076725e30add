/**
 * What figure 11 says in words.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { at, listed, sentence } from "../../src/protocol/sentences.ts";
import {
  linearEncoders,
  nonlinearEncoder,
} from "../../src/protocol/sparse_case.ts";
import { show } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import {
  beats,
  exactSummary,
  type Summary,
} from "../../src/statistics/summary.ts";
import type { Row, SchemeRow } from "./rows.ts";
import { caseTitle } from "./title.ts";

const summaryOf = ({ median, low, high }: SchemeRow): Summary => ({
  ...exactSummary(median),
  ci95: [low, high],
});

/**
 * The scheme with a linear encoder that loses least at a σ, the code without neurons among them.
 */
function bestLinear(rows: readonly SchemeRow[]): SchemeRow {
  const names = ["linear", ...linearEncoders.map(({ id }) => id)];
  return rows.filter(({ series }) => names.includes(series))
    .reduce((a, b) => (b.median < a.median ? b : a));
}

/** How a nonlinear encoder fares at one σ. */
function compareAt(rows: readonly Row[], noise: number) {
  const own = rows.filter((r) => r.noise === noise);
  const schemes = ofKind(own, "scheme");
  const of = (series: string) => schemes.find((r) => r.series === series);
  const nonlinear = of(nonlinearEncoder.id)!;
  const linear = bestLinear(schemes);
  const built = of("best construction");
  const [limit] = ofKind(own, "limit");
  return {
    noise,
    wins: beats(summaryOf(nonlinear), summaryOf(linear)),
    /** How much more the best linear encoder loses. */
    factor: linear.median / nonlinear.median,
    /** How much more the nonlinear one loses than the limit. */
    excess: nonlinear.median / limit.lower,
    quantizedWins: beats(
      summaryOf(of("quantized centred")!),
      summaryOf(nonlinear),
    ),
    beatsBuilt: built === undefined ? null : built.median > nonlinear.median,
  };
}

/** One case: at how many σ a nonlinear encoder wins, and what there is to say. */
function judge(rows: readonly Row[]) {
  const noises = unique(ofKind(rows, "scheme").map((r) => r.noise));
  const all = noises.map((noise) => compareAt(rows, noise));
  const first = all[0], last = all[all.length - 1];
  const where = (some: readonly { noise: number }[]) =>
    at("σ", some.map(({ noise }) => noise), noises);
  const won = all.filter(({ wins }) => wins);
  const lost = all.filter(({ wins }) => !wins);
  const nearest = all.reduce((a, b) => (b.excess < a.excess ? b : a));
  const quantized = all.filter(({ quantizedWins }) => quantizedWins);
  const title = caseTitle(rows);
  return {
    won: won.length,
    of: all.length,
    wins: `${
      won.length > 0 && lost.length > 0
        ? `at every σ but ${listed(lost.map(({ noise }) => `${noise}`))}`
        : where(won)
    } (${title})`,
    details: [
      sentence(
        `${title}: the best linear encoder loses more than the nonlinear one`,
        `by a factor of ${show(first.factor, 3)} at σ = ${first.noise}`,
        `and ${show(last.factor, 3)} at σ = ${last.noise}`,
      ),
      ...(first.beatsBuilt === null ? [] : [sentence(
        "In this case the nonlinear encoder loses less than the best construction",
        where(all.filter(({ beatsBuilt }) => beatsBuilt)),
      )]),
      sentence(
        "In this case the quantized code, no network, loses less than the nonlinear encoder",
        where(quantized),
        `; at σ = ${nearest.noise} the nonlinear encoder comes within a factor of`,
        `${show(nearest.excess, 3)} of the limit`,
      ),
    ],
  };
}

/** The verdict on `more-compact` where the hidden state is noisy. */
export function moreCompact(rows: readonly Row[]): Claim {
  const cases = unique(rows.map((r) => r.features))
    .map((n) => judge(rows.filter((r) => r.features === n)));
  const won = cases.reduce((sum, c) => sum + c.won, 0);
  const of = cases.reduce((sum, c) => sum + c.of, 0);
  return {
    claim: "more-compact",
    verdict: won === of ? "supported" : won === 0 ? "refuted" : "qualified",
    sentence: sentence(
      "With noise of deviation σ on a hidden state of unit power,",
      "a trained nonlinear encoder loses less than the best linear one",
      listed(cases.map((c) => c.wins)),
    ),
    details: [
      sentence("The linear code counts among the linear encoders"),
      ...cases.flatMap((c) => c.details),
    ],
  };
}
