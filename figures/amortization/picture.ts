/**
 * The picture of figure 6.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const series = unique(rows.map((r) => r.series));
  const { color, shape, strokeDash } = seriesEncoding("series", series, null);
  const titles = new Map<number | null, string>([
    [null, "Unpacked once"],
    [4, "Unpacked every fourth layer"],
    [1, "Unpacked in every layer"],
  ]);
  const x = {
    field: "width",
    type: "quantitative" as const,
    title: "neurons per layer",
    scale: { type: "log" as const, domain: [0.9, 300], nice: false },
    axis: {
      values: ascending(rows.map((r) => r.width)).filter((_, i) => i % 2 === 0),
      format: "d",
    },
  };
  const y = (first: boolean) => ({
    field: "layers",
    type: "quantitative" as const,
    title: first ? "layers until it has paid" : null,
    scale: { type: "log" as const, domain: [0.9, 120], nice: false },
    axis: { values: [1, 2, 5, 10, 20, 50, 100], format: "d" },
  });
  return {
    hconcat: unique(rows.map((r) => r.decompressEvery)).map((every, i) => ({
      title: titles.get(every)!,
      width: 260,
      height: 280,
      data: {
        values: rows.filter((r) =>
          r.decompressEvery === every && r.layers !== null
        ),
      },
      encoding: { x, y: y(i === 0), color },
      layer: [
        { mark: { type: "line" as const }, encoding: { strokeDash } },
        { mark: { type: "point" as const, size: 45 }, encoding: { shape } },
      ],
    })),
  };
}
