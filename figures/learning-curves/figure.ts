/**
 * Figure 5: what training passes through on its way.
 *
 * @module
 */
import { denseBatch, denseMse } from "../../src/protocol/dense_case.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import { paragraph, sentence } from "../../src/protocol/sentences.ts";
import { ofKind, unique } from "../../src/rendering/select.ts";
import { picture } from "./picture.ts";
import { makeRows, type Row, row } from "./rows.ts";

const figure: Figure<Row> = {
  id: "learning-curves",
  title: "Learning curves against the levels of the quantized code",
  order: 5,
  row,
  rows: makeRows,
  caption(rows) {
    const curves = ofKind(rows, "curve"), levels = ofKind(rows, "level");
    const seeds = unique(curves.map(({ seed }) => seed)).length;
    const budgets = unique(curves.map(({ neurons }) => neurons));
    const largest = Math.max(...budgets);
    const end = Math.max(...curves.map(({ step }) => step));
    const ends = curves.filter((r) => r.neurons === largest && r.step === end);
    /** Seeds that end below the level of so many segments. */
    const below = (segments: number) => {
      const { fvu } = levels.find((r) => r.segments === segments)!;
      return `${ends.filter((r) => r.fvu < fvu).length}`;
    };
    return paragraph(
      sentence(
        `Training loss (fvu; ${denseMse}; mean since the point before) of the best recipe`,
        `against optimiser steps of ${denseBatch} samples,`,
        `all ${seeds} report seeds, at ${budgets.length} budgets of ReLU neurons`,
      ),
      sentence(
        "Rules: the losses of the centred quantized code with Z =",
        levels.map(({ segments }) => segments).join(", "),
        "; Z = 1 is the best linear code",
      ),
      sentence("The learning rate falls over the second half"),
      sentence(
        `Of ${ends.length} seeds with ${largest} neurons,`,
        `${below(2)} end below the level of Z = 2 and ${
          below(3)
        } below that of Z = 3`,
      ),
    );
  },
  spec: picture,
  claims: () => [],
};
export default figure;
