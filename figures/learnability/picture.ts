/**
 * The picture of figure 4: how much of the loss of a trained network is optimisation.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { seriesKey } from "../../src/rendering/key.ts";
import { column, row } from "../../src/rendering/panels.ts";
import { everySeed, recipes, shares, warmStarts } from "./panels.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** Top: every seed, and their shares that beat the linear code; bottom: warm starts and recipes. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  // More steps are in the rows and in words.
  const series = unique(ofKind(rows, "seed").map((r) => r.series));
  return column([
    row([
      everySeed(rows, series),
      shares(rows, series),
      seriesKey(series, { lines: [] }),
    ]),
    row([warmStarts(rows), recipes(rows)]),
  ]);
}
