/**
 * The picture of figure 7.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { ascending, ofKind } from "../../src/rendering/select.ts";
import { arrows, dimensionality, map } from "./panels.ts";
import { parts, type Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const cells = ofKind(rows, "phase");
  const ties = ofKind(rows, "tie");
  const directions = ofKind(rows, "direction");
  const { seeds } = parts.phase;
  return {
    vconcat: [
      {
        hconcat: [
          map(cells, ties, "theory", "(a) Two in one: theory"),
          map(cells, ties, "trained", `Trained, best of ${seeds}`),
        ],
        resolve: { legend: { color: "independent" as const } },
      },
      {
        title: "(b) Five in two: directions of the features",
        hconcat: ascending(directions.map((r) => r.sparsity)).map((s) =>
          arrows(directions, s, `S = ${s}`)
        ),
        spacing: 34,
        bounds: "flush" as const,
      },
      dimensionality(
        ofKind(rows, "dimensionality"),
        `(c) ${parts.dimensionality.features} in ${parts.dimensionality.hidden}: dimensions per feature`,
      ),
    ],
  };
}
