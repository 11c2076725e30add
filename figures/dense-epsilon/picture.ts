/**
 * The picture of figure 2: loss against the levels of the quantized feature.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import {
  linearAxis,
  logAxis,
  logTicks,
  titledIf,
} from "../../src/rendering/axes.ts";
import { seriesKey } from "../../src/rendering/key.ts";
import {
  labelsRight,
  line,
  points,
  segments,
  text,
} from "../../src/rendering/marks.ts";
import { seriesEncoding, styleOf } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

const titles = {
  floor: "Floor levels, x̂ = k/Z (the paper's)",
  centred: "Centred levels, x̂ = (k + ½)/Z",
};

/** Losses of codes with ramps, one line for each width; left floor, right centred levels. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const coded = rows.filter((r) => r.levels !== null);
  const flat = rows.filter((r) => r.levels === null);
  const series = unique(coded.map((r) => r.series));
  const { color, shape, strokeDash } = seriesEncoding("series", series);
  const levels = ascending(coded.map((r) => r.segments!));
  const [first, last] = [levels[0], levels[levels.length - 1]];
  const x = linearAxis("segments", "Z, levels of the first feature", {
    domain: [first - 0.3, last + 2],
    values: levels,
    format: "d",
  });
  const domain = [0.004, 2.4] as const;
  const y = logAxis("fvu", "fvu (mse per feature × 12)", {
    domain,
    values: logTicks(domain, [1, 2, 5]),
  });
  // Codes without neurons that lose the same share a rule and a label; both end where the labels of
  // the curves begin.
  const rules = unique(flat.map((r) => r.fvu)).map((fvu) => ({
    fvu,
    fvu2: fvu,
    segments: first,
    segments2: last,
    label: flat.filter((r) => r.fvu === fvu).map((r) => r.series).join(" = "),
  }));
  const panels = (["floor", "centred"] as const).map((kind, i) => {
    const place = { x, y: titledIf(i === 0, y) };
    const own = coded.filter((r) => r.levels === kind);
    const detail = { field: "epsilon" };
    const ends = unique(own.map((r) => r.epsilon)).map((epsilon) => {
      const curve = own.filter((r) => r.epsilon === epsilon);
      const most = Math.max(...curve.map((r) => r.segments!));
      const end = curve.find((r) => r.segments === most)!;
      return { ...end, label: `ε = ${epsilon}` };
    });
    return panel({ title: titles[kind] }, [330, 300], [
      segments(rules, place, { color: styleOf("linear").color }),
      text(rules.map((r) => ({ ...r, segments: last })), place, "label", {
        align: "right",
        dy: -7,
      }),
      line(own, { ...place, color, strokeDash, detail }),
      points(own, { ...place, color, shape }),
      labelsRight(ends, place, "label"),
    ]);
  });
  return row([...panels, seriesKey(series)]);
}
