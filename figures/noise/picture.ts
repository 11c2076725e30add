/**
 * The picture of figure 11.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";
import { caseTitle } from "./title.ts";

/** Lower end of the losses drawn; the limit goes on below it. */
const floor = 0.004;
const ceiling = 1.15;
/** What no scheme can reach. */
const forbidden = "#d9d9d6";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const numbers = unique(rows.map((r) => r.features));
  const series = unique(ofKind(rows, "scheme").map((r) => r.series));
  const { color, shape, strokeDash } = seriesEncoding("series", series, null);
  const x = {
    field: "noise",
    type: "quantitative" as const,
    title: "σ of the noise, hidden state of unit power (log)",
    scale: { type: "log" as const, domain: [0.008, 1.25], nice: false },
    axis: { values: [0.01, 0.03, 0.1, 0.3, 1] },
  };
  return {
    hconcat: numbers.map((features, i) => {
      const own = rows.filter((r) => r.features === features);
      const schemes = ofKind(own, "scheme");
      const y = {
        field: "median",
        type: "quantitative" as const,
        title: i === 0 ? "fvu (fraction of variance unexplained)" : null,
        scale: {
          type: "log" as const,
          domain: [floor, ceiling],
          nice: false,
        },
        axis: { values: [0.003, 0.01, 0.03, 0.1, 0.3, 1] },
      };
      const limit = own.flatMap((r) =>
        r.kind === "limit" ? [{ noise: r.noise, lower: r.lower, floor }] : []
      );
      return {
        title: caseTitle(own),
        width: 320,
        height: 340,
        layer: [
          {
            data: { values: limit },
            mark: {
              type: "area" as const,
              color: forbidden,
              opacity: 1,
              clip: true,
            },
            encoding: {
              x,
              y: { ...y, field: "lower" },
              y2: { field: "floor" },
            },
          },
          {
            data: { values: [{ noise: 1, median: floor }] },
            mark: {
              type: "text" as const,
              text: "out of reach",
              align: "right" as const,
              dy: -12,
              color: "#444444",
            },
            encoding: { x, y },
          },
          {
            data: { values: schemes },
            mark: { type: "line" as const },
            encoding: { x, y, color, strokeDash },
          },
          {
            data: { values: schemes.filter((r) => r.seeds > 0) },
            mark: { type: "rule" as const, strokeWidth: 2 },
            encoding: {
              x,
              y: { ...y, field: "low" },
              y2: { field: "high" },
              color,
            },
          },
          {
            data: { values: schemes },
            mark: { type: "point" as const, size: 45 },
            encoding: { x, y, color, shape },
          },
        ],
      };
    }),
  };
}
