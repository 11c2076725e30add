/**
 * The picture of figure 6: when compression pays, in layers.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { logAxis, logTicks, titledIf } from "../../src/rendering/axes.ts";
import { seriesKey } from "../../src/rendering/key.ts";
import { line, points } from "../../src/rendering/marks.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** How often the code is unpacked, in words. */
const titles = new Map<number | null, string>([
  [null, "Unpacked once"],
  [4, "Unpacked every fourth layer"],
  [1, "Unpacked in every layer"],
]);

/** Layers until a code has paid, against the width of a layer. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const series = unique(rows.map((r) => r.series));
  const { color, shape, strokeDash } = seriesEncoding("series", series);
  const widths = ascending(rows.map((r) => r.width));
  const x = logAxis("width", "neurons per layer", {
    domain: [0.85, 300],
    values: widths.filter((_, i) => i % 2 === 0),
    format: "d",
  });
  const domain = [0.9, 120] as const;
  const y = logAxis("layers", "layers until it has paid", {
    domain,
    values: logTicks(domain, [1, 2, 5]),
    format: "d",
  });
  const panels = unique(rows.map((r) => r.decompressEvery)).map((every, i) => {
    const shown = rows.filter((r) =>
      r.decompressEvery === every && r.layers !== null
    );
    const place = { x, y: titledIf(i === 0, y), color };
    const title = titles.get(every) ?? `Unpacked every ${every} layers`;
    return panel({ title }, [260, 280], [
      line(shown, { ...place, strokeDash }),
      points(shown, { ...place, shape }, { size: 45 }),
    ]);
  });
  return row([...panels, seriesKey(series)]);
}
