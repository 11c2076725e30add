/**
 * Figure 2: the appendix's own plot, loss against the levels of the quantized feature.
 *
 * @module
 */
import { denseMse } from "../../src/protocol/dense_case.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { listed, paragraph, sentence } from "../../src/protocol/sentences.ts";
import { show } from "../../src/rendering/numbers.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "dense-epsilon",
  title: "How fine a code pays, and how steep its ramps must be",
  order: 2,
  row,
  rows: makeRows,
  caption(rows) {
    const flat = rows.find((r) => r.series === "linear")!;
    const floor = rows.filter((r) => r.series === "quantized floor");
    // Equal but for rounding.
    const least = flat.fvu * (1 - 1e-9), most = flat.fvu * (1 + 1e-9);
    const ties = floor.find((r) => r.fvu >= least && r.fvu <= most)!;
    const wins = floor.find((r) => r.fvu < least)!;
    const flats = rows.filter((r) => r.levels === null).map((r) => r.series);
    return paragraph(
      sentence("Two dense features in one hidden number"),
      sentence(
        `Loss (fraction of variance unexplained, fvu; ${denseMse}) of the quantized code`,
        "and of networks that compute it with one neuron per kink (shared-hinges),",
        "against Z, the levels that the first feature gets",
      ),
      sentence(
        "Every jump is a ramp of width ε, measured in the ramp's own input,",
        "centred on the jump in the encoder and in the decoder; ε = 0 is the code itself",
      ),
      sentence(
        "Left: a level stands for its lower end, as in the paper's formula;",
        "right: for its middle, which is free",
      ),
      sentence(`Rule: ${listed(flats)}, which have neither levels nor neurons`),
      sentence(
        `With floor levels Z = ${ties.segments} (fvu ${
          show(ties.fvu)
        }) only ties`,
        `with the best linear code (fvu ${show(flat.fvu)}),`,
        `which is why the paper needs Z = ${wins.segments}`,
      ),
      sentence("All losses are exact integrals"),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
