/**
 * Where figure 13 looks: a few cells of the other figures, each trained for several lengths.
 *
 * @module
 */
import type { Problem } from "../../src/constructions/problem.ts";
import { denseCaseOnFewSeeds, problem } from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import type { Case } from "../../src/protocol/measure.ts";
import {
  best,
  curved,
  isRare,
  type Recipe,
  stratified,
} from "../../src/protocol/recipe.ts";
import {
  sparseCase,
  sparseProblem,
  sparseSize,
} from "../../src/protocol/sparse_case.ts";

/** A recipe, and how far it is followed. */
export interface Family {
  readonly recipe: Recipe;
  /** Training lengths, ascending, 1 as in the other figures. */
  readonly lengths: readonly number[];
}

/** One cell. */
export interface Cell {
  readonly problem: Problem;
  readonly neurons: number;
  /** Of the other figures, in steps of Adam. */
  readonly usual: number;
  /** Each with its own ladder. */
  readonly families: readonly Family[];
  /** How a recipe is measured. */
  of(recipe: Recipe): Case;
}

/** How much a profile trains. */
interface Size {
  /** Neurons of the dense cell. */
  readonly dense: number;
  /** Sparsity and neurons for each feature of the others. */
  readonly sparse: readonly (readonly [sparsity: number, perFeature: number])[];
  /** Training lengths of plain Adam, and of the dearer recipe, which gets there with less. */
  readonly lengths: readonly number[];
  readonly fewer: readonly number[];
}

const sizes: Record<FigureContext["profile"], Size> = {
  paper: {
    dense: 36,
    sparse: [[0.9, 4], [0.98, 2]],
    lengths: [1 / 16, 1 / 4, 1 / 2, 1, 2],
    fewer: [1 / 16, 1 / 4, 1 / 2, 1, 2],
  },
  full: {
    dense: 36,
    sparse: [[0.5, 4], [0.9, 4], [0.98, 2]],
    // Those of `phase`, whose runs these are, and one more.
    lengths: [1 / 16, 1 / 4, 1 / 2, 1, 4, 16],
    fewer: [1 / 16, 1 / 4, 1 / 2, 1, 4],
  },
  smoke: {
    dense: 4,
    sparse: [[0.9, 2]],
    lengths: [1 / 4, 1 / 2, 1],
    fewer: [1 / 4, 1 / 2, 1],
  },
};

/** The cells of this profile. */
export function cellsOf(context: FigureContext): Cell[] {
  const { dense, sparse, lengths, fewer } = sizes[context.profile];
  const familiesFor = ({ data }: Problem): Family[] => [
    { recipe: best, lengths },
    { recipe: isRare(data) ? stratified(curved) : curved, lengths: fewer },
  ];
  return [
    {
      problem,
      neurons: dense,
      usual: denseCaseOnFewSeeds(context, best).steps,
      families: familiesFor(problem),
      of: (recipe) => denseCaseOnFewSeeds(context, recipe),
    },
    ...sparse.map(([sparsity, perFeature]): Cell => {
      const problem = sparseProblem(context, sparsity);
      return {
        problem,
        neurons: perFeature * sparseSize(context).features,
        usual: sparseSize(context).steps,
        families: familiesFor(problem),
        of: (recipe) => ({
          ...sparseCase(context, problem),
          recipes: [recipe],
        }),
      };
    }),
  ];
}
