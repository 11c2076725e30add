/**
 * The picture of figure 3.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { seriesEncoding, styleOf } from "../../src/rendering/palette.ts";
import { unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** Series that are trained. */
const trained = ["nonlinear", "nonlinear, best recipe"];

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const lines = [
    "two-per-segment",
    "shared-hinges",
    "smallest construction found",
    ...trained,
    "best polyline",
    "limit of polylines",
  ];
  const linear = rows.find((r) => r.series === "linear")!;
  const { color, shape, strokeDash } = seriesEncoding("series", lines, null);
  const breakEvens = unique(
    rows.filter((r) => [...lines, "two-per-segment floor"].includes(r.series))
      .map((r) => r.breakEven).filter((neurons) => neurons !== null),
  );
  const y = {
    field: "median",
    type: "quantitative" as const,
    title: "fvu (mse per feature × 12)",
    scale: { type: "log" as const, domain: [0.0008, 1.5], nice: false },
    axis: { values: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1] },
  };
  const panel = (
    field: "neurons" | "parameters",
    heading: string,
    title: string,
    ticks: number[],
    domain: [number, number],
  ) => {
    const x = {
      field,
      type: "quantitative" as const,
      title,
      scale: { type: "log" as const, domain, nice: false },
      axis: { values: ticks, format: "d" },
    };
    const values = rows.filter((r) =>
      lines.includes(r.series) && r[field] !== null &&
      r.median >= 0.0008
    );
    const marked = breakEvens.map((neurons) => ({
      neurons,
      median: linear.median,
      label: String(neurons),
    }));
    return {
      title: heading,
      width: 380,
      height: 400,
      layer: [
        {
          data: { values: [linear] },
          mark: { type: "rule" as const, color: styleOf("linear").color },
          encoding: { y },
        },
        {
          data: { values: values.filter((r) => trained.includes(r.series)) },
          mark: { type: "area" as const, opacity: 0.2 },
          encoding: {
            x,
            y: { ...y, field: "low" },
            y2: { field: "high" },
            color,
          },
        },
        {
          data: {
            values: values.filter((r) => trained.includes(r.series)).map((
              r,
            ) => ({ ...r, median: r.best })),
          },
          mark: { type: "point" as const, size: 22, opacity: 0.8 },
          encoding: { x, y, color, shape },
        },
        {
          data: { values },
          mark: { type: "line" as const },
          encoding: { x, y, color, strokeDash },
        },
        {
          data: {
            values: values.filter((r) => !r.series.includes("polyline")),
          },
          mark: { type: "point" as const, size: 36 },
          encoding: { x, y, color, shape },
        },
        ...(field === "neurons"
          ? [{
            data: { values: marked },
            mark: {
              type: "tick" as const,
              thickness: 2,
              size: 12,
              orient: "vertical" as const,
              color: styleOf("linear").color,
            },
            encoding: { x, y },
          }, {
            data: { values: marked },
            mark: { type: "text" as const, dy: -13, fontSize: 11 },
            encoding: { x, y, text: { field: "label" } },
          }]
          : []),
      ],
    };
  };
  return {
    hconcat: [
      panel(
        "neurons",
        "At equal neurons",
        "ReLU neurons in all (polylines: kinks)",
        [1, 2, 4, 6, 8, 12, 18, 24, 36, 48, 72],
        [0.95, 80],
      ),
      panel(
        "parameters",
        "At equal parameters",
        "parameters",
        [5, 10, 20, 50, 100, 200, 500],
        [8, 600],
      ),
    ],
  };
}
