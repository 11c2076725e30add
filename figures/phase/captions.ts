/**
 * What a reader of figure 9 must know, by the profile.
 *
 * @module
 */
import {
  bootstrapInterval,
  listed,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";
import { sparseBatch } from "../../src/protocol/sparse_case.ts";
import { grouped, percent, show } from "../../src/rendering/numbers.ts";
import { ascending, ofKind, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/** What is divided by what, in either profile. */
const colours =
  "above 1 (magenta) the nonlinear encoder loses less, below 1 (green) the linear one";
const sides =
  "(superposition, or superposition with a ReLU decoder) divided by that of the scheme with a nonlinear encoder";

/** The caption of the profile `paper`. */
export function captionOfMaps(rows: readonly Row[]): string {
  const all = ofKind(rows, "compared");
  const [{ features, hidden, seeds }] = all;
  const lengths = all.filter((r) => r.settled === null);
  return paragraph(
    sentence(`${features} features in ${hidden} hidden dimensions`),
    sentence(
      "Each cell: the median loss of the best scheme with a linear encoder",
      `${sides}, over ${seeds} report seeds each;`,
      colours,
    ),
    sentence(
      `In grey cells the ${bootstrapInterval} of the ratio holds 1:`,
      "neither is known to lose less",
    ),
    sentence(
      "A diamond: longer training may change who does, as the ratio does not stay on one side of 1,",
      "its interval included, at the two longest lengths of training and in the limit",
      `that a power law through all lengths gives (${lengths.length} of ${all.length} cells,`,
      "the grey ones among them)",
    ),
    sentence(
      "Left: at equal total neurons; right: the linear encoder's decoder has as many neurons",
      "as fit into the nonlinear scheme's parameters",
    ),
    sentence(
      "Recipe, learning rate, split, a ReLU on the output and the better linear scheme",
      "were chosen on other seeds",
    ),
  );
}

/** The caption of the profile `full`. */
export function captionOfLadders(rows: readonly Row[]): string {
  const cells = ofKind(rows, "cell"), trained = ofKind(rows, "side");
  const [{ features, hidden, seeds }] = cells;
  const names = unique(trained.map((r) => r.family));
  const lengths = names.map((name) =>
    `${
      listed(
        ascending(
          trained.filter((r) => r.family === name).map((r) => r.length),
        ).map((length) => length < 1 ? `1/${show(1 / length)}` : `${length}`),
      )
    } (${name})`
  );
  const { steps } = trained.find((r) =>
    r.family === names[0] && r.length === 1
  )!;
  const dead = (side: "linear" | "nonlinear") =>
    percent(
      Math.max(
        ...trained.filter((r) => r.side === side).map((r) => r.deadUnits ?? 0),
      ),
    );
  const toGo = ofKind(rows, "limit").flatMap((r) => [
    r.linearToGo ?? 0,
    r.nonlinearToGo ?? 0,
  ]);
  return paragraph(
    sentence(
      `${features} features in ${hidden} hidden dimensions, at equal neurons`,
    ),
    sentence(
      "Each cell: the median loss of the best scheme with a linear encoder",
      `${sides}, over ${seeds} report seeds each;`,
      colours,
    ),
    sentence(
      `Both sides were trained for a compute of ${listed(lengths, "and of")},`,
      `where 1 is that of ${
        grouped(steps)
      } steps of ${sparseBatch} samples by Adam;`,
      "each map takes for either side the optimiser with which it loses less there",
    ),
    sentence(
      "Left: compute 1, as in the other sparse figures; middle: the longest;",
      "right: in the limit of power laws through all lengths,",
      `which take up to ${
        percent(Math.max(...toGo))
      } off the losses after the longest training,`,
      "where the number is the end of the interval that is next to 1",
    ),
    sentence(
      `Grey, left and middle: the ${bootstrapInterval} of the ratio holds 1;`,
      "right: not decided, as the ratio does not stay on one side of 1, its interval included,",
      "at the two longest lengths and in the limit, with both optimisers",
    ),
    sentence(
      "A diamond: either side is known to lose less somewhere,",
      "at lengths from compute 1 on, with one of the optimisers or in the limit",
    ),
    sentence(
      "Learning rates and the better linear scheme were chosen at every length on other seeds,",
      "split and a ReLU on the output at compute 1",
    ),
    sentence(
      "The median share of ReLUs that never fire is at most",
      `${dead("linear")} on the linear and ${
        dead("nonlinear")
      } on the nonlinear side`,
    ),
  );
}
