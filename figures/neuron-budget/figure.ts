/**
 * Figure 3: what a budget of neurons buys.
 *
 * @module
 */
import {
  POLYLINE_SEARCH,
  polylineInfimum,
} from "../../src/bounds/polyline/search.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { beats } from "../../src/statistics/summary.ts";
import { picture } from "./picture.ts";
import {
  bestConstruction,
  bound,
  breakEvenOf,
  constructed,
  doubled,
  envelope,
  kinks,
  learned,
  paperSeries,
  polylineRow,
  type Row,
  row,
  smallestBreakEven,
  summaryOf,
  trained,
  withBreakEvens,
} from "./rows.ts";
import {
  best,
  linearLoss,
  paperBreakEven,
  plain,
  rampWidth,
  show,
  sizeOf,
} from "../../src/protocol/dense.ts";
import type { Claim, Figure } from "../../src/protocol/figure.ts";

function moreCompact(rows: readonly Row[]): Claim {
  const linear = rows.find((r) => r.series === "linear")!;
  const learnt = rows.filter((r) => trained.includes(r.series));
  const lowest = learnt.reduce((a, b) => (b.median < a.median ? b : a));
  const built = bestConstruction(rows, "neurons", lowest.neurons)!;
  const supported = built.median < linear.median &&
    beats(summaryOf(lowest), summaryOf(linear));
  const either = built.median < linear.median ||
    beats(summaryOf(lowest), summaryOf(linear));
  return {
    claim: "more-compact",
    verdict: supported ? "supported" : either ? "qualified" : "refuted",
    sentence:
      `Two dense features in one number: the best linear code leaves fvu ${
        show(linear.median)
      } (mse ${
        show(linear.mse, 3)
      } per feature), a constructed network of ${built.neurons} neurons ${
        show(built.median)
      } (${built.series}, Z = ${built.segments}, ε = ${built.epsilon}), and the trained network that loses least, with ${lowest.neurons} neurons, ${
        show(lowest.median)
      } [${show(lowest.low)}, ${
        show(lowest.high)
      }] (median of ${lowest.seeds} seeds).`,
  };
}

function breakEvens(rows: readonly Row[]): Claim {
  const of = (series: string) => breakEvenOf(rows, series);
  const paper = of(paperSeries);
  const name = (series: string) => `${of(series) ?? "none"}`;
  const smallest = smallestBreakEven(rows) ?? Infinity;
  const stable = trained.every((s) => of(s) === of(doubled(s)));
  const verdict = paper !== paperBreakEven
    ? "refuted"
    : smallest < paper
    ? "qualified"
    : "supported";
  const change = stable
    ? "twice the steps change neither"
    : `with twice the steps ${name(doubled(plain.name))} and ${
      name(doubled(best.name))
    }`;
  return {
    claim: "break-even",
    verdict,
    sentence:
      `Two dense features in one number: the paper's construction (floor levels, two neurons per line segment, ε = ${rampWidth}) first beats the linear code at ${
        paper ?? "no number of"
      } neurons (the paper says ${paperBreakEven}); with centred levels, which are free, at ${
        name("two-per-segment")
      }; with one neuron per kink at ${
        name("shared-hinges")
      }. The smallest break-even of any network here with neurons in both halves is ${smallest}. Trained networks break even at ${
        name(plain.name)
      } neurons, with the best recipe at ${name(best.name)}; ${change}.`,
  };
}

/** Budgets that are trained twice as long as well: where the break-even could move, and the paper's own. */
const repeated = (neurons: number) =>
  neurons <= 12 || neurons === paperBreakEven;

const figure: Figure<Row> = {
  id: "neuron-budget",
  title: "Loss against neurons: constructed, trained, and what bounds them",
  order: 3,
  row,
  async rows(context) {
    const { budgets } = sizeOf(context);
    const linear = linearLoss();
    const all = await Promise.all([
      ...[plain, best].flatMap((recipe) =>
        budgets.flatMap((neurons) =>
          (repeated(neurons) ? [1, 2] : [1]).map((stretch) =>
            learned(context, recipe, neurons, stretch)
          )
        )
      ),
      ...(context.profile === "paper" ? kinks : kinks.slice(0, 2)).map(async (
        count,
      ) =>
        polylineRow(
          await context.get(
            polylineJob({ ...POLYLINE_SEARCH, kinks: count }),
          ),
        )
      ),
    ]);
    const measured = [
      { ...bound("linear", 0, linear.mse), decoder: 0 },
      ...constructed(Math.max(...budgets)),
      ...kinks.map((k) => bound("limit of polylines", k, polylineInfimum(k))),
      ...all,
    ];
    return withBreakEvens([...measured, ...envelope(measured)]);
  },
  caption(rows) {
    const shown = rows.filter((r) => r.series === plain.name);
    const { seeds, steps } = shown[0];
    return `Two dense features in one hidden number: loss (fvu; the mean squared error per feature is fvu/12) against the total of ReLU neurons, encoder plus decoder (left), and against the number of parameters (right). Lines with bands: trained networks, the median over ${seeds} report seeds with its 95 % bootstrap interval; small marks: the best of those ${seeds} seeds. Learning rate and split were tuned at every budget on other seeds, with ${steps} steps of 64 samples for every run. Constructed networks have ramps of width ε = ${rampWidth}; their losses are exact. Ticks on the linear code's rule mark break-evens, the budgets from which on something beats it: the smallest construction, shared hinges, trained networks, two neurons per segment, and the paper's own, ${paperBreakEven}. Best polyline found: what a decoder with that many kinks inside the square can paint, read at neurons = kinks; limit: kinks anywhere, 1/(2(k+1)²), which no network with k decoder neurons is known to pass.`;
  },
  spec: picture,
  claims(rows) {
    return [moreCompact(rows), breakEvens(rows)];
  },
};

export default figure;
