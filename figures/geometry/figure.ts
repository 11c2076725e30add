/**
 * Figure 7: superposition itself, where the answer is known: theory and trained networks side by
 * side.
 *
 * @module
 */
import { picture } from "./picture.ts";
import { ofKind } from "../../src/rendering/select.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { leastNorm, makeRows, parts, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "geometry",
  title: "Superposition where the answer is known",
  order: 7,
  row,
  rows: makeRows,
  caption(rows) {
    const cells = ofKind(rows, "phase");
    const apart = cells.filter((r) => r.theory !== r.trained);
    const explained = apart.filter((r) => r.tuned === r.trained).length;
    const worst = Math.max(...cells.map((r) => r.trainedFvu / r.tunedFvu));
    const { phase, direction, dimensionality } = parts;
    return `The ReLU-output model x̂ = ReLU(Wᵀ W x + b). (a) Two features in one dimension: what it holds, against the density p = 1 − S (both axes logarithmic) and the importance of feature 2, that of feature 1 being 1. Left: the known solution with the lowest exact loss, of W = (1, 0), (0, 1) and (1, −1); right: the best of ${phase.seeds} trained seeds, where a feature is held if |W| is at least ${leastNorm}. Line, in both: the density p = 4q/(2 + 5q), q = min(r, 1/r), at which the solutions tie. The two maps differ in ${apart.length} of ${cells.length} cells, in ${explained} of which the lowest loss found with W and b free agrees with the trained networks: a pair with a bias pays at somewhat higher densities. No trained loss is more than ${
      ((worst - 1) * 100).toFixed(1)
    } % above the lowest one found. (b) ${direction.features} features in ${direction.hidden} dimensions with importance ${direction.importance}ⁱ: the directions of the features (columns of W), numbered from the most important; best of ${direction.seeds} seeds, turned so that feature 1 points up; axes: the two hidden dimensions, digits only at features held. (c) Dimensions per feature, D = |W_i|² / Σ_j (Ŵ_i·W_j)², of ${dimensionality.features} equally important features in ${dimensionality.hidden} dimensions, a point per feature, best of ${dimensionality.seeds} seeds, against 1/(1 − S), logarithmic; rules: the fractions of known shapes. D = 0 is a feature that is not represented.`;
  },
  spec: picture,
  claims: () => [],
};
export default figure;
