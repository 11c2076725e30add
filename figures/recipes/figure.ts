/**
 * Figure 14: what each recipe buys.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapIntervals,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { grouped, show } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "recipes",
  title: "What each recipe of training buys",
  order: 14,
  full: true,
  row,
  rows: makeRows,
  caption(rows) {
    const all = ofKind(rows, "recipe");
    const [first] = all;
    const lengths = ofKind(rows, "length").map((r) => r.length);
    const usual = unique(
      all.filter((r) => r.recipe === first.recipe)
        .map((r) => `${grouped(r.steps)} of ${r.batch}`),
    );
    return paragraph(
      sentence(
        "Above: median loss over that of the first recipe at equal compute",
        `(steps of Adam: ${usual.join(", ")}),`,
        `over ${first.seeds} report seeds each, with ${bootstrapIntervals};`,
        "left of the rule a recipe loses less",
      ),
      sentence(
        "Learning rates were tuned alike for all on other seeds,",
        "with an even split and no ReLU on the output",
      ),
      sentence(
        "Filled: the recipe that did best on those other seeds, the rule by which one is chosen",
      ),
      sentence(
        "Below: the compute-equivalent gain, i.e. with how many times the compute",
        "the first recipe loses as much;",
        `it was trained from ${show(Math.min(...lengths))} to`,
        `${show(Math.max(...lengths))} times;`,
        "what lies beyond stands at the end,",
        "and a scheme to which more compute brings nothing is left out",
      ),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
