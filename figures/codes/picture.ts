/**
 * The picture of figure 1.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { show } from "../../src/rendering/numbers.ts";
import { ofKind } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const panels = ofKind(rows, "panel");
  const size = 140;
  const t = {
    field: "t",
    type: "quantitative" as const,
    title: ["share of the", "square with", "smaller t"],
    scale: { scheme: "viridis" as const, domain: [0, 1] },
    legend: { gradientLength: size },
  };
  const scale = { domain: [-0.15, 1.15], nice: false, clamp: true };
  const axis = { values: [0, 0.5, 1], grid: false };
  const axes = (first: boolean, title: string) => ({
    x: {
      field: "x",
      type: "quantitative" as const,
      title,
      scale,
      axis,
    },
    y: {
      field: "y",
      type: "quantitative" as const,
      title: first ? title.replace("x", "y") : null,
      scale,
      axis: { ...axis, labels: first },
    },
  });
  const frame = {
    data: { values: [{ x: 0, y: 0, x2: 1, y2: 1 }] },
    mark: {
      type: "rect" as const,
      filled: false,
      stroke: "#666666",
      strokeWidth: 0.6,
    },
    encoding: {
      x: { field: "x", type: "quantitative" as const },
      y: { field: "y", type: "quantitative" as const },
      x2: { field: "x2" },
      y2: { field: "y2" },
    },
  };
  const decoder = panels.map(({ panel, fvu }, i) => ({
    title: { text: panel, subtitle: `fvu ${show(fvu, 3)}`, fontSize: 12 },
    width: size,
    height: size,
    layer: [frame, {
      data: {
        values: rows.filter((r) => r.kind === "path" && r.panel === panel),
      },
      mark: {
        type: "rule" as const,
        strokeWidth: 2.5,
        strokeCap: "round" as const,
        clip: true,
      },
      encoding: {
        ...axes(i === 0, "decoded x̂"),
        x2: { field: "x2" },
        y2: { field: "y2" },
        color: t,
      },
    }],
  }));
  // A little more than half a cell, so that no seams show.
  const perPanel = ofKind(rows, "cell").length / panels.length;
  const half = 0.52 / Math.sqrt(perPanel);
  const encoder = panels.map(({ panel }, i) => ({
    width: size,
    height: size,
    layer: [{
      data: {
        values: rows.flatMap((r) =>
          r.kind === "cell" && r.panel === panel
            ? [{
              t: r.t,
              x: r.x - half,
              x2: r.x + half,
              y: r.y - half,
              y2: r.y + half,
            }]
            : []
        ),
      },
      mark: { type: "rect" as const },
      encoding: {
        ...axes(i === 0, "feature x"),
        x2: { field: "x2" },
        y2: { field: "y2" },
        color: t,
      },
    }],
  }));
  return {
    vconcat: [{ hconcat: decoder, spacing: 14 }, {
      hconcat: encoder,
      spacing: 14,
    }],
    spacing: 14,
    resolve: { legend: { color: "independent" } },
  };
}
