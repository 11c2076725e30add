/**
 * Figure 4: how much of the loss of a trained network is optimisation.
 *
 * @module
 */
import { seriesEncoding, styleOf } from "../src/rendering/palette.ts";
import { best, linearLoss, plain, rampWidth, show, sizeOf } from "./_dense.ts";
import type { Claim, Figure } from "./_figure.ts";
import {
  constructed,
  recipeBudgets,
  recipes,
  type Row,
  row,
  seedRows,
  warmLearningRates,
  warmSegments,
  warmStart,
  warmVariant,
} from "./_learnability.ts";

const only = <K extends Row["kind"]>(rows: readonly Row[], kind: K) =>
  rows.filter((r): r is Extract<Row, { kind: K }> => r.kind === kind);

function hardToLearn(rows: readonly Row[]): Claim {
  const shares = only(rows, "share");
  const built = only(rows, "constructed");
  const largest = shares.filter((r) => r.series === best.name).reduce((a, b) =>
    b.neurons > a.neurons ? b : a
  );
  const plainly = shares.find((r) =>
    r.series === plain.name && r.neurons === largest.neurons
  )!;
  const equal = built.filter((r) => r.neurons <= largest.neurons)
    .reduce((a, b) => (b.fvu < a.fvu ? b : a));
  const first =
    shares.filter((r) => r.series === plain.name && r.share === 1).map((r) =>
      r.neurons
    ).sort((a, b) => a - b)[0];
  const warm = only(rows, "warm");
  const kept = warm.filter((r) => r.high <= r.before).length;
  const gap = largest.medianLow > equal.fvu;
  const beatsLinear = largest.low > 0.5;
  return {
    claim: "hard-to-learn",
    verdict: !gap ? "refuted" : beatsLinear ? "qualified" : "supported",
    sentence: `Beating the linear code is easy, the code itself is not found: ${
      first === undefined
        ? "at no budget do all seeds"
        : `from ${first} neurons on all of ${plainly.seeds} seeds`
    } beat it, yet at ${largest.neurons} neurons the best recipe's median fvu is ${
      show(largest.median)
    } [${show(largest.medianLow)}, ${show(largest.medianHigh)}], ${
      show(largest.median / equal.fvu)
    } times that of a constructed network of ${equal.neurons} (${
      show(equal.fvu)
    }). It is the search that fails, not the loss surface at the solution: of ${warm.length} warm starts from a construction, ${kept} end no worse than they began.`,
  };
}

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
    const all = {
      title: "(a) Every seed, and what is constructed",
      width: wide,
      height: 300,
      layer: [
        { ...rule, encoding: { y: loss("linear", [0.001, 1.4]) } },
        {
          data: line,
          mark: {
            type: "line" as const,
            color: gapped.color,
            point: { color: gapped.color, shape: gapped.shape },
          },
          encoding: { x: slots, y: loss("fvu", [0.001, 1.4]) },
        },
        {
          data: { values: seeds },
          mark: { type: "point" as const, size: 14, opacity: 0.7 },
          encoding: { x: slots, y: loss("fvu", [0.001, 1.4]), color, shape },
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
            color,
          },
        },
        {
          mark: { type: "point" as const, size: 50 },
          encoding: {
            y: { field: "share", type: "quantitative" as const },
            color,
            shape,
          },
        },
      ],
    };
    const warmRows = only(rows, "warm").map((r) => ({
      ...r,
      start: `Z = ${r.segments}, ${r.neurons} neurons`,
      rate: String(r.learningRate),
    }));
    const warm = {
      title: "(c) Training goes on from a constructed network",
      width: wide,
      height: 240,
      data: { values: warmRows },
      encoding: {
        x: {
          field: "start",
          type: "nominal" as const,
          title: null,
          sort: warmRows.map(({ start }) => start),
          axis: { labelAngle: 0 },
        },
        xOffset: {
          field: "rate",
          type: "nominal" as const,
          sort: warmLearningRates.map(String),
        },
      },
      layer: [
        {
          mark: { type: "point" as const, filled: false, size: 60 },
          encoding: {
            y: loss("before", [0.005, 0.5]),
            color: { value: gapped.color },
          },
        },
        {
          mark: { type: "rule" as const, color: styleOf(best.name).color },
          encoding: { y: loss("low", [0.005, 0.5]), y2: { field: "high" } },
        },
        {
          mark: { type: "point" as const, size: 60 },
          encoding: {
            y: loss("median", [0.005, 0.5]),
            color: { value: styleOf(best.name).color },
          },
        },
        {
          mark: { type: "text" as const, dy: 14, fontSize: 10 },
          encoding: {
            y: loss("low", [0.005, 0.5]),
            text: { field: "rate" },
          },
        },
      ],
    };
    const recipeRows = only(rows, "recipe").map((r) => ({
      ...r,
      budget: `${r.neurons} neurons`,
    }));
    const tried = {
      title: "(d) Recipes tried",
      width: wide - 190,
      height: 240,
      data: { values: recipeRows },
      encoding: {
        y: {
          field: "recipe",
          type: "nominal" as const,
          title: null,
          sort: recipeRows.map(({ recipe }) => recipe),
        },
        yOffset: { field: "budget", type: "nominal" as const },
      },
      layer: [
        {
          mark: { type: "rule" as const, color: styleOf(plain.name).color },
          encoding: { x: loss("low", [0.08, 0.5]), x2: { field: "high" } },
        },
        {
          mark: {
            type: "point" as const,
            size: 50,
            color: styleOf(plain.name).color,
          },
          encoding: {
            x: loss("median", [0.08, 0.5]),
            shape: {
              field: "budget",
              type: "nominal" as const,
              title: null,
            },
          },
        },
      ],
    };
    return {
      vconcat: [
        { hconcat: [all, shares] },
        {
          hconcat: [warm, tried],
          resolve: { legend: { shape: "independent" } },
        },
      ],
      resolve: { legend: { shape: "independent" } },
    };
  },
  claims: (rows) => [hardToLearn(rows)],
};

export default figure;
