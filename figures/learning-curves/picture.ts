/**
 * The picture of figure 5: what training passes through on its way.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { logAxis, titledIf } from "../../src/rendering/axes.ts";
import { labelsRight, line, rule } from "../../src/rendering/marks.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import { panel, row } from "../../src/rendering/panels.ts";
import { ascending, ofKind } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/**
 * One panel a budget, one line a seed; rules at the levels of the quantized code, named at their
 * right ends.
 */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const curves = ofKind(rows, "curve");
  const steps = ascending(curves.map((r) => r.step));
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const levels = ofKind(rows, "level").map((r) => ({
    ...r,
    label: `Z = ${r.segments}`,
    step: last,
  }));
  const losses = [...curves, ...levels].map((r) => r.fvu);
  const x = logAxis("step", "steps", {
    domain: [first, last],
    values: [200, 1000, 5000, 20_000],
    format: "~s",
  });
  const y = logAxis("fvu", "training fvu (mse per feature × 12)", {
    domain: [Math.min(...losses) / 1.15, Math.max(...losses) * 1.05],
  });
  const budgets = ascending(curves.map((r) => r.neurons));
  return row(
    budgets.map((neurons, i) => {
      const place = { x, y: titledIf(i === 0, y) };
      return panel({ title: `${neurons} neurons` }, [205, 300], [
        rule(levels, { y: place.y }, {
          color: styleOf("quantized centred").color,
        }),
        line(
          curves.filter((r) => r.neurons === neurons),
          { ...place, detail: { field: "seed" } },
          {
            strokeWidth: 0.8,
            opacity: 0.5,
            color: styleOf("nonlinear, best recipe").color,
          },
        ),
        labelsRight(levels, place, "label", { dx: 4 }),
      ]);
    }),
    { spacing: 14 },
  );
}
