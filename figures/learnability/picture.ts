/**
 * The picture of figure 4.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { seriesEncoding, styleOf } from "../../src/rendering/palette.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** The Vega-Lite picture of the rows. */
export function picture(rows: readonly Row[]): TopLevelSpec {
  const [plain, best] = unique(ofKind(rows, "share").map((r) => r.series));
  const series = [plain, best];
  const { color, shape } = seriesEncoding("series", series, null);
  const hidden = { legend: null };
  const inside = { legend: { orient: "bottom-right" as const } };
  const [{ fvu: linear }] = ofKind(rows, "linear");
  const loss = (field: string, domain: [number, number]) => ({
    field,
    type: "quantitative" as const,
    title: "fvu (mse per feature × 12)",
    scale: { type: "log" as const, domain, nice: false },
    axis: { values: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1] },
  });
  const rule = {
    data: { values: [{ linear }] },
    mark: { type: "rule" as const, color: styleOf("linear").color },
  };
  const budgets = ascending(ofKind(rows, "seed").map((r) => r.neurons));
  const x = {
    field: "neurons",
    type: "ordinal" as const,
    title: "ReLU neurons in all",
    sort: budgets,
    axis: { labelAngle: 0 },
  };
  const xOffset = {
    field: "series",
    type: "nominal" as const,
    sort: series,
  };
  // Seeds with almost the same loss stand side by side.
  const seeds = ofKind(rows, "seed").map((r) => ({
    ...r,
    at: budgets.indexOf(r.neurons) + (r.series === plain ? -0.2 : 0.2) +
      ((r.seed * 7) % 16 - 7.5) / 60,
  }));
  const built = ofKind(rows, "constructed").filter((r) => r.segments > 1);
  const place = (neurons: number) => {
    const above = budgets.findIndex((b) => b >= neurons);
    const [low, high] = [budgets[above - 1], budgets[above]];
    return above <= 0 ? above : above - 1 + (neurons - low) / (high - low);
  };
  const slots = {
    field: "at",
    type: "quantitative" as const,
    title: "ReLU neurons in all",
    scale: { domain: [-0.5, budgets.length - 0.5], nice: false },
    axis: {
      values: budgets.map((_, i) => i),
      labelExpr: `[${budgets}][datum.value]`,
      grid: false,
    },
  };
  const line = {
    values: built.map((r) => ({ ...r, at: place(r.neurons) })),
  };
  const gapped = styleOf("smallest construction found");
  const wide = 430;
  const recipeNames = unique(ofKind(rows, "recipe").map((r) => r.recipe));
  const all = {
    title: "(a) Every seed, and what is constructed",
    width: wide,
    height: 300,
    layer: [
      { ...rule, encoding: { y: loss("linear", [0.008, 1.4]) } },
      {
        data: line,
        mark: {
          type: "line" as const,
          color: gapped.color,
          point: { color: gapped.color, shape: gapped.shape },
        },
        encoding: { x: slots, y: loss("fvu", [0.008, 1.4]) },
      },
      {
        data: { values: seeds },
        mark: { type: "point" as const, size: 14, opacity: 0.7 },
        encoding: {
          x: slots,
          y: loss("fvu", [0.008, 1.4]),
          color: { ...color, ...hidden },
          shape: { ...shape, ...hidden },
        },
      },
    ],
  };
  const shares = {
    title: "(b) Share of seeds that beat the linear code",
    width: wide,
    height: 300,
    data: { values: ofKind(rows, "share") },
    encoding: { x, xOffset },
    layer: [
      {
        mark: { type: "rule" as const, strokeWidth: 2 },
        encoding: {
          y: {
            field: "low",
            type: "quantitative" as const,
            title: "share of seeds",
            scale: { domain: [0, 1] },
          },
          y2: { field: "high" },
          color: { ...color, ...inside },
        },
      },
      {
        mark: { type: "point" as const, size: 50 },
        encoding: {
          y: { field: "share", type: "quantitative" as const },
          color: { ...color, ...inside },
          shape: { ...shape, ...inside },
        },
      },
    ],
  };
  const trainedColor = styleOf(best).color;
  const small = (text: string) => ({
    text,
    fontSize: 12,
    fontWeight: "normal" as const,
  });
  const warm = {
    title: "(c) Training goes on from a constructed network",
    hconcat: unique(ofKind(rows, "warm").map((r) => r.segments)).map(
      (count, i) => {
        const values = ofKind(rows, "warm").filter((r) => r.segments === count);
        const domain: [number, number] = [0.03, 1.4];
        return {
          title: small(`Z = ${count}, ${values[0].neurons} neurons`),
          width: 105,
          height: 240,
          data: { values },
          encoding: {
            x: {
              field: "learningRate",
              type: "ordinal" as const,
              title: "learning rate",
              axis: { labelAngle: 0, format: ".0e" },
            },
          },
          layer: [
            {
              mark: {
                type: "point" as const,
                filled: false,
                size: 60,
                color: gapped.color,
              },
              encoding: {
                y: i === 0 ? loss("before", domain) : {
                  ...loss("before", domain),
                  title: null,
                },
              },
            },
            {
              mark: {
                type: "rule" as const,
                color: trainedColor,
                strokeWidth: 2,
              },
              encoding: { y: loss("low", domain), y2: { field: "high" } },
            },
            {
              mark: { type: "point" as const, size: 40, color: trainedColor },
              encoding: { y: loss("median", domain) },
            },
          ],
        };
      },
    ),
    spacing: 8,
  };
  const tried = {
    title: "(d) Recipes tried",
    hconcat: unique(ofKind(rows, "recipe").map((r) => r.neurons)).map((
      neurons,
      i,
    ) => ({
      title: small(`${neurons} neurons`),
      width: 130,
      height: 240,
      data: {
        values: ofKind(rows, "recipe").filter((r) => r.neurons === neurons),
      },
      encoding: {
        y: {
          field: "recipe",
          type: "nominal" as const,
          title: null,
          sort: recipeNames,
          axis: { labels: i === 0, grid: true },
        },
      },
      layer: [
        {
          mark: {
            type: "rule" as const,
            color: trainedColor,
            strokeWidth: 2,
          },
          encoding: { x: loss("low", [0.08, 1.1]), x2: { field: "high" } },
        },
        {
          mark: { type: "point" as const, size: 40, color: trainedColor },
          encoding: { x: loss("median", [0.08, 1.1]) },
        },
      ],
    })),
    spacing: 8,
  };
  return {
    vconcat: [
      {
        hconcat: [all, shares],
        resolve: { legend: { color: "independent", shape: "independent" } },
      },
      { hconcat: [warm, tried] },
    ],
  };
}
