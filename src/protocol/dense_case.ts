/**
 * The case of the paper's appendix, which the dense figures share: two dense features in one hidden
 * number.
 *
 * @module
 */
import { featureVariance, independent, type Loss } from "../features/mod.ts";
import type { Problem } from "../constructions/problem.ts";
import { show } from "../rendering/numbers.ts";
import linear from "../schemes/linear.ts";
import type { ClosedCandidate, Scheme, SchemeOptions } from "../schemes/mod.ts";
import nonlinear from "../schemes/nonlinear.ts";
import { closedCandidates } from "./closed.ts";
import { type Convergence, convergenceOf } from "./convergence.ts";
import type { FigureContext } from "./figure.ts";
import { type Case, measure, type Tuned, tuneScheme } from "./measure.ts";
import type { Measured } from "./measured.ts";
import type { Recipe } from "./recipe.ts";
import { seeds } from "./seeds.ts";

/** Two dense features of importance 1 share one hidden dimension. */
export const problem: Problem = {
  data: independent(2, 0),
  hidden: 1,
  noise: 0,
};

/** How a mean squared error is read off a fraction of variance unexplained: in words. */
export const denseMse = `the mean squared error per feature is fvu/${
  show(1 / featureVariance(problem.data.sparsity))
}`;

/**
 * Ramp width of constructed networks, unless a figure says otherwise: the steepest that float32
 * parameters carry with less than 1 % change of any construction's loss.
 */
export const rampWidth = 0.001;

/** The paper's own break-even, in neurons: what the measured ones are compared with. */
export const paperBreakEven = 36;

/** How much a profile trains. */
interface Size {
  /** Total neurons. */
  readonly budgets: readonly number[];
  readonly steps: number;
  readonly selection: number;
  readonly report: number;
}

const sizes: Record<"paper" | "smoke", Size> = {
  paper: {
    budgets: [2, 4, 6, 8, 12, 18, 24, 36, 72],
    steps: 40_000,
    selection: 8,
    report: 64,
  },
  smoke: { budgets: [4, 12, 36], steps: 200, selection: 2, report: 4 },
};

const sizeOf = ({ profile }: FigureContext) =>
  sizes[profile === "smoke" ? "smoke" : "paper"];

/** The budgets of this profile, in neurons. */
export function budgetsOf(context: FigureContext): readonly number[] {
  return sizeOf(context).budgets;
}

/** Samples a step: a larger batch bought nothing that more steps did not. */
export const denseBatch = 64;

/** How the case is measured with a recipe. Points of every curve: one per 200 of 40,000 steps. */
export function denseCase(context: FigureContext, recipe: Recipe): Case {
  const { steps, selection, report } = sizeOf(context);
  return {
    problem,
    recipes: [recipe],
    steps,
    batch: denseBatch,
    seeds: seeds({ selection, report }),
    curvePoints: 200,
    // The appendix's decoder ends in an affine map; a ReLU on the output is not tried.
    tries: (all) => all.filter((c) => c.variant === "identity output"),
  };
}

/** As many as the sparse figures have. */
const fewSeeds = { selection: 4, report: 8 };

/** The same on few seeds, for figures that train in many ways what others train in one. */
export function denseCaseOnFewSeeds(
  context: FigureContext,
  recipe: Recipe,
): Case {
  const of = denseCase(context, recipe);
  const { selection, report } = of.seeds;
  return {
    ...of,
    seeds: {
      selection: selection.slice(0, fewSeeds.selection),
      report: report.slice(0, fewSeeds.report),
    },
    curvePoints: 0,
  };
}

/** Learning rate and split of a recipe at a budget. */
export async function tunedDense(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
): Promise<Tuned> {
  const of = denseCase(context, recipe);
  return (await tuneScheme(context, of, nonlinear, neurons))!;
}

/** The series of runs with so many times the steps. */
export function seriesOf({ name }: Recipe, stretch: number): string {
  return stretch === 1 ? name : `${name}, ${times(stretch)} the steps`;
}

const times = (stretch: number) => stretch === 2 ? "twice" : `${stretch} times`;

/**
 * A trained network at a budget: the same numbers for every figure that asks.
 *
 * @param stretch multiplies the reported runs' steps, the tuning stays as it is
 */
export async function denseCell(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
  stretch = 1,
): Promise<Measured> {
  const series = seriesOf(recipe, stretch);
  const measured = await measure(
    context,
    denseCase(context, recipe),
    nonlinear,
    neurons,
    { series, stream: `${series}/${neurons}`, stretch },
  );
  // From two neurons on the scheme can spend any budget.
  return measured!;
}

/** Training lengths of every dense network. */
export const denseLengths: readonly number[] = [0.25, 0.5, 1, 2];
/** Those that have rows: what figures show, and what more training does. */
export const reportedLengths: readonly number[] = [1, 2];

/**
 * A trained network at a budget at all lengths, each of its numbers {@link denseCell}'s: tuned
 * once, as its numbers with twice the steps have always been.
 */
export async function denseConvergence(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
): Promise<Convergence> {
  return convergenceOf(
    await Promise.all(denseLengths.map(async (length) => ({
      length,
      measured: await denseCell(context, recipe, neurons, length),
    }))),
  );
}

/** The configurations of a scheme with a closed form. */
export function closed(
  scheme: Scheme,
  options: Partial<SchemeOptions> = {},
): ClosedCandidate[] {
  return closedCandidates(scheme, problem, options);
}

/** The loss of the best linear code. */
export function linearLoss(): Loss {
  return closed(linear)[0].loss;
}
