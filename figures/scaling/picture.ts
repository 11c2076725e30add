/**
 * The picture of figure 10: which way it scales, and whether larger networks converge later.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import {
  linearAxis,
  logAxis,
  type NumberAxis,
  titledIf,
} from "../../src/rendering/axes.ts";
import { key, seriesKey } from "../../src/rendering/key.ts";
import {
  intervals,
  type Layer,
  line,
  points,
  rule,
  segments,
} from "../../src/rendering/marks.ts";
import { multiple, withMinus } from "../../src/rendering/numbers.ts";
import { seriesEncoding, stylesOf } from "../../src/rendering/palette.ts";
import { column, panel, row } from "../../src/rendering/panels.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { Place, Row, RowOf } from "./rows.ts";
import { inCase, lengthText, slopeText } from "./texts.ts";

/** Where the axis of ratios may have ticks: evenly spaced to the eye. */
const ticks = [0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 7, 10];
const grey = "#808080", ink = "#222222";
/** How lines are dashed, from the shortest to the longest training. */
const dashes = [[1, 2], [3, 3], [8, 3], [1, 0]];
/** How much further right limits stand, so that no mark hides another. */
const aside = 1.09;
const width = 230, heights = { ratio: 230, toGo: 100 };

type RatioRow = RowOf<"ratio">;

/** The limits of all sizes that lie within the axis, in ink. */
function limitMarks(
  limits: readonly RowOf<"limit">[],
  at: { readonly x: NumberAxis; readonly y: NumberAxis },
  [least, most]: readonly [number, number],
): Layer[] {
  const shown = limits.map((r) => {
    const { limitRatio: ratio, limitRatioLow, limitRatioHigh } = r;
    return ratio === null || ratio < least || ratio > most ? null : {
      hidden: r.hidden * aside,
      ratio,
      low: Math.max(limitRatioLow ?? least, least),
      high: Math.min(limitRatioHigh ?? most, most),
    };
  });
  const marks = shown.filter((r) => r !== null);
  const pieces = shown.slice(1).flatMap((to, i) => {
    const from = shown[i];
    return from === null || to === null
      ? []
      : [{ ...from, hidden2: to.hidden, ratio2: to.ratio }];
  });
  const drawn = (values: readonly object[], layer: Layer) =>
    values.length === 0 ? [] : [layer];
  return [
    ...drawn(marks, intervals(marks, at, { color: ink, strokeWidth: 1 })),
    ...drawn(pieces, segments(pieces, at, { color: ink, strokeWidth: 1.5 })),
    ...drawn(
      marks,
      points(marks, at, { color: ink, shape: "cross", size: 40 }),
    ),
  ];
}

/** All that was measured; limits only as far as that leaves room for the rest. */
function domainOf(
  measured: readonly RatioRow[],
  limits: readonly RowOf<"limit">[],
): readonly [number, number] {
  const shown = measured.flatMap(({ ratio, low, high }) => [ratio, low, high]);
  const least = Math.min(0.9, ...shown), most = Math.max(1.1, ...shown);
  const beyond = limits.flatMap(({ limitRatio }) => limitRatio ?? []);
  return [
    Math.max(Math.min(least, ...beyond), least / 2) / 1.03,
    Math.min(Math.max(most, ...beyond), most * 2) * 1.03,
  ];
}

/** What the subtitle says of the slopes of one case. */
function slopes(trends: readonly RowOf<"trend">[]): string[] {
  const longest = trends.findLast(({ length }) => length !== null)!;
  const limit = trends.find(({ length }) => length === null)!;
  return [
    `slope at ${lengthText(longest.length!)}: ${slopeText(longest)}`,
    `in the limit: ${slopeText(limit)}`,
  ].map(withMinus);
}

