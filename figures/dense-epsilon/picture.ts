/**
 * The picture of figure 2.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { colorScale, styleOf } from "../../src/rendering/palette.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
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
    axis: { values: ascending(lines.map((r) => r.segments!)), format: "d" },
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
    scale: colorScale(unique(lines.map((r) => r.series))),
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
}
