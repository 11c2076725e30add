/**
 * Figure 6: when compression pays, in layers.
 *
 * @module
 */
import { savedPerLayer } from "../../src/bounds/cost/amortization.ts";
import { problem } from "../../src/protocol/dense_case.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { paragraph, sentence } from "../../src/protocol/sentences.ts";
import { decompressFirst } from "./claims.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "amortization",
  title: "How many layers until the saved width pays for the neurons",
  order: 6,
  row,
  rows: makeRows,
  caption(rows) {
    const saved = savedPerLayer({
      features: problem.data.features,
      hidden: problem.hidden,
      codeParameters: 0,
      width: 1,
      decompressEvery: null,
    });
    const paper = rows.find((r) => r.series === "two-per-segment")!;
    return paragraph(
      sentence(
        "Two dense features ride in one dimension of a residual stream instead of two",
      ),
      sentence(
        "Cost model: a layer's neurons each read and write every dimension of the stream,",
        `so that a dimension less saves ${saved} parameters (and as many multiply-adds)`,
        "per neuron and layer; packing and unpacking cost the parameters of encoder and decoder,",
        "each time that they happen",
      ),
      sentence(
        "Shown are the layers from which on the saving has paid for the code,",
        "against the width of a layer in powers of two,",
        "for the smallest network of each kind that beats the best linear code",
        "(two per segment with floor levels is the paper's own,",
        `${paper.neurons} neurons, ${paper.parameters} parameters)`,
      ),
      sentence(
        "Left: unpacked once, after layers that only carry the features",
      ),
      sentence(
        "Middle and right: unpacked and packed again every fourth layer, and in every layer,",
        "because a layer that computes with the features cannot read a nonlinear code;",
        "no point means that it never pays",
      ),
      sentence("The code's error is assumed to harm no layer"),
    );
  },
  spec: picture,
  claims: (rows) => [decompressFirst(rows)],
};
export default figure;
