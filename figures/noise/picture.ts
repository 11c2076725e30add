/**
 * The picture of figure 11: every scheme over a noisy hidden state, and what no scheme can do.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { logAxis, titledIf } from "../../src/rendering/axes.ts";
import { seriesKey } from "../../src/rendering/key.ts";
import {
  band,
  intervals,
  line,
  points,
  text,
} from "../../src/rendering/marks.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";
import { caseTitle } from "./title.ts";

/** Lower end of the losses drawn; the limit goes on below it. */
const floor = 0.004;
/** What no scheme can reach. */
const forbidden = "#d9d9d6";

/** One panel a case: losses against the noise, above the limit of all schemes. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const series = unique(ofKind(rows, "scheme").map((r) => r.series));
  const { color, shape, strokeDash } = seriesEncoding("series", series);
  const x = logAxis("noise", "σ of the noise, hidden state of unit power", {
    domain: [0.008, 1.25],
  });
  const y = logAxis("median", "fvu (fraction of variance unexplained)", {
    domain: [floor, 1.15],
  });
  const panels = unique(rows.map((r) => r.features)).map((features, i) => {
    const own = rows.filter((r) => r.features === features);
    const schemes = ofKind(own, "scheme");
    const limit = ofKind(own, "limit").map((r) => ({ ...r, floor }));
    const most = Math.max(...limit.map((r) => r.noise));
    const place = { x, y: titledIf(i === 0, y) };
    return panel({ title: caseTitle(own) }, [320, 340], [
      band(limit, place, { color: forbidden, opacity: 1, clip: true }, [
        "lower",
        "floor",
      ]),
      text(
        [{ noise: most, median: floor, label: "out of reach" }],
        place,
        "label",
        { align: "right", dx: -6, dy: -12, fontSize: 12 },
      ),
      line(schemes, { ...place, color, strokeDash }),
      intervals(schemes.filter((r) => r.seeds > 0), { ...place, color }),
      points(schemes, { ...place, color, shape }, { size: 45 }),
    ]);
  });
  return row([...panels, seriesKey(series)]);
}
