/**
 * Figure 4: how much of the loss of a trained network is optimisation.
 *
 * @module
 */
import {
  best,
  linearLoss,
  plain,
  rampWidth,
  sizeOf,
} from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
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
    const linear: Row = { kind: "linear", fvu: linearLoss().fvu };
    return [
      ...trained.flat(),
      ...built,
      ...warm,
      ...compared.flat(),
      linear,
    ];
  },
  caption(rows) {
    const [share] = only(rows, "share");
    const [warm] = only(rows, "warm");
    return `Two dense features in one hidden number; all losses are fvu (mean squared error per feature × 12). (a) Every one of ${share.seeds} report seeds at its tuned budget, beside constructed networks (gapped, ε = ${rampWidth}) with as many neurons. (b) The share of seeds that beat the best linear code, with 95 % Wilson intervals. (c) Warm starts: training goes on from a constructed network with ramps of ε = ${warm.epsilon}; hollow: before, filled: median of ${warm.seeds} seeds after training, with 95 % bootstrap intervals. (d) Recipes tried, median of ${warm.seeds} selection seeds with 95 % bootstrap intervals; the best recipe was chosen here and is reported on other seeds in (a) and (b).`;
  },
  spec: picture,
  claims: (rows) => [hardToLearn(rows)],
};

export default figure;
