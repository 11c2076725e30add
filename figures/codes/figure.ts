/**
 * Figure 1: what the codes look like.
 *
 * @module
 */
import {
  constructedCodes,
  draw,
  type Row,
  row,
  trainedBudgets,
  trainedCode,
  visibleRamp,
} from "./rows.ts";
import { sizeOf } from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import type { Figure } from "../../src/protocol/figure.ts";

const figure: Figure<Row> = {
  id: "codes",
  title: "What the codes look like",
  order: 1,
  row,
  async rows(context) {
    const budgets = trainedBudgets.filter((n) =>
      sizeOf(context).budgets.includes(n)
    );
    const trained = await Promise.all(
      budgets.map((neurons) => trainedCode(context, neurons)),
    );
    return [...constructedCodes(), ...trained].flatMap(draw);
  },
  caption(rows) {
    const trained = rows.filter((r) => r.kind === "panel" && r.seed !== null);
    const seeds = trained.map((r) => r.kind === "panel" ? r.seeds : 0)[0];
    return `Two dense features in one hidden number t. Top: the path that the decoder paints through feature space as t runs over its range, coloured by the share of the square whose t is smaller; the frame is the unit square of the features. Bottom: the t that the encoder gives every point of that square, in the same colours. Losses (fvu) stand above each code. Quantized with centred levels; piecewise-linear with shared hinges and ramps of ε = ${visibleRamp}, wide enough to be seen. Trained: the best recipe, tuned, the seed whose loss is nearest to the median of ${seeds} report seeds.`;
  },
  spec: picture,
  claims: () => [],
};
export default figure;
