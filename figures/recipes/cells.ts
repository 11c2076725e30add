/**
 * Where figure 14 compares recipes.
 *
 * @module
 */
import type { Problem } from "../../src/constructions/problem.ts";
import { independent } from "../../src/features/mod.ts";
import { denseCaseOnFewSeeds, problem } from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import type { Case } from "../../src/protocol/measure.ts";
import type { Recipe } from "../../src/protocol/recipe.ts";
import {
  sparseCase,
  sparseProblem,
  sparseSize,
} from "../../src/protocol/sparse_case.ts";

/** One cell. */
export interface Cell {
  readonly problem: Problem;
  readonly neurons: number;
  /** Training lengths of the recipe that others are compared with, 1 as in the other figures. */
  readonly lengths: readonly number[];
  /** How a recipe is measured: an even split without a ReLU on the output. */
  of(recipe: Recipe): Case;
}

/** How much a profile trains. */
interface Size {
  /** Neurons of the dense cells. */
  readonly dense: readonly number[];
  /** Sparsity and neurons for each feature of the sparse cells. */
  readonly sparse: readonly (readonly [sparsity: number, perFeature: number])[];
  readonly lengths: readonly number[];
  /** Features, hidden dimensions, sparsity and neurons of cells where one length is dear enough. */
  readonly large: readonly (readonly [number, number, number, number])[];
}

const sizes: Record<FigureContext["profile"], Size> = {
  paper: {
    dense: [12],
    sparse: [[0.9, 1], [0.98, 2]],
    lengths: [0.5, 1, 2, 4],
    large: [],
  },
  full: {
    dense: [12, 36],
    sparse: [0.5, 0.9, 0.98].flatMap((sparsity) =>
      [1, 2, 4].map((perFeature) => [sparsity, perFeature] as const)
    ),
    lengths: [0.5, 1, 2, 4, 8],
    large: [[80, 20, 0.9, 80]],
  },
  smoke: { dense: [4], sparse: [[0.9, 1]], lengths: [0.5, 1, 2], large: [] },
};

const first: Case["tries"] = (all) => all.slice(0, 1);

/** The cells of this profile. */
export function cellsOf(context: FigureContext): Cell[] {
  const { dense, sparse, lengths, large } = sizes[context.profile];
  const sparseCell = (
    problem: Problem,
    neurons: number,
  ): Omit<Cell, "lengths"> => ({
    problem,
    neurons,
    of: (recipe) => ({
      ...sparseCase(context, problem, { tries: first }),
      recipes: [recipe],
    }),
  });
  return [
    ...dense.map((neurons): Cell => ({
      problem,
      neurons,
      lengths,
      of: (recipe) => {
        const of = denseCaseOnFewSeeds(context, recipe);
        return { ...of, tries: (all) => first(of.tries(all)) };
      },
    })),
    ...sparse.map(([sparsity, perFeature]): Cell => ({
      ...sparseCell(
        sparseProblem(context, sparsity),
        perFeature * sparseSize(context).features,
      ),
      lengths,
    })),
    ...large.map(([features, hidden, sparsity, neurons]): Cell => ({
      ...sparseCell(
        { data: independent(features, sparsity), hidden, noise: 0 },
        neurons,
      ),
      lengths: [1],
    })),
  ];
}
