/**
 * The picture of figure 1: what the codes look like.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { linearAxis, titledIf } from "../../src/rendering/axes.ts";
import { rects, segments } from "../../src/rendering/marks.ts";
import { show } from "../../src/rendering/numbers.ts";
import { column, panel, row } from "../../src/rendering/panels.ts";
import { ofKind } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** Pixels of one cell of the encoders' maps: whole, so that edges are sharp. */
const pixels = 4;

/** Top: decoders' paths; bottom: encoders' maps; one column a code. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const codes = ofKind(rows, "panel");
  const paths = ofKind(rows, "path");
  const cells = ofKind(rows, "cell");
  const width = 1 / Math.sqrt(cells.length / codes.length);
  const ends = paths.flatMap((r) => [r.x, r.x2, r.y, r.y2]);
  // Every path whole, and the same square in every panel.
  const first = Math.floor(Math.min(0, ...ends) / width - 0.5);
  const last = Math.ceil(Math.max(1, ...ends) / width + 0.5);
  const domain = [first * width, last * width] as const;
  const side = pixels * (last - first);
  const size = [side, side] as const;
  const axis = (field: string, title: string, labels = true) =>
    linearAxis(field, title, {
      domain,
      values: [0, 0.5, 1],
      format: ".1f",
      grid: false,
      labels,
    });
  const color = {
    field: "t",
    type: "quantitative" as const,
    title: ["share of the", "square with", "smaller t"],
    scale: { scheme: "viridis" as const, domain: [0, 1] },
  };
  const gradient = { legend: { gradientLength: side } };
  const places = (of: (letter: string) => string, i: number) => ({
    x: axis("x", of("x")),
    y: titledIf(i === 0, axis("y", of("y"), i === 0)),
  });
  const frame = { stroke: "#666666", strokeWidth: 0.6, filled: false };
  const decoders = codes.map((code, i) => {
    const place = places((letter) => `decoded ${letter}\u0302`, i);
    const subtitle = `fvu ${show(code.fvu, 3)}`;
    const heading = { title: code.panel, subtitle, small: true };
    return panel(heading, size, [
      rects([{ x: 0, y: 0, x2: 1, y2: 1 }], place, frame),
      segments(
        paths.filter((r) => r.panel === code.panel),
        { ...place, color: { ...color, legend: null } },
        { strokeWidth: 2.5, strokeCap: "round" },
      ),
    ]);
  });
  const encoders = codes.map((code, i) => {
    // A cell reaches under the two that are drawn after it, so that no seams show.
    const under = 0.4 * width;
    const squares = cells.filter((r) => r.panel === code.panel).map((r) => ({
      t: r.t,
      x: r.x - width / 2,
      x2: Math.min(1, r.x + width / 2 + under),
      y: r.y - width / 2,
      y2: Math.min(1, r.y + width / 2 + under),
    }));
    const place = places((letter) => `feature ${letter}`, i);
    return panel({}, size, [
      rects(squares, { ...place, color: { ...color, ...gradient } }),
    ]);
  });
  const spacing = 14;
  const rowsOfPanels = [row(decoders, { spacing }), row(encoders, { spacing })];
  // One legend is enough: that of the maps.
  const resolve = { scale: { color: "independent" as const } };
  return { ...column(rowsOfPanels, { spacing }), resolve };
}
