/**
 * Figure 1: what the codes look like.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import { paragraph, sentence } from "../../src/protocol/sentences.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row, visibleRamp } from "./rows.ts";

const figure: Figure<Row> = {
  id: "codes",
  title: "What the codes look like",
  order: 1,
  row,
  rows: makeRows,
  caption(rows) {
    const trained = ofKind(rows, "panel").find((r) => r.seed !== null)!;
    return paragraph(
      sentence("Two dense features in one hidden number t"),
      sentence(
        "Top: the path that the decoder paints through feature space as t runs over its range,",
        "coloured by the share of the square whose t is smaller;",
        "the frame is the unit square of the features",
      ),
      sentence(
        "Bottom: the t that the encoder gives every point of that square, in the same colours",
      ),
      sentence("Losses (fvu) stand above each code"),
      sentence(
        "Quantized with centred levels; piecewise-linear with shared hinges",
        `and ramps of ε = ${visibleRamp}, wide enough to be seen`,
      ),
      sentence(
        "Trained: the best recipe, tuned,",
        `the seed whose loss is nearest to the median of ${trained.seeds} report seeds`,
      ),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
