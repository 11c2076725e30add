/**
 * The panels of figure 4.
 *
 * @module
 */
import {
  at,
  categoryAxis,
  linearAxis,
  logAxis,
  titledIf,
} from "../../src/rendering/axes.ts";
import {
  intervals,
  line,
  points,
  rule,
  text,
} from "../../src/rendering/marks.ts";
import { seriesEncoding, styleOf } from "../../src/rendering/palette.ts";
import { type Panel, panel, row } from "../../src/rendering/panels.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

const linear = styleOf("linear");
const constructed = styleOf("gapped");
const trained = { color: styleOf("nonlinear, best recipe").color };
const big = [400, 300] as const;

/** A loss, between two ends. */
const loss = (field: string, domain: [number, number]) =>
  logAxis(field, "fvu (mse per feature × 12)", { domain });

/** Budgets side by side, evenly spaced; `at` is a place among them, from 0. */
function slots(budgets: readonly number[]) {
  return {
    ...linearAxis("at", "ReLU neurons in all", {
      domain: [-0.5, budgets.length - 0.5],
      values: budgets.map((_, i) => i),
      labelExpr: `[${budgets}][datum.value]`,
      grid: false,
    }),
  };
}

/** Where the marks of each series stand beside their budget's place. */
const aside = (series: readonly string[], name: string) =>
  0.4 * (series.indexOf(name) - (series.length - 1) / 2);

/** (a): a point a seed, beside constructed networks of as many neurons. */
export function everySeed(
  rows: readonly Row[],
  series: readonly string[],
): Panel {
  const budgets = ascending(ofKind(rows, "seed").map((r) => r.neurons));
  // Seeds with almost the same loss stand side by side.
  const seeds = ofKind(rows, "seed").map((r) => ({
    ...r,
    at: budgets.indexOf(r.neurons) + aside(series, r.series) +
      ((r.seed * 7) % 16 - 7.5) / 60,
  }));
  const place = (neurons: number) => {
    const above = budgets.findIndex((b) => b >= neurons);
    const [low, high] = [budgets[above - 1], budgets[above]];
    return above <= 0 ? above : above - 1 + (neurons - low) / (high - low);
  };
  const built = ofKind(rows, "constructed").filter((r) => r.segments > 1)
    .map((r) => ({ ...r, at: place(r.neurons), label: "constructed" }));
  const [code] = ofKind(rows, "linear").map((r) => ({
    ...r,
    at: budgets.length - 0.5,
    label: "linear code",
  }));
  const { color, shape } = seriesEncoding("series", series);
  const on = { x: slots(budgets), y: loss("fvu", [0.008, 1.4]) };
  return panel({ title: "(a) Every seed, and what is constructed" }, big, [
    rule([code], { y: on.y }, { color: linear.color }),
    text([code], on, "label", { align: "right", dy: -6 }),
    line(built, on, {
      color: constructed.color,
      strokeDash: [...constructed.dash],
    }),
    points(built, on, { color: constructed.color, shape: constructed.shape }),
    text(built.slice(0, 1), on, "label", { align: "right", dx: -8, dy: 4 }),
    points(seeds, { ...on, color, shape }, { size: 14, opacity: 0.7 }),
  ]);
}

/** (b): how many of them beat the linear code. */
export function shares(rows: readonly Row[], series: readonly string[]): Panel {
  const budgets = ascending(ofKind(rows, "share").map((r) => r.neurons));
  const drawn = ofKind(rows, "share").filter((r) => series.includes(r.series));
  const values = drawn.map((r) => ({
    ...r,
    at: budgets.indexOf(r.neurons) + aside(series, r.series),
  }));
  const { color, shape } = seriesEncoding("series", series);
  const y = linearAxis("share", "share of seeds", {
    domain: [-0.03, 1.03],
    values: [0, 0.2, 0.4, 0.6, 0.8, 1],
  });
  const on = { x: slots(budgets), y, color };
  return panel({ title: "(b) Share of seeds that beat the linear code" }, big, [
    intervals(values, on),
    points(values, { ...on, shape }, { size: 50 }),
  ]);
}

/** (c): constructed networks before and after training. */
export function warmStarts(rows: readonly Row[]): Panel {
  const all = ofKind(rows, "warm");
  const x = categoryAxis(
    "learningRate",
    "learning rate",
    ascending(all.map((r) => r.learningRate)),
    { format: ".0e" },
  );
  const panels = unique(all.map((r) => r.segments)).map((segments, i) => {
    const own = all.filter((r) => r.segments === segments);
    const y = titledIf(i === 0, loss("median", [0.03, 1.4]));
    const title = `Z = ${segments}, ${own[0].neurons} neurons`;
    return panel({ title, minor: true }, [105, 240], [
      points(own, { x, y: at(y, "before") }, {
        color: constructed.color,
        filled: false,
        size: 60,
      }),
      intervals(own, { x, y }, trained),
      points(own, { x, y }, trained),
    ]);
  });
  const title = "(c) Training goes on from a constructed network";
  return row(panels, { title, spacing: 8 });
}

/** The recipes of (a) and (b) in their own colours, those that were only tried in grey. */
function colorOf(recipe: string): string {
  if (recipe === "plain") return styleOf("nonlinear").color;
  return recipe.startsWith("best recipe:") ? trained.color : "#666666";
}

/** (d): recipes at two budgets. */
export function recipes(rows: readonly Row[]): Panel {
  const all = ofKind(rows, "recipe");
  const names = unique(all.map((r) => r.recipe));
  // Two panels side by side have no room for the unit, which stands on the axes of (a) and (c).
  const x = { ...loss("median", [0.08, 1.1]), title: "fvu" };
  const panels = unique(all.map((r) => r.neurons)).map((neurons, i) => {
    const own = all.filter((r) => r.neurons === neurons);
    const labels = i === 0;
    const y = categoryAxis("recipe", null, names, { grid: true, labels });
    return panel({ title: `${neurons} neurons`, minor: true }, [130, 240], [
      ...own.flatMap((one) => {
        const look = { color: colorOf(one.recipe) };
        return [
          intervals([one], { x, y }, look, "x"),
          points([one], { x, y }, look),
        ];
      }),
    ]);
  });
  return row(panels, { title: "(d) Recipes tried", spacing: 8 });
}
