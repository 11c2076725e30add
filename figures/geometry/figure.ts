/**
 * Figure 7: superposition itself, where the answer is known: theory and trained networks side by
 * side.
 *
 * @module
 */
import type { Figure } from "../../src/protocol/figure.ts";
import { paragraph, sentence } from "../../src/protocol/sentences.ts";
import { percent } from "../../src/rendering/numbers.ts";
import { ofKind } from "../../src/rendering/select.ts";
import { makeRows } from "./cases.ts";
import { picture } from "./picture.ts";
import { leastNorm, parts, type Row, row } from "./rows.ts";

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
    return paragraph(
      sentence("The ReLU-output model x̂ = ReLU(Wᵀ W x + b)"),
      sentence(
        "(a) Two features in one dimension: what it holds, against the density p = 1 − S",
        "(both axes logarithmic) and the importance of feature 2, that of feature 1 being 1",
      ),
      sentence(
        "Left: the known solution with the lowest exact loss,",
        "of W = (1, 0), (0, 1) and (1, −1);",
        `right: the best of ${phase.seeds} trained seeds,`,
        `where a feature is held if |W| is at least ${leastNorm}`,
      ),
      sentence(
        "Line, in both: the density p = 4q/(2 + 5q), q = min(r, 1/r), at which the solutions tie",
      ),
      sentence(
        `The two maps differ in ${apart.length} of ${cells.length} cells,`,
        `in ${
          explained === apart.length ? "all" : explained
        } of which the lowest loss found with W and b free`,
        "agrees with the trained networks: a pair with a bias pays at somewhat higher densities",
      ),
      sentence(
        `No trained loss is more than ${
          percent(worst - 1)
        } above the lowest one found`,
      ),
      sentence(
        `(b) ${direction.features} features in ${direction.hidden} dimensions`,
        `with importance ${direction.importance}ⁱ: the directions of the features`,
        "(columns of W), numbered from the most important;",
        `best of ${direction.seeds} seeds, turned so that feature 1 points up;`,
        "axes: the two hidden dimensions, digits only at features held",
      ),
      sentence(
        "(c) Dimensions per feature, D = |W_i|² / Σ_j (Ŵ_i·W_j)²,",
        `of ${dimensionality.features} equally important features`,
        `in ${dimensionality.hidden} dimensions, a point per feature,`,
        `best of ${dimensionality.seeds} seeds, against 1/(1 − S), logarithmic;`,
        "rules: the fractions of known shapes",
      ),
      sentence("D = 0 is a feature that is not represented"),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
