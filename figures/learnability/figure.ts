/**
 * Figure 4: how much of the loss of a trained network is optimisation.
 *
 * @module
 */
import { seriesEncoding, styleOf } from "../../src/rendering/palette.ts";
import {
  best,
  linearLoss,
  plain,
  rampWidth,
  sizeOf,
} from "../../src/protocol/dense.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import {
  constructed,
  hardToLearn,
  only,
  type Row,
  row,
  seedRows,
  warmLearningRates,
  warmSegments,
  warmStart,
  warmVariant,
} from "./rows.ts";
import { recipeBudgets, recipes } from "./recipes.ts";

const figure: Figure<Row> = {
  id: "learnability",
  title: "What gradient descent finds of what is there",
  order: 4,
  row,
  async rows(context) {
    const { budgets } = sizeOf(context);
    const trained = await Promise.all(
      [plain, best].flatMap((recipe) =>
        budgets.map((neurons) => seedRows(context, recipe, neurons))
      ),
    );
    const built = Array.from({ length: 18 }, (_, i) => i + 1)
      .map((count) => constructed(warmVariant, count, rampWidth).row)
      .filter(({ neurons }) => neurons <= Math.max(...budgets));
    const warm = await Promise.all(
      warmSegments.flatMap((segments) =>
        warmLearningRates.map((rate) => warmStart(context, segments, rate))
      ),
    );
    const compared = await Promise.all(
      recipeBudgets.map((neurons) => recipes(context, neurons)),
    );
    return [...trained.flat(), ...built, ...warm, ...compared.flat()];
  },
  caption(rows) {
    const [share] = only(rows, "share");
    const [warm] = only(rows, "warm");
    return `Two dense features in one hidden number; all losses are fvu (mean squared error per feature × 12). (a) Every one of ${share.seeds} report seeds at its tuned budget, beside constructed networks (gapped, ε = ${rampWidth}) with as many neurons. (b) The share of seeds that beat the best linear code, with 95 % Wilson intervals. (c) Warm starts: training goes on from a constructed network with ramps of ε = ${warm.epsilon}; hollow: before, filled: median of ${warm.seeds} seeds after training, with 95 % bootstrap intervals. (d) Recipes tried, median of ${warm.seeds} selection seeds with 95 % bootstrap intervals; the best recipe was chosen here and is reported on other seeds in (a) and (b).`;
  },
  spec(rows) {
    const series = [plain.name, best.name];
    const { color, shape } = seriesEncoding("series", series, null);
    const hidden = { legend: null };
    const inside = { legend: { orient: "bottom-right" as const } };
    const linear = linearLoss().fvu;
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
    const budgets = [
      ...new Set(only(rows, "seed").map(({ neurons }) => neurons)),
    ].sort((a, b) => a - b);
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
    const seeds = only(rows, "seed").map((r) => ({
      ...r,
      at: budgets.indexOf(r.neurons) + (r.series === plain.name ? -0.2 : 0.2) +
        ((r.seed * 7) % 16 - 7.5) / 60,
    }));
    const built = only(rows, "constructed").filter((r) => r.segments > 1);
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
    const recipeNames = [
      ...new Set(only(rows, "recipe").map(({ recipe }) => recipe)),
    ];
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
      data: { values: only(rows, "share") },
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
    const trainedColor = styleOf(best.name).color;
    const small = (text: string) => ({
      text,
      fontSize: 12,
      fontWeight: "normal" as const,
    });
    const warm = {
      title: "(c) Training goes on from a constructed network",
      hconcat: warmSegments.map((count, i) => {
        const values = only(rows, "warm").filter((r) => r.segments === count);
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
      }),
      spacing: 8,
    };
    const tried = {
      title: "(d) Recipes tried",
      hconcat: recipeBudgets.map((neurons, i) => ({
        title: small(`${neurons} neurons`),
        width: 130,
        height: 240,
        data: {
          values: only(rows, "recipe").filter((r) => r.neurons === neurons),
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
  },
  claims: (rows) => [hardToLearn(rows)],
};

export default figure;
