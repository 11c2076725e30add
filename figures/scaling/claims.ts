/**
 * What figure 10 says in words.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { counted, sentence } from "../../src/protocol/sentences.ts";
import { multiple, show, withInterval } from "../../src/rendering/numbers.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { featuresPerDimension, type Row } from "./rows.ts";

/** The verdict on `scaling`: whether the ratio of losses falls as the dimensions grow. */
export function scaling(rows: readonly Row[]): Claim {
  const ratios = ofKind(rows, "ratio").filter((r) => r.stretch === 1);
  const all = ofKind(rows, "trend");
  const once = all.filter((r) => r.stretch === 1);
  const falling = once.filter((r) => r.high < 0).length;
  const rising = once.filter((r) => r.low > 0).length;
  const hiddens = ratios.map(({ hidden }) => hidden);
  const smallest = Math.min(...hiddens), largest = Math.max(...hiddens);
  return {
    claim: "scaling",
    verdict: falling === once.length
      ? "supported"
      : rising === once.length
      ? "refuted"
      : "qualified",
    sentence: sentence(
      `From m = ${smallest} to ${largest} hidden dimensions,`,
      `with n = ${
        multiple(featuresPerDimension, "m")
      } features and equal neurons,`,
      "the loss of the best linear encoder over that of the nonlinear one",
      `falls in ${falling} of ${
        counted(once.length, "case")
      } (of S and neurons),`,
      `rises in ${rising}, and is not known to do either in ${
        once.length - falling - rising
      }`,
    ),
    details: [
      sentence("Below 1 superposition wins"),
      ...once.map((t) => {
        const same = (r: { sparsity: number; neuronsPerFeature: number }) =>
          r.sparsity === t.sparsity &&
          r.neuronsPerFeature === t.neuronsPerFeature;
        const end = ratios.find((r) => same(r) && r.hidden === largest)!;
        const signs = all.filter(same).map((r) => r.slope < 0);
        const steady = signs.every((sign) => sign === signs[0]);
        return sentence(
          `S = ${t.sparsity}, N = ${multiple(t.neuronsPerFeature)}:`,
          `the ratio is ${show(end.ratio, 3)} at m = ${largest}`,
          `and scales as m to the power ${
            withInterval(t.slope, t.low, t.high)
          }`,
          steady ? null : ", whose sign changes with the training length",
        );
      }),
    ],
  };
}
