/**
 * Figure 10: which way it scales.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapInterval,
  bootstrapIntervals,
  listed,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { sparseBatch } from "../../src/protocol/sparse_case.ts";
import { grouped, multiple, percent } from "../../src/rendering/numbers.ts";
import { ascending, ofKind } from "../../src/rendering/select.ts";
import { scaling } from "./claims.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";
import { featuresPerDimension } from "./sizes.ts";
import { lengthText } from "./texts.ts";

const figure: Figure<Row> = {
  id: "scaling",
  title: "Which way it scales: the ratio of losses as the dimensions grow",
  order: 10,
  full: true,
  row,
  rows: makeRows,
  caption(rows) {
    const ratios = ofKind(rows, "ratio");
    const { steps } = ratios.find((r) => r.length === 1)!;
    const counts = ascending(ratios.map((r) => r.seeds)).map(String);
    const longest = lengthText(Math.max(...ratios.map((r) => r.length)));
    const early = ratios.find((r) => r.chosenAt < 1);
    const dead = (key: "linearDead" | "nonlinearDead") =>
      percent(Math.max(...ratios.map((r) => r[key] ?? 0)));
    return paragraph(
      sentence(
        `n = ${multiple(featuresPerDimension, "m")} features in m dimensions:`,
        "the median loss of the better scheme with a linear encoder",
        "(superposition, or superposition with a ReLU decoder) divided by that of the scheme",
        `with a nonlinear encoder, at equal neurons,`,
        `over ${listed(counts, "or")} report seeds${
          counts.length > 1 ? " (most where networks are small)" : ""
        }`,
        `with ${bootstrapIntervals}`,
      ),
      sentence("Above 1 the nonlinear encoder loses less"),
      sentence(
        "Recipes were tuned for every size on other seeds",
        early === undefined
          ? null
          : `(from m = ${early.hidden} on at ${lengthText(early.chosenAt)})`,
        ", learning rates at every length;",
        "both halves of the nonlinear scheme get half of the neurons",
      ),
      sentence(
        "Grey lines: training lengths,",
        `1 × costing what ${grouped(steps)} steps of Adam`,
        `on ${sparseBatch} samples cost`,
      ),
      sentence(
        "Black: the limit of ever more training, by a power law with an offset",
        "through the medians of all lengths, a little to the right;",
        "what lies beyond the axes is cut off",
      ),
      sentence(
        `Coloured marks, at ${longest}: the scheme whose median is lower,`,
        "hollow where more training may still change that",
      ),
      sentence(
        "Slope: that of ln ratio over ln m by least squares,",
        `at ${longest} and in the limit,`,
        `with its ${bootstrapInterval} over seeds`,
      ),
      sentence(
        "Below each panel, in the colours of both sides: by the same power laws,",
        `the share of the loss at ${longest} that more training would still take off;`,
        "where it rises with m, larger networks converge later",
      ),
      sentence(
        "The median share of ReLUs that never fire is at most",
        `${dead("linearDead")} on the linear`,
        `and ${dead("nonlinearDead")} on the nonlinear side`,
      ),
    );
  },
  spec: picture,
  claims: (rows) => [scaling(rows)],
};
export default figure;
