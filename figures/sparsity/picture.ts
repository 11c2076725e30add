/**
 * The picture of figure 8: every scheme against sparsity.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { logAxis, titledIf } from "../../src/rendering/axes.ts";
import { seriesKey } from "../../src/rendering/key.ts";
import { falls } from "../../src/rendering/limits.ts";
import { intervals, line, points } from "../../src/rendering/marks.ts";
import { multiple } from "../../src/rendering/numbers.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** One panel a budget; codes without neurons, lines alone, are the same in all. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  // Dropping features ties with the best linear code.
  const shown = rows.filter((r) => r.series !== "drop")
    .map((r) => ({ ...r, density: 1 - r.sparsity }));
  const flat = shown.filter((r) => r.neuronsPerFeature === null);
  const series = unique(shown.map((r) => r.series));
  const trained = series.filter((name) => !flat.some((r) => r.series === name));
  const { color, shape, strokeDash } = seriesEncoding("series", series);
  const x = logAxis("density", "density 1 − S (log, sparser to the right)", {
    domain: [0.0085, 1.15],
    values: [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
    reverse: true,
  });
  const floor = Math.min(...shown.map((r) => r.low)) / 1.15;
  const y = logAxis("median", "fvu (fraction of variance unexplained)", {
    domain: [
      floor,
      Math.max(...shown.map((r) => r.high)) * 1.15,
    ],
  });
  const budgets = unique(shown.flatMap((r) => r.neuronsPerFeature ?? []));
  const panels = budgets.map((budget, i) => {
    const own = shown.filter((r) => r.neuronsPerFeature === budget);
    const place = { x, y: titledIf(i === 0, y), color };
    return panel({ title: `N = ${multiple(budget)} neurons` }, [260, 320], [
      ...falls(own, place, floor),
      line([...flat, ...own], { ...place, strokeDash }),
      intervals(own, place),
      points(own, { ...place, shape }, { size: 45 }),
    ]);
  });
  return row([...panels, seriesKey(series, { symbols: trained })]);
}
