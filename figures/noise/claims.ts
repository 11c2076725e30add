/**
 * What figure 11 says in words.
 *
 * @module
 */
import {
  beats,
  exactSummary,
  type Summary,
} from "../../src/statistics/summary.ts";
import { show } from "../../src/protocol/dense.ts";
import type { Claim } from "../../src/protocol/figure.ts";
import { caseTitle } from "./title.ts";
import type { Row, SchemeRow } from "./rows.ts";
import { linearEncoders, nonlinearEncoder } from "../../src/protocol/sparse.ts";

const summaryOf = ({ median, low, high }: SchemeRow): Summary => ({
  ...exactSummary(median),
  ci95: [low, high],
});

/** The scheme with a linear encoder that loses least at a σ, the code without neurons among them. */
function bestLinear(rows: readonly SchemeRow[]): SchemeRow {
  const names = ["linear", ...linearEncoders.map(({ id }) => id)];
  return rows.filter(({ series }) => names.includes(series))
    .reduce((a, b) => (b.median < a.median ? b : a));
}

/** One case: at how many σ a nonlinear encoder wins, and the sentence. */
function judge(rows: readonly Row[]) {
  const noises = [
    ...new Set(
      rows.flatMap((r) => r.kind === "scheme" ? [r.noise] : []),
    ),
  ];
  const at = noises.map((noise) => {
    const own = rows.filter((r) => r.noise === noise);
    const schemes = own.filter((r) => r.kind === "scheme");
    const nonlinear = schemes.find((r) => r.series === nonlinearEncoder.id)!;
    const linear = bestLinear(schemes);
    const built = schemes.find((r) => r.series === "best construction");
    const quantized = schemes.find((r) => r.series === "quantized centred")!;
    const limit = own.find((r) => r.kind === "limit")!;
    return {
      noise,
      wins: beats(summaryOf(nonlinear), summaryOf(linear)),
      factor: linear.median / nonlinear.median,
      excess: nonlinear.median / limit.lower,
      quantized: beats(summaryOf(quantized), summaryOf(nonlinear)),
      built: built === undefined ? null : built.median / nonlinear.median,
    };
  });
  const first = at[0], last = at[at.length - 1];
  const lost = at.filter(({ wins }) => !wins).map(({ noise }) => noise);
  const factors = `by a factor of ${
    show(first.factor, 3)
  } at σ = ${first.noise} and ${show(last.factor, 3)} at σ = ${last.noise}`;
  const overtaken = at.filter(({ built }) => built !== null && built > 1)
    .map(({ noise }) => noise);
  const overtaking = at.filter(({ quantized }) => quantized)
    .map(({ noise }) => noise);
  const nearest = at.reduce((a, b) => (b.excess < a.excess ? b : a));
  return {
    won: at.length - lost.length,
    of: at.length,
    sentence: `${
      caseTitle(rows)
    }: a trained nonlinear encoder loses less than the best linear one, the linear code included, ${
      lost.length === 0
        ? "at every σ"
        : lost.length === at.length
        ? "at no σ"
        : `at every σ but ${lost.join(", ")}`
    } (${factors})${
      first.built === null
        ? ""
        : overtaken.length === 0
        ? ", and than the best construction at none"
        : `, and than the best construction from σ = ${
          Math.min(...overtaken)
        } on`
    }${
      overtaking.length === 0
        ? ""
        : `; the quantized code, no network, loses less than it at σ = ${
          overtaking.join(", ")
        }`
    }; it comes within a factor of ${
      show(nearest.excess, 3)
    } of the limit at σ = ${nearest.noise}`,
  };
}

/** The verdict on `more-compact` where the hidden state is noisy. */
export function moreCompact(rows: readonly Row[]): Claim {
  const numbers = [...new Set(rows.map((r) => r.features))];
  const cases = numbers.map((n) => judge(rows.filter((r) => r.features === n)));
  const won = cases.reduce((sum, c) => sum + c.won, 0);
  const of = cases.reduce((sum, c) => sum + c.of, 0);
  return {
    claim: "more-compact",
    verdict: won === of ? "supported" : won === 0 ? "refuted" : "qualified",
    sentence: `With noise of deviation σ on a hidden state of unit power. ${
      cases.map(({ sentence }) => sentence).join(". ")
    }.`,
  };
}
