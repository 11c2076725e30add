/**
 * Figure 2: the appendix's own plot, loss against the levels of the quantized feature.
 *
 * @module
 */
import { z } from "zod";
import average from "../../src/schemes/average.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import {
  piecewiseLinear,
  type PiecewiseLinearVariant,
} from "../../src/schemes/piecewise-linear.ts";
import quantized from "../../src/schemes/quantized.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { colorScale, styleOf } from "../../src/rendering/palette.ts";
import { closed, data, show } from "../../src/protocol/dense.ts";
import type { Figure } from "../../src/protocol/figure.ts";

const row = z.strictObject({
  /** `floor` or `centred` levels, or null for a code without levels. */
  levels: z.enum(["floor", "centred"]).nullable(),
  series: z.string(),
  segments: z.int().nullable(),
  /** 0: true jumps. */
  epsilon: z.number().nullable(),
  mse: z.number(),
  fvu: z.number(),
});
type Row = z.infer<typeof row>;

const segments = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const epsilons = [0.001, 0.01, 0.03, 0.1];
const coded = ["quantized floor", "quantized centred", "shared-hinges"];

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
  spec(rows) {
    const lines = rows.filter((r) => r.segments !== null).map((r) => ({
      ...r,
      label: `ε = ${r.epsilon}`,
    }));
    const last = lines.filter((r) =>
      !lines.some((s) =>
        s.levels === r.levels && s.epsilon === r.epsilon &&
        s.segments! > r.segments!
      )
    );
    const rules = rows.filter((r) => r.segments === null);
    const x = {
      field: "segments",
      type: "quantitative" as const,
      title: "Z, levels of the first feature",
      scale: { domain: [1, 12.2], nice: false },
      axis: { values: segments, format: "d" },
    };
    const y = {
      field: "fvu",
      type: "quantitative" as const,
      title: "fvu (mse per feature × 12)",
      scale: { type: "log" as const, domain: [0.004, 2.2] },
      axis: { values: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] },
    };
    const color = {
      field: "series",
      type: "nominal" as const,
      title: null,
      scale: colorScale(coded),
    };
    // Codes without neurons that lose the same share a rule and a label.
    const flat = [...new Set(rules.map(({ fvu }) => fvu))].map((fvu) => ({
      fvu,
      segments: 12,
      label: rules.filter((r) => r.fvu === fvu).map((r) => r.series)
        .join(" = "),
    }));
    const panel = (levels: "floor" | "centred", title: string) => ({
      title,
      width: 330,
      height: 300,
      layer: [
        {
          data: { values: flat },
          mark: { type: "rule" as const, color: styleOf("linear").color },
          encoding: { y },
        },
        {
          data: { values: flat },
          mark: {
            type: "text" as const,
            align: "right" as const,
            dy: -8,
            fontSize: 11,
          },
          encoding: { x, y, text: { field: "label" } },
        },
        {
          data: { values: lines.filter((r) => r.levels === levels) },
          mark: { type: "line" as const, point: true },
          encoding: { x, y, color, detail: { field: "epsilon" } },
        },
        {
          data: { values: last.filter((r) => r.levels === levels) },
          mark: {
            type: "text" as const,
            align: "left" as const,
            dx: 7,
            dy: 3,
            fontSize: 11,
          },
          encoding: { x, y, text: { field: "label" } },
        },
      ],
    });
    return {
      hconcat: [
        panel("floor", "Floor levels, x̂ = k/Z (the paper's)"),
        panel("centred", "Centred levels, x̂ = (k + ½)/Z"),
      ],
    };
  },
  claims: () => [],
};
export default figure;