/**
 * Two rows a budget, one column a sparsity: the ratio of losses against the size, a line for each
 * training length and one for the limit; below it, what is still to go on both sides.
 */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const measured = ofKind(rows, "ratio");
  const limits = ofKind(rows, "limit");
  const lengths = ascending(measured.map((r) => r.length));
  const longest = lengths.at(-1)!;
  const dashOf = dashes.slice(-lengths.length);
  const winners = [
    ...unique(measured.map((r) => r.linear)).sort(),
    "nonlinear",
  ];
  const { color, shape } = seriesEncoding("winner", winners);
  const hiddens = ascending(measured.map((r) => r.hidden));
  const x = logAxis("hidden", "hidden dimensions m", {
    domain: [0.9, 1.2 * hiddens.at(-1)!],
    values: hiddens,
    format: "d",
  });
  const bare = { ...x, title: null };
  const domain = domainOf(measured, limits);
  const y = logAxis("ratio", "loss ratio, linear / nonlinear", {
    domain,
    values: ticks.filter((tick) => domain[0] <= tick && tick <= domain[1]),
  });
  const most = Math.max(
    0.1,
    ...limits.flatMap((r) => [r.linearToGo!, r.nonlinearToGo!]),
  );
  const share = linearAxis("toGo", "still to go", {
    domain: [0, Math.min(1, 1.2 * most)],
    format: "%",
  });
  const strokeDash = {
    field: "training",
    type: "nominal" as const,
    legend: null,
    scale: { domain: lengths.map(lengthText), range: dashOf },
  };

  const ratioPanel = (place: Place, first: boolean) => {
    const own = inCase(measured, place).map((r) => ({
      ...r,
      winner: r.ratio > 1 ? "nonlinear" : r.linear,
      training: lengthText(r.length),
    }));
    const last = own.filter((r) => r.length === longest);
    const ends = inCase(limits, place);
    const sure = last.filter(({ hidden }) =>
      ends.some((r) => r.hidden === hidden && r.settled !== null)
    );
    const unsure = last.filter((r) => !sure.includes(r));
    const at = { x: bare, y: titledIf(first, y) };
    const marks = (values: typeof last, filled: boolean) =>
      values.length === 0
        ? []
        : [points(values, { ...at, color, shape }, { size: 55, filled })];
    const { sparsity, neuronsPerFeature } = place;
    return panel(
      {
        title: `S = ${sparsity}, N = ${multiple(neuronsPerFeature)}`,
        subtitle: slopes(inCase(ofKind(rows, "trend"), place)),
      },
      [width, heights.ratio],
      [
        rule([{ ratio: 1 }], { y: at.y }),
        line(own, { ...at, strokeDash }, { color: grey, strokeWidth: 1.5 }),
        ...limitMarks(ends, at, domain),
        intervals(last, { ...at, color }),
        ...marks(sure, true),
        ...marks(unsure, false),
      ],
    );
  };
  const toGoPanel = (place: Place, first: boolean, lowest: boolean) => {
    const ends = inCase(limits, place);
    const last = inCase(measured, place).filter((r) => r.length === longest);
    const at = { x: lowest ? x : bare, y: titledIf(first, share) };
    const [, top] = share.scale.domain;
    const side = (name: "linear" | "nonlinear") => {
      const values = ends.map((r) => {
        const now = last.find(({ hidden }) => hidden === r.hidden)!;
        const shown = (share: number) => Math.min(top, Math.max(0, share));
        /** What is to go where this is the limit. */
        const above = (limit: number) =>
          shown(1 - limit / now[`${name}Median`]);
        return {
          hidden: name === "linear" ? r.hidden : r.hidden * aside,
          winner: now[name],
          toGo: shown(r[`${name}ToGo`]!),
          low: above(r[`${name}LimitHigh`]!),
          high: above(r[`${name}LimitLow`]!),
        };
      });
      const [{ color: own }] = stylesOf([values.at(-1)!.winner]);
      return [
        line(values, at, { color: own, strokeWidth: 1.5 }),
        intervals(values, at, { color: own, strokeWidth: 1 }),
        points(values, { ...at, color, shape }, { size: 40 }),
      ];
    };
    return panel({}, [width, heights.toGo], [
      ...side("linear"),
      ...side("nonlinear"),
    ]);
  };

  const sparsities = unique(measured.map((r) => r.sparsity));
  const budgets = unique(measured.map((r) => r.neuronsPerFeature));
  const keys = column([
    key(
      [
        ...lengths.map((length, i) => ({
          label: lengthText(length),
          color: grey,
          dash: dashOf[i],
          shape: null,
        })),
        { label: "limit", color: ink, dash: [1, 0], shape: "cross" },
      ],
      "training length",
    ),
    seriesKey(winners, { lines: [], title: "who loses less" }),
  ], { spacing: 12 });
  return column(
    budgets.map((neuronsPerFeature, i) =>
      row([
        ...sparsities.map((sparsity, j) => {
          const place = { sparsity, neuronsPerFeature };
          return column([
            ratioPanel(place, j === 0),
            toGoPanel(place, j === 0, i === budgets.length - 1),
          ], { spacing: 10 });
        }),
        ...(i === 0 ? [keys] : []),
      ])
    ),
  );
}
