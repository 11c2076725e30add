/**
 * Figure 13: where training leads.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import {
  bootstrapIntervals,
  listed,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { grouped, percent } from "../../src/rendering/numbers.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import { cellName, picture, recipeName } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

type CellRow = Extract<Row, { kind: "cell" }>;

/** Why a cell is not decided, in words. */
const because = {
  flips: "the winner changes with the training",
  close: "an interval at one of the two longest lengths holds 1",
  falling: "the interval of the limit holds 1",
};

/** Whether more training can change who loses less. */
function verdict(cell: CellRow): string {
  return cell.winner !== null
    ? `${cellName(cell)}: decided, the ${cell.winner} encoder loses less`
    : `${cellName(cell)}: not decided, ${because[cell.reason!]}`;
}

const figure: Figure<Row> = {
  id: "convergence",
  title: "Loss against compute, and where it leads",
  order: 13,
  full: true,
  row,
  rows: makeRows,
  caption(rows) {
    const cells = ofKind(rows, "cell");
    const points = ofKind(rows, "point");
    const fits = ofKind(rows, "fit");
    const usual = unique(cells.map((r) => `${r.usual}/${r.batch}`))
      .map((both) => both.split("/").map(Number))
      .map(([steps, batch]) => `${grouped(steps)} steps of ${batch}`);
    const flattening = fits.filter((r) => r.limit !== null && r.limit > 0);
    const toGo = flattening.map((r) => r.toGo ?? 0);
    return paragraph(
      sentence(
        "Above: median loss (fvu) against compute, in steps of Adam that cost as much,",
        `over ${points[0].seeds} report seeds with ${bootstrapIntervals};`,
        "shape and learning rate were tuned on other seeds, the rate anew at every length",
      ),
      sentence(
        "Recipes:",
        listed(unique(points.map((r) => recipeName(r.optimiser!)))),
        "(on stratified batches where features are rare)",
      ),
      sentence(
        "Curves: power laws with an offset through the medians;",
        "at ∞ their limits, which are those of a recipe and a ladder of lengths;",
        "what lies below a panel stands at its edge",
      ),
      sentence(
        toGo.length === 0
          ? "None of the curves flattens"
          : `In ${toGo.length} of ${fits.length} curves the longest training leaves` +
            ` ${percent(Math.min(...toGo))} to ${percent(Math.max(...toGo))}` +
            " of the loss to go",
        toGo.length === 0 || toGo.length === fits.length
          ? null
          : "; of the others, which do not flatten, no limit is known but that it is lower",
      ),
      sentence(
        `Vertical rules: the compute of the other figures, ${listed(usual)}`,
      ),
      sentence(
        "Below: the loss with the linear encoder over that with the nonlinear one;",
        "above 1 the nonlinear encoder loses less",
      ),
      ...cells.map((cell) => sentence(verdict(cell))),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
