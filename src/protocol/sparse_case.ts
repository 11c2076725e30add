/**
 * The case that the sparse figures share: many features in several dimensions, every scheme tuned
 * alike at every budget.
 *
 * @module
 */
import { independent } from "../features/mod.ts";
import type { Problem } from "../constructions/problem.ts";
import type { Scheme } from "../schemes/mod.ts";
import nonlinear from "../schemes/nonlinear.ts";
import superposition from "../schemes/superposition.ts";
import superpositionMlp from "../schemes/superposition-mlp.ts";
import type { FigureContext } from "./figure.ts";
import { type Rung, trainLadder } from "./ladder.ts";
import type { Case, Tuned } from "./measure.ts";
import { best, curved, isRare, type Recipe, stratified } from "./recipe.ts";
import { seeds } from "./seeds.ts";

/** The schemes that are trained, by what their encoder is. */
export const linearEncoders: readonly Scheme[] = [
  superposition,
  superpositionMlp,
];
/** The scheme that may spend neurons on its encoder. */
export const nonlinearEncoder: Scheme = nonlinear;
/** All of them. */
export const trainedSchemes: readonly Scheme[] = [
  ...linearEncoders,
  nonlinearEncoder,
];

/** How much a profile trains. */
interface Size {
  readonly features: number;
  readonly hidden: number;
  readonly sparsities: readonly number[];
  /** Total neurons for each feature. */
  readonly neuronsPerFeature: readonly number[];
  readonly steps: number;
  readonly selection: number;
  readonly report: number;
}

const sizes: Record<"paper" | "smoke", Size> = {
  paper: {
    features: 20,
    hidden: 5,
    sparsities: [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99],
    neuronsPerFeature: [0.5, 1, 2, 4],
    steps: 5000,
    selection: 4,
    report: 8,
  },
  smoke: {
    features: 6,
    hidden: 2,
    sparsities: [0, 0.9],
    neuronsPerFeature: [1, 2],
    steps: 60,
    selection: 1,
    report: 2,
  },
};

/** How much this profile trains: `full` differs from `paper` only in what a figure says itself. */
export function sparseSize({ profile }: Pick<FigureContext, "profile">): Size {
  return sizes[profile === "smoke" ? "smoke" : "paper"];
}

/** The problem at one sparsity. */
export function sparseProblem(
  context: FigureContext,
  sparsity: number,
): Problem {
  const { features, hidden } = sparseSize(context);
  return { data: independent(features, sparsity), hidden, noise: 0 };
}

/** Samples a step: enough that most steps see every feature at the sparsities shown. */
export const sparseBatch = 128;

/**
 * The recipes among which tuning chooses: with either optimiser, and where features are rare, on
 * stratified batches too. Noise takes whole batches as they come.
 */
export function sparseRecipes({ data, noise }: Problem): readonly Recipe[] {
  const recipes = [best, curved];
  return noise === 0 && isRare(data)
    ? [...recipes, ...recipes.map(stratified)]
    : recipes;
}

/**
 * How a problem of this kind is measured.
 *
 * @param change what a figure does otherwise
 */
export function sparseCase(
  context: FigureContext,
  problem: Problem,
  change: { stretch?: number; tries?: Case["tries"] } = {},
): Case {
  const { steps, selection, report } = sparseSize(context);
  return {
    problem,
    recipes: sparseRecipes(problem),
    steps: Math.round(steps * (change.stretch ?? 1)),
    batch: sparseBatch,
    seeds: seeds({ selection, report }),
    curvePoints: 0,
    tries: change.tries ?? ((all) => all),
  };
}

/**
 * Training lengths at which every reported point is trained, so that it shows how far it is from
 * its end.
 */
export const sparseLengths: readonly number[] = [1 / 16, 1 / 4, 1];

/**
 * The best of some schemes at a sparsity and a budget, at a ladder of training lengths, see
 * {@link trainLadder}: the same numbers for every figure that asks.
 */
export function sparseLadder(
  context: FigureContext,
  schemes: readonly Scheme[],
  sparsity: number,
  neurons: number,
  lengths: readonly number[] = sparseLengths,
): Promise<Rung[]> {
  const problem = sparseProblem(context, sparsity);
  const perFeature = neurons / problem.data.features;
  return trainLadder(context, sparseCase(context, problem), schemes, neurons, {
    lengths,
    stream: (scheme) => `${scheme}/${sparsity}/${perFeature}`,
  });
}

/** Of what was tuned, what did best on the selection seeds; the first of equals. */
export function chosen<Some extends { readonly tuned: Tuned }>(
  cells: readonly (Some | null)[],
): Some {
  return cells.filter((cell) => cell !== null)
    .reduce((a, b) => (b.tuned.score < a.tuned.score ? b : a));
}
