/**
 * Figure 2: the appendix's own plot, loss against the levels of the quantized feature.
 *
 * @module
 */
import average from "../../src/schemes/average.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import {
  piecewiseLinear,
  type PiecewiseLinearVariant,
} from "../../src/schemes/piecewise-linear.ts";
import quantized from "../../src/schemes/quantized.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { closed, data, show } from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import { type Row, row } from "./rows.ts";
import type { Figure } from "../../src/protocol/figure.ts";

const segments = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const epsilons = [0.001, 0.01, 0.03, 0.1];

const figure: Figure<Row> = {
  id: "dense-epsilon",
  title: "How fine a code pays, and how steep its ramps must be",
  order: 2,
  row,
  rows() {
    const flat = [drop, average, linear].flatMap((scheme) =>
      closed(scheme).map(({ loss }) => ({
        levels: null,
        series: scheme.id,
        segments: null,
        epsilon: null,
        ...loss,
      }))
    );
    const jumps = closed(quantized, { segments }).map((candidate) => ({
      levels: row.shape.levels.parse(candidate.variant),
      series: `quantized ${candidate.variant}`,
      segments: candidate.segments,
      epsilon: 0,
      ...candidate.loss,
    }));
    const ramps = (["floor", "centred"] as const).flatMap((levels) =>
      epsilons.flatMap((epsilon) =>
        segments.filter((count) => epsilon * count <= 1).flatMap((count) => {
          const variant: PiecewiseLinearVariant = levels === "floor"
            ? "shared-hinges floor"
            : "shared-hinges";
          const network = piecewiseLinear(variant, count, epsilon);
          if (network === null) return [];
          return [{
            levels,
            series: "shared-hinges",
            segments: count,
            epsilon,
            ...exactLoss(network, data),
          }];
        })
      )
    );
    return Promise.resolve([...flat, ...jumps, ...ramps]);
  },
  caption(rows) {
    const z2 = rows.find((r) =>
      r.series === "quantized floor" && r.segments === 2
    )!;
    const flat = rows.find((r) => r.series === "linear")!;
    return `Two dense features in one hidden number. Loss (fraction of variance unexplained, fvu; the mean squared error per feature is fvu/12) of the quantized code against Z, the levels that the first feature gets. Every jump is a ramp of width ε, measured in the ramp's own input, centred on the jump in the encoder and in the decoder; ε = 0 is the code itself. Left: a level stands for its lower end, as in the paper's formula; right: for its middle, which is free. Rules: the codes without neurons. With floor levels Z = 2 (fvu ${
      show(z2.fvu)
    }) only ties with the best linear code (fvu ${
      show(flat.fvu)
    }), which is why the paper needs Z = 3. All losses are exact integrals.`;
  },
  spec: picture,
  claims: () => [],
};
export default figure;
