/**
 * Figure 10: which way it scales.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapInterval,
  bootstrapIntervals,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { sparseBatch } from "../../src/protocol/sparse_case.ts";
import { grouped, multiple, percent } from "../../src/rendering/numbers.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { scaling } from "./claims.ts";
import { picture } from "./picture.ts";
import { featuresPerDimension, makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "scaling",
  title: "Which way it scales: the ratio of losses as the dimensions grow",
  order: 10,
  full: true,
  row,
  rows: makeRows,
  caption(rows) {
    const ratios = ofKind(rows, "ratio");
    const { seeds, steps } = ratios.find((r) => r.stretch === 1)!;
    const dead = (key: "linearDead" | "nonlinearDead") =>
      percent(Math.max(...ratios.map((r) => r[key] ?? 0)));
    return paragraph(
      sentence(
        `n = ${multiple(featuresPerDimension, "m")} features in m dimensions:`,
        "the median loss of the better scheme with a linear encoder",
        "(superposition, or superposition with a ReLU decoder) divided by that of the scheme",
        `with a nonlinear encoder, at equal neurons, over ${seeds} report seeds`,
        `with ${bootstrapIntervals}`,
      ),
      sentence("Above 1 the nonlinear encoder loses less"),
      sentence(
        "Learning rates were tuned for every size on other seeds",
        `at ${grouped(steps)} steps of ${sparseBatch} samples;`,
        "both halves of the nonlinear scheme get half of the neurons",
      ),
      sentence("Lines: half, once and twice as many steps"),
      sentence(
        "Marks, at once as many: the scheme whose median is lower,",
        "hollow where the interval holds 1",
      ),
      sentence(
        "Slope: that of ln ratio over ln m by least squares, once as many steps,",
        `with its ${bootstrapInterval} over seeds`,
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
