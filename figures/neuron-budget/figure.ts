/**
 * Figure 3: what a budget of neurons buys.
 *
 * @module
 */
import {
  denseBatch,
  denseLengths,
  denseMse,
  rampWidth,
} from "../../src/protocol/dense_case.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { plain } from "../../src/protocol/recipe.ts";
import {
  bootstrapInterval,
  listed,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { grouped } from "../../src/rendering/numbers.ts";
import { stillToGo } from "../../src/protocol/training_words.ts";
import { breakEvens, moreCompact } from "./claims.ts";
import { networks, picture } from "./picture.ts";
import { makeRows, paperSeries, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "neuron-budget",
  title: "Loss against neurons: constructed, trained, and what bounds them",
  order: 3,
  row,
  rows: makeRows,
  caption(rows) {
    const { seeds, steps } = rows.find((r) => r.series === plain.name)!;
    const marks = networks.flatMap((series) => {
      const neurons = rows.find((r) => r.series === series)?.breakEven;
      return neurons == null ? [] : [{ series, neurons }];
    }).sort((a, b) => a.neurons - b.neurons);
    const paper = rows.find((r) => r.series === paperSeries)?.breakEven;
    return paragraph(
      sentence(
        `Two dense features in one hidden number: loss (fvu; ${denseMse})`,
        "against the total of ReLU neurons, encoder plus decoder (left),",
        "and against the number of parameters (right)",
      ),
      sentence(
        "Lines with bands: trained networks,",
        `the median over ${seeds} report seeds with its ${bootstrapInterval};`,
        `small marks: the best of those ${seeds} seeds`,
      ),
      sentence(
        "Learning rate and split were tuned at every budget on other seeds,",
        `with ${grouped(steps)} steps of ${denseBatch} samples for every run`,
      ),
      stillToGo(
        rows.filter((r) => networks.includes(r.series)),
        denseLengths,
        (r) => `${r.series}, ${r.neurons} neurons`,
      ),
      sentence(
        "Thin lines (left) lead from a trained network's loss to that limit,",
        "with an arrow where it lies below the panel, as these lengths show no end",
      ),
      sentence(
        `Constructed networks have ramps of width ε = ${rampWidth}; their losses are exact`,
      ),
      sentence(
        "Two-per-segment and shared-hinges have centred levels,",
        "and two neurons per line segment or one per kink;",
        "smallest construction found: at every number of neurons the best of all constructions",
        "tried, where no smaller one loses less",
      ),
      sentence(
        "Dotted marks across the linear code's rule are break-evens,",
        "the neurons from which on a network beats it:",
        listed([
          ...marks.map(({ series, neurons }) => `${neurons} (${series})`),
          ...(paper == null ? [] : [
            `${paper} (the paper's own, two-per-segment with floor levels)`,
          ]),
        ]),
      ),
      sentence(
        "Best polyline found: what a decoder with that many kinks inside the square can paint,",
        "read at neurons = kinks; limit: kinks anywhere, 1/(2(k+1)²),",
        "which no network with k decoder neurons is known to pass",
      ),
    );
  },
  spec: picture,
  claims: (rows) => [moreCompact(rows), breakEvens(rows)],
};
export default figure;
