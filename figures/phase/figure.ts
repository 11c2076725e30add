/**
 * Figure 9: who wins over sparsity and neurons.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { captionOfLadders, captionOfMaps } from "./captions.ts";
import { cellsOf } from "./cells.ts";
import { breakEvens, moreCompact } from "./claims.ts";
import { degenerateCase } from "./degenerate_case.ts";
import { ladderRows } from "./ladders.ts";
import { mapRows } from "./maps.ts";
import { picture } from "./picture.ts";
import { type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "phase",
  title: "Who wins over sparsity and neurons",
  order: 9,
  full: true,
  row,
  rows: (context) =>
    context.profile === "full" ? ladderRows(context) : mapRows(context),
  caption: (rows) =>
    ofKind(rows, "cell").length > 0
      ? captionOfLadders(rows)
      : captionOfMaps(rows),
  spec: picture,
  claims(rows) {
    const cells = cellsOf(rows);
    return [moreCompact(cells), breakEvens(cells), degenerateCase(cells)];
  },
};
export default figure;
