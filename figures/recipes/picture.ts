/**
 * The picture of figure 14: what each recipe buys.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { linearAxis, logAxis, logTicks } from "../../src/rendering/axes.ts";
import { key, seriesKey } from "../../src/rendering/key.ts";
import {
  intervals,
  type Layer,
  points,
  rule,
} from "../../src/rendering/marks.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";
import { column, type Panel, panel, row } from "../../src/rendering/panels.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

type RecipeRow = Extract<Row, { kind: "recipe" }>;

/** How a cell is called. */
export function cellName(
  { features, hidden, sparsity, neurons }: RecipeRow,
): string {
  const dense = sparsity === 0 ? "dense" : `S = ${sparsity}`;
  return `${features} features in ${hidden}, ${dense}, N = ${neurons}`;
}

/** Panels in a row. */
const across = 4;
/** Pixels of a recipe's line. */
const pitch = 20;
/** How far from a recipe's line the schemes stand. */
const aside = 0.18;

/** What a panel shows of a row. */
interface Shown {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A row of panels a few cells: loss ratios of all recipes, then what compute they save. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const all = ofKind(rows, "recipe");
  const recipes = unique(all.map((r) => r.recipe));
  const series = unique(all.map((r) => r.series));
  const { color, shape } = seriesEncoding("series", series);
  const lengths = ofKind(rows, "length").map((r) => r.length);
  const ends = [Math.min(...lengths), Math.max(...lengths)] as const;
  const labels = JSON.stringify(recipes);
  const yOf = (first: boolean) =>
    linearAxis("at", null, {
      domain: [recipes.length - 0.5, -0.5],
      values: recipes.map((_, i) => i),
      labelExpr: `${labels}[datum.value]`,
      labels: first,
    });
  const panelsOf = (
    cells: readonly RecipeRow[][],
    title: string,
    domain: readonly [number, number],
    ticks: readonly number[],
    shown: (row: RecipeRow) => Shown | null,
  ): Panel[] => {
    const x = logAxis("value", title, {
      domain,
      values: logTicks(domain, ticks),
      format: "~g",
    });
    const panels = cells.map((own, i) => {
      const place = { x, y: yOf(i % across === 0) };
      const marks = own.flatMap((r) => {
        const values = shown(r);
        if (values === null) return [];
        const inside = (value: number) =>
          Math.min(Math.max(value, domain[0]), domain[1]);
        return [{
          series: r.series,
          chosen: r.chosen,
          value: inside(values.value),
          low: inside(values.low),
          high: inside(values.high),
          at: recipes.indexOf(r.recipe) +
            aside * (series.indexOf(r.series) * 2 - series.length + 1),
        }];
      });
      const symbols = (chosen: boolean, filled: boolean): Layer[] => {
        const some = marks.filter((mark) => mark.chosen === chosen);
        const look = { filled, size: 40, opacity: 1 };
        return some.length === 0
          ? []
          : [points(some, { ...place, color, shape }, look)];
      };
      return panel(
        { title: cellName(own[0]), minor: true },
        [205, pitch * recipes.length],
        [
          rule([{ value: 1 }], { x }),
          intervals(marks, { ...place, color }, {}, "x"),
          ...symbols(false, false),
          ...symbols(true, true),
        ],
      );
    });
    return Array.from(
      { length: Math.ceil(panels.length / across) },
      (_, i) =>
        row(panels.slice(i * across, (i + 1) * across), { spacing: 14 }),
    );
  };
  const cells = unique(all.map(cellName))
    .map((name) => all.filter((r) => cellName(r) === name));
  const measured = all.flatMap((r) => [r.ratioLow, r.ratioHigh]);
  const ratios = panelsOf(
    cells,
    "loss, over that of Adam",
    [
      Math.max(Math.min(0.9, ...measured), 0.1) / 1.05,
      Math.min(Math.max(1.1, ...measured), 3) * 1.05,
    ],
    [1, 1.5, 2, 3, 5, 7],
    ({ ratio, ratioLow, ratioHigh }) => ({
      value: ratio,
      low: ratioLow,
      high: ratioHigh,
    }),
  );
  const gains = panelsOf(
    cells.filter((own) => own.some(({ gain }) => gain !== null)),
    "compute-equivalent gain",
    [ends[0] / 1.1, ends[1] * 1.1],
    [1, 2, 5],
    ({ gain, gainLow, gainHigh }) =>
      gain === null || gainLow === null || gainHigh === null
        ? null
        : { value: gain, low: gainLow, high: gainHigh },
  );
  const grey = { color: "#666666", dash: null };
  const keys = column([
    seriesKey(series, { lines: [] }),
    key([{ label: "chosen (filled)", shape: "circle", ...grey }]),
  ], { spacing: 12 });
  return column([
    row([column(ratios, { title: "At equal compute" }), keys]),
    column(gains, { title: "Compute that is saved" }),
  ]);
}
