/**
 * The picture of figure 3: what a budget of neurons buys.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { logAxis, titledIf } from "../../src/rendering/axes.ts";
import { seriesKey } from "../../src/rendering/key.ts";
import {
  band,
  line,
  points,
  rule,
  segments,
  text,
} from "../../src/rendering/marks.ts";
import { falls } from "../../src/rendering/limits.ts";
import { seriesEncoding, styleOf } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

const trained = ["nonlinear", "nonlinear, best recipe"];
const bounds = ["best polyline", "limit of polylines"];
/** The networks that are drawn. */
export const networks = [
  ...["two-per-segment", "shared-hinges", "smallest construction found"],
  ...trained,
];
const series = [...networks, ...bounds];
/** The paper's own construction, whose break-even is marked too. */
const paper = "two-per-segment floor";

/** Losses at equal neurons, with break-evens and what bounds them, and at equal parameters. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const { color, shape, strokeDash } = seriesEncoding("series", series);
  const code = rows.find((r) => r.series === "linear")!;
  const drawn = rows.filter((r) => series.includes(r.series));
  const learnt = drawn.filter((r) => trained.includes(r.series));
  const seeds = learnt.map((r) => ({ ...r, median: r.best }));
  const above = 1.25;
  const marked = unique(
    rows.filter((r) => [...networks, paper].includes(r.series))
      .map((r) => r.breakEven).filter((neurons) => neurons !== null),
  ).map((neurons) => ({
    // Through the linear code's rule, up to where nothing runs through the label.
    neurons,
    neurons2: neurons,
    median: code.median / 1.15,
    median2: above,
    label: String(neurons),
  }));
  const floor = 0.0007;
  const y = logAxis("median", "fvu (mse per feature × 12)", {
    domain: [floor, 1.9],
  });
  const size = [380, 400] as const;
  const dark = { color: styleOf("linear").color };
  const marks = (
    values: Row[],
    x: ReturnType<typeof logAxis>,
    first = true,
  ) => {
    const place = { x, y: titledIf(first, y), color };
    const of = (names: string[]) => (r: Row) => names.includes(r.series);
    // The smallest construction found goes on with neurons, not always with parameters.
    const order = { field: "neurons", type: "quantitative" as const };
    return [
      rule([code], { y: place.y }, dark),
      band(values.filter(of(trained)), place),
      points(seeds, { ...place, shape }, { size: 22, opacity: 0.8 }),
      line(values, { ...place, strokeDash, order }),
      points(values.filter(of(networks)), { ...place, shape }, { size: 36 }),
    ];
  };
  const neurons = logAxis("neurons", "ReLU neurons in all (polylines: kinks)", {
    domain: [0.95, 80],
    values: [1, 2, 4, 6, 8, 12, 18, 24, 36, 48, 72],
    format: "d",
  });
  const parameters = logAxis("parameters", "parameters", {
    domain: [8, 600],
    values: [10, 20, 50, 100, 200, 500],
    format: "d",
  });
  const counted = drawn.filter((r) => r.parameters !== null);
  const mark = { x: neurons, y };
  return row([
    panel({ title: "At equal neurons" }, size, [
      ...falls(learnt, { ...mark, color }, floor),
      ...marks(drawn, neurons),
      segments(marked, mark, { ...dark, strokeDash: [2, 2] }),
      text(
        marked.map((r) => ({ ...r, median: above })),
        mark,
        "label",
        { baseline: "bottom", dy: -2 },
      ),
    ]),
    panel(
      { title: "At equal parameters" },
      size,
      marks(counted, parameters, false),
    ),
    seriesKey(["linear", ...series], { symbols: networks }),
  ]);
}
