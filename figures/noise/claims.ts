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
import { grouped, show } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import type { RatioRow, Row, SchemeRow } from "./rows.ts";
import { caseName, caseTitle } from "./title.ts";

/**
 * Whether something holds whatever more training does. `falling`: it may change; `level`: neither
 * side is known to lose less as it is.
 */
type Outcome = "holds" | "fails" | "falling" | "level";

/** Whether a side of a comparison loses less. */
function outcome(
  { settled, unsettled }: RatioRow,
  side: "first" | "second",
): Outcome {
  if (settled !== null) return settled === side ? "holds" : "fails";
  return unsettled === "close" ? "level" : "falling";
}

/** Whether the nonlinear encoder loses less than all of some codes. */
function overAll(ratios: readonly RatioRow[]): Outcome {
  const all = ratios.map((r) => outcome(r, "second"));
  const first = (["fails", "level", "falling"] as const)
    .find((some) => all.includes(some));
  return first ?? "holds";
}

/** The linear code, which has no neurons, counts among the linear encoders. */
const linearNames = ["linear", ...linearEncoders.map(({ id }) => id)];

/** The code with a linear encoder that loses least at a σ. */
function bestLinear(rows: readonly SchemeRow[]): SchemeRow {
  return rows.filter(({ series }) => linearNames.includes(series))
    .reduce((a, b) => (b.median < a.median ? b : a));
}

/** How a nonlinear encoder fares at one σ. */
function compareAt(rows: readonly Row[], noise: number) {
  const own = rows.filter((r) => r.noise === noise);
  const schemes = ofKind(own, "scheme");
  const ratios = ofKind(own, "ratio");
  const against = (series: string) => ratios.find((r) => r.series === series);
  const nonlinear = schemes.find((r) => r.series === nonlinearEncoder.id)!;
  const built = against("best construction");
  const [limit] = ofKind(own, "limit");
  return {
    noise,
    wins: overAll(ratios.filter(({ series }) => linearNames.includes(series))),
    /** How much more the best linear encoder loses. */
    factor: bestLinear(schemes).median / nonlinear.median,
    /** How much more the nonlinear one loses than the limit. */
    excess: nonlinear.median / limit.lower,
    quantizedWins: outcome(against("quantized centred")!, "first"),
    beatsBuilt: built === undefined ? null : outcome(built, "second"),
  };
}

/** One case: at how many σ a nonlinear encoder wins, and what there is to say. */
function judge(rows: readonly Row[]) {
  const schemes = ofKind(rows, "scheme");
  const noises = unique(schemes.map((r) => r.noise));
  const all = noises.map((noise) => compareAt(rows, noise));
  const first = all[0], last = all[all.length - 1];
  type At = typeof all[number];
  const σ = (some: readonly At[]) => some.map(({ noise }) => noise);
  /** Where something holds, and where training may still change it. */
  const where = (of: (one: At) => Outcome | null) => {
    const falling = all.filter((one) => of(one) === "falling");
    const holds = at("σ", σ(all.filter((one) => of(one) === "holds")), noises);
    return falling.length === 0
      ? holds
      : `${holds}, still falling at ${listed(σ(falling).map(String))}`;
  };
  const count = (outcome: Outcome) =>
    all.filter(({ wins }) => wins === outcome).length;
  const level = all.filter(({ wins }) => wins === "level");
  const lost = all.filter(({ wins }) => wins === "fails");
  const nearest = all.reduce((a, b) => (b.excess < a.excess ? b : a));
  const { compute } = schemes.find((r) => r.series === nonlinearEncoder.id)!;
  return {
    won: count("holds"),
    falling: count("falling"),
    of: all.length,
    wins: `${where(({ wins }) => wins)} (${caseName(rows)})`,
    details: [
      sentence(
        `${caseTitle(rows)}: after the compute of ${grouped(compute)} steps`,
        "of Adam the best linear encoder loses more than the nonlinear one",
        `by a factor of ${show(first.factor, 3)} at σ = ${first.noise}`,
        `and ${show(last.factor, 3)} at σ = ${last.noise}`,
      ),
      ...(lost.length === 0 ? [] : [sentence(
        "In this case a linear encoder loses less",
        at("σ", σ(lost), noises),
      )]),
      ...(level.length === 0 ? [] : [sentence(
        "In this case neither is known to lose less",
        at("σ", σ(level), noises),
      )]),
      ...(first.beatsBuilt === null ? [] : [sentence(
        "In this case the nonlinear encoder loses less than the best construction",
        where(({ beatsBuilt }) => beatsBuilt),
      )]),
      sentence(
        "In this case the quantized code, no network, loses less than the nonlinear encoder",
        where(({ quantizedWins }) => quantizedWins),
        `; at σ = ${nearest.noise} the nonlinear encoder comes within a factor of`,
        `${show(nearest.excess, 3)} of what no scheme can pass`,
      ),
    ],
  };
}

/** The verdict on `more-compact` where the hidden state is noisy. */
export function moreCompact(rows: readonly Row[]): Claim {
  const cases = unique(rows.map((r) => r.features))
    .map((n) => judge(rows.filter((r) => r.features === n)));
  const sum = (of: "won" | "falling" | "of") =>
    cases.reduce((sum, one) => sum + one[of], 0);
  return {
    claim: "more-compact",
    verdict: sum("won") === sum("of")
      ? "supported"
      : sum("won") > 0
      ? "qualified"
      : sum("falling") > 0
      ? "open"
      : "refuted",
    sentence: sentence(
      "With noise of deviation σ on a hidden state of unit power,",
      "a trained nonlinear encoder loses less than the best linear one,",
      "in the limit too,",
      listed(cases.map((c) => c.wins)),
    ),
    details: [
      sentence("The linear code counts among the linear encoders"),
      ...cases.flatMap((c) => c.details),
    ],
  };
}
