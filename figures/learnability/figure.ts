/**
 * Figure 4: how much of the loss of a trained network is optimisation.
 *
 * @module
 */
import {
  denseLengths,
  denseMse,
  rampWidth,
} from "../../src/protocol/dense_case.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapIntervals,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { grouped, percent } from "../../src/rendering/numbers.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { confidence } from "../../src/statistics/summary.ts";
import { stillToGo } from "../../src/protocol/training_words.ts";
import { hardToLearn } from "./claims.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "learnability",
  title: "What gradient descent finds of what is there",
  order: 4,
  row,
  rows: makeRows,
  caption(rows) {
    const shares = ofKind(rows, "share");
    const [share] = shares;
    const reported = shares.filter((r) => r.steps === share.steps);
    const [warm] = ofKind(rows, "warm");
    const [{ variant }] = ofKind(rows, "constructed");
    return paragraph(
      sentence(
        `Two dense features in one hidden number; all losses are fvu (${denseMse})`,
      ),
      sentence(
        `(a) Every one of ${share.seeds} report seeds at its tuned budget,`,
        `beside constructed networks (${variant}, ε = ${rampWidth}) against their own neurons,`,
        `after ${grouped(share.steps)} steps`,
      ),
      stillToGo(
        reported,
        denseLengths,
        (r) => `${r.series}, ${r.neurons} neurons`,
      ),
      sentence(
        "(b) The share of seeds that beat the best linear code,",
        `with ${percent(confidence)} Wilson intervals`,
      ),
      sentence(
        "(c) Warm starts: training goes on from a constructed network",
        `with ramps of ε = ${warm.epsilon}; hollow: before,`,
        `filled: median of ${warm.seeds} seeds after training, with ${bootstrapIntervals}`,
      ),
      sentence(
        `(d) Recipes tried, median of ${warm.seeds} selection seeds with ${bootstrapIntervals};`,
        "coloured are those of (a) and (b), for which the best was chosen here on other seeds",
      ),
    );
  },
  spec: picture,
  claims: (rows) => [hardToLearn(rows)],
};
export default figure;
