/**
 * The picture of figure 13: where training leads.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import {
  logAxis,
  logTicks,
  type NumberAxis,
  titledIf,
} from "../../src/rendering/axes.ts";
import { key } from "../../src/rendering/key.ts";
import {
  intervals,
  type Layer,
  line,
  points,
  rule,
} from "../../src/rendering/marks.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import { column, panel, row } from "../../src/rendering/panels.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import { domainOf, limits, ticksOf, within } from "./ends.ts";
import type { Row } from "./rows.ts";

type Kind<Name extends Row["kind"]> = Extract<Row, { kind: Name }>;
type CellRow = Kind<"cell">;
type Place = Pick<CellRow, "features" | "hidden" | "sparsity" | "neurons">;

/** How a recipe is called: by its optimiser. */
export function recipeName(optimiser: string): string {
  return optimiser === "adam" ? "Adam" : optimiser.toUpperCase();
}

/** How a cell is called. */
export function cellName({ features, hidden, sparsity, neurons }: Place) {
  const dense = sparsity === 0 ? "dense" : `S = ${sparsity}`;
  return `${features} features in ${hidden}, ${dense}, N = ${neurons}`;
}

const looks = [
  { dash: [1, 0], shape: "circle" },
  { dash: [6, 3], shape: "diamond" },
];
const ink = "#222222", grey = "#666666";
/** Times the longest compute: where limits stand, and where the axis ends. */
const beyond = 3, end = 4.5;
/** Points of a drawn curve. */
const pieces = 40;

/** Points of a fitted law between two computes. */
function curve(fit: Kind<"fit">, from: number, to: number) {
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const compute = from * (to / from) ** (i / pieces);
    const above = fit.scale * (compute / fit.longest) ** -fit.exponent;
    return { compute, median: (fit.limit ?? Infinity) + above };
  });
}

/** Above: losses of one cell; below: their ratio. One column a cell, one look a recipe. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const cells = ofKind(rows, "cell");
  const recipes = unique(ofKind(rows, "fit").map((r) => r.optimiser));
  const series = unique(ofKind(rows, "fit").map((r) => r.series));
  const lookOf = (optimiser: string) => looks[recipes.indexOf(optimiser)];
  /** Intervals of two recipes at one compute stand side by side. */
  const asideOf = (optimiser: string, factor = 1.06) =>
    factor ** (recipes.indexOf(optimiser) - (recipes.length - 1) / 2);
  /** Where the limit of a recipe stands. */
  const limitAt = (longest: number, optimiser: string) =>
    longest * beyond * asideOf(optimiser, 1.25);

  const ratios = ofKind(rows, "ratio");

  const panelsOf = (cell: CellRow, first: boolean) => {
    const own = <One extends Place>(all: readonly One[]) =>
      all.filter((r) => cellName(r) === cellName(cell));
    const fits = own(ofKind(rows, "fit"));
    const measured = own(ofKind(rows, "point"));
    const longest = Math.max(...fits.map((r) => r.longest));
    const shortest = Math.min(...measured.map((r) => r.compute));
    const infinity = longest * beyond;
    const x = {
      ...logAxis("compute", "compute, steps of Adam", {
        domain: [shortest / 1.4, longest * end],
        values: [
          ...logTicks([shortest, longest], [1, 2, 5])
            .filter((_, i, all) => (all.length - 1 - i) % 2 === 0),
          infinity,
        ],
        labelExpr:
          `datum.value === ${infinity} ? '∞' : format(datum.value, '~s')`,
      }),
    };
    const domain = domainOf(
      measured.flatMap((r) => [r.low, r.high]),
      fits.flatMap((r) => r.limit ?? []),
    );
    const y: NumberAxis = titledIf(
      first,
      logAxis("median", "fvu (mse / variance)", {
        domain,
        values: ticksOf(domain),
      }),
    );
    const mark = (x: NumberAxis) =>
      rule([{ compute: cell.usual }], { x }, { strokeDash: [2, 2] });
    const above = { ...x, title: null };
    const upper: Layer[] = [mark(above)];
    for (const fit of fits) {
      const { color } = styleOf(fit.series);
      const { dash, shape } = lookOf(fit.optimiser);
      const place = { x: above, y };
      const limit = within(
        [{
          compute: limitAt(longest, fit.optimiser),
          median: fit.limit,
          low: fit.limitLow,
          high: fit.limitHigh,
        }],
        ["median", "low", "high"],
        domain,
      );
      const here = measured.filter((r) =>
        r.series === fit.series && r.optimiser === fit.optimiser
      ).map((r) => ({ ...r, compute: r.compute * asideOf(fit.optimiser) }));
      upper.push(
        line(
          curve(fit, shortest, longest * beyond / 1.3)
            .filter((r) => r.median >= domain[0] && r.median <= domain[1]),
          place,
          { color, strokeDash: [...dash], strokeWidth: 1.5 },
        ),
        intervals(here, place, { color }),
        points(here, place, { color, shape, size: 45 }),
        intervals(limit, place, { color, strokeWidth: 1.5 }),
        ...limits(limit, place, domain, { color, shape }),
      );
    }
    const ratioDomain = domainOf(
      own(ratios).filter((r) => r.compute !== null)
        .flatMap((r) => [r.low ?? 1, r.high ?? 1, 0.95, 1.05]),
      own(ratios).flatMap((r) => r.ratio ?? []),
    );
    const ratio = titledIf(
      first,
      logAxis("ratio", "linear / nonlinear", {
        domain: ratioDomain,
        values: ticksOf(ratioDomain),
      }),
    );
    const lower: Layer[] = [mark(x), rule([{ ratio: 1 }], { y: ratio })];
    for (const optimiser of recipes) {
      const { dash, shape } = lookOf(optimiser);
      const here = own(ratios).filter((r) => r.optimiser === optimiser);
      const finite = here.flatMap((r) =>
        r.compute === null
          ? []
          : [{ ...r, compute: r.compute * asideOf(optimiser) }]
      );
      const limit = within(
        here.filter((r) => r.compute === null)
          .map((r) => ({ ...r, compute: limitAt(longest, optimiser) })),
        ["ratio", "low", "high"],
        ratioDomain,
      );
      const place = { x, y: ratio };
      lower.push(
        line(finite, place, {
          color: ink,
          strokeDash: [...dash],
          strokeWidth: 1.5,
        }),
        intervals(finite, place, { color: ink }),
        points(finite, place, { color: ink, shape, size: 45 }),
        intervals(limit, place, { color: ink, strokeWidth: 1.5 }),
        ...limits(limit, place, ratioDomain, { color: ink, shape }),
      );
    }
    const title = cellName(cell);
    const subtitle = cell.winner === null
      ? "not decided"
      : `decided: ${cell.winner} encoder`;
    return column([
      panel({ title, minor: true }, [210, 250], upper),
      panel({ title: subtitle, minor: true }, [210, 150], lower),
    ], { spacing: 16 });
  };
  const columns = cells.map((cell, i) => panelsOf(cell, i === 0));
  const keys = column([
    key(
      series.map((label) => ({
        label,
        color: styleOf(label).color,
        dash: [1, 0],
        shape: null,
      })),
      "scheme",
    ),
    key(
      recipes.map((optimiser) => ({
        label: recipeName(optimiser),
        color: grey,
        ...lookOf(optimiser),
      })),
      "recipe",
    ),
  ], { spacing: 12 });
  return row([...columns, keys], { spacing: 18 });
}
