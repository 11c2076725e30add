/**
 * What figure 10 says in words.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { counted, paragraph, sentence } from "../../src/protocol/sentences.ts";
import { multiple, percent, show } from "../../src/rendering/numbers.ts";
import { ofKind } from "../../src/rendering/select.ts";
import type { Row, RowOf } from "./rows.ts";
import { featuresPerDimension } from "./sizes.ts";
import { inCase, lengthText, slopeText } from "./texts.ts";

/** What is said of the ratio where it is not known which way it goes. */
const unsettled = {
  flips: "which training sends one way and then the other",
  close: "whose direction is not known at the longest lengths",
  falling:
    "whose direction is known at the longest lengths but not in the limit",
};
const settled = {
  falls: "which falls in the limit too",
  rises: "which rises in the limit too",
};

/** One case in a sentence. */
function detail(rows: readonly Row[], direction: RowOf<"direction">): string {
  const trends = inCase(ofKind(rows, "trend"), direction);
  const longest = trends.findLast(({ length }) => length !== null)!;
  const limit = trends.find(({ length }) => length === null)!;
  const end = inCase(ofKind(rows, "ratio"), direction).at(-1)!;
  const ends = inCase(ofKind(rows, "limit"), direction);
  const toGo = (column: "linearToGo" | "nonlinearToGo") =>
    [ends[0], ends.at(-1)!].map((r) => percent(r[column]!)).join(" and ");
  const { settled: way, unsettled: reason } = direction;
  return paragraph(
    sentence(
      `S = ${direction.sparsity},`,
      `N = ${multiple(direction.neuronsPerFeature)}:`,
      `the ratio, ${way === null ? unsettled[reason!] : settled[way]},`,
      `is ${show(end.ratio, 3)} at m = ${end.hidden}`,
      `after ${lengthText(end.length)} the training`,
      `and goes as m to the power ${slopeText(longest)},`,
      `in the limit ${slopeText(limit)}`,
      direction.changesSign
        ? ", a sign that changes with the training length"
        : null,
    ),
    sentence(
      `At m = ${ends[0].hidden} and ${end.hidden}`,
      `${toGo("linearToGo")} of the loss are still to go on the linear,`,
      `${toGo("nonlinearToGo")} on the nonlinear side`,
    ),
  );
}

/** Whether larger networks converge later. */
function lateness(rows: readonly Row[]): string {
  const delays = ofKind(rows, "delay");
  const later = (side: "linear" | "nonlinear") => {
    const own = delays.filter((r) => r.side === side);
    const rising = own.filter((r) => r.low !== null && r.low > 0).length;
    const falling = own.filter((r) => r.high !== null && r.high < 0).length;
    return `on the ${side} side in ${rising} of ${
      counted(own.length, "case")
    } (earlier in ${falling})`;
  };
  return sentence(
    "Larger networks are known to converge later, with more still to go",
    `after as many steps, ${later("linear")} and ${later("nonlinear")}`,
  );
}

/** The verdict on `scaling`: whether the ratio of losses falls as the dimensions grow. */
export function scaling(rows: readonly Row[]): Claim {
  const directions = ofKind(rows, "direction");
  const all = directions.length;
  const count = (way: "falls" | "rises") =>
    directions.filter((r) => r.settled === way).length;
  const falling = count("falls"), rising = count("rises");
  const changing = directions.filter((r) => r.changesSign).length;
  const hiddens = ofKind(rows, "ratio").map(({ hidden }) => hidden);
  return {
    claim: "scaling",
    verdict: falling === all
      ? "supported"
      : rising === all
      ? "refuted"
      : falling + rising === 0
      ? "open"
      : "qualified",
    sentence: sentence(
      `From m = ${Math.min(...hiddens)} to ${Math.max(...hiddens)},`,
      `with n = ${multiple(featuresPerDimension, "m")} and equal neurons,`,
      "the loss of the best linear encoder over that of the nonlinear one",
      `falls, in the limit too, in ${falling}`,
      `of ${counted(all, "case")} (of S and N), rises in ${rising}`,
      `and may do either in ${all - falling - rising};`,
      `in ${changing} the sign depends on the training length`,
    ),
    details: [
      sentence(
        "Below 1 superposition wins; a direction is known where the slopes at",
        "the two longest lengths and in the limit all have its sign",
      ),
      ...directions.map((direction) => detail(rows, direction)),
      lateness(rows),
    ],
  };
}
