/**
 * Figure 10: which way it scales.
 *
 * @module
 */
import { independent } from "../../src/features/mod.ts";
import { show } from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import {
  compared,
  featuresPerDimension,
  neuronsPerFeature,
  ratios,
  type Row,
  row,
  scaling,
  sizes,
  stretches,
  trend,
} from "./rows.ts";

const figure: Figure<Row> = {
  id: "scaling",
  title: "Which way it scales: the ratio of losses as the dimensions grow",
  order: 10,
  full: true,
  row,
  async rows(context) {
    const { hiddens, sparsities } = sizes[context.profile];
    const groups = await Promise.all(
      sparsities.flatMap((sparsity) =>
        neuronsPerFeature.map(async (perFeature) => {
          const cells = await Promise.all(
            hiddens.map((hidden) => {
              const features = featuresPerDimension * hidden;
              const data = independent(features, sparsity);
              return compared(context, { data, hidden, noise: 0 }, perFeature);
            }),
          );
          return cells.flat();
        })
      ),
    );
    return groups.flatMap((group) => [
      ...group.map(({ row }) => row),
      ...stretches.map((stretch) =>
        trend(group.filter(({ row }) => row.stretch === stretch))
      ),
    ]);
  },
  caption(rows) {
    const [{ seeds, steps, stretch }] = ratios(rows);
    const dead = (key: "linearDead" | "nonlinearDead") =>
      show(100 * Math.max(...ratios(rows).map((r) => r[key])));
    return `n = ${featuresPerDimension}m features in m dimensions: the median loss of the better scheme with a linear encoder (superposition, or superposition with a ReLU decoder) divided by that of the scheme with a nonlinear encoder, at equal neurons, over ${seeds} report seeds with 95 % bootstrap intervals. Above 1 the nonlinear encoder loses less. Learning rates were tuned for every size on other seeds at ${
      Math.round(steps / stretch)
    } steps of 128 samples; both halves of the nonlinear scheme get half of the neurons. Lines: half, once and twice as many steps. Slope: that of ln ratio over ln m by least squares, once as many steps, with its 95 % bootstrap interval over seeds. The median share of ReLUs that never fire is at most ${
      dead("linearDead")
    } % on the linear and ${dead("nonlinearDead")} % on the nonlinear side.`;
  },
  spec: picture,
  claims: (rows) => [scaling(rows)],
};
export default figure;
