/**
 * The picture of figure 7: superposition where the answer is known.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { column, row } from "../../src/rendering/panels.ts";
import { ascending, ofKind } from "../../src/rendering/select.ts";
import { arrows, dimensionality, map, mapKey } from "./panels.ts";
import { parts, type Row } from "./rows.ts";

/**
 * Top: what one dimension holds of two features; middle: five features in two dimensions; bottom:
 * dimensions per feature.
 */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const phases = ofKind(rows, "phase");
  const ties = ofKind(rows, "tie");
  const directions = ofKind(rows, "direction");
  const { phase, dimensionality: { features, hidden } } = parts;
  return column([
    row([
      map(phases, ties, "theory", "(a) Two in one: theory"),
      map(phases, ties, "trained", `Trained, best of ${phase.seeds}`),
      mapKey(phases),
    ]),
    {
      ...row(
        ascending(directions.map((r) => r.sparsity)).map((sparsity) =>
          arrows(directions, sparsity)
        ),
        { title: "(b) Five in two: directions of the features", spacing: 34 },
      ),
      bounds: "flush",
    },
    dimensionality(
      ofKind(rows, "dimensionality"),
      `(c) ${features} in ${hidden}: dimensions per feature`,
    ),
  ]);
}
