/**
 * The recipes that figure 14 compares, each one change to the first.
 *
 * @module
 */
import {
  distributions,
  type FeatureDistribution,
} from "../../src/features/mod.ts";
import { best, type Recipe } from "../../src/protocol/recipe.ts";

/** The recipe of the other figures, with which the others are compared. */
export const reference: Recipe = { ...best, name: "Adam" };

/** So likely it must be that nothing is active for stratified batches to differ from others. */
const rare = 0.1;

const anyway: readonly Recipe[] = [
  reference,
  {
    ...reference,
    name: "cosine",
    // All the way down after the warm-up.
    settings: {
      schedule: (steps) => ({
        decay: steps - Math.floor(steps * reference.warmup / 100),
        shape: "cosine",
      }),
    },
  },
  {
    ...reference,
    name: "mean of the tail",
    // It takes the place of a falling rate.
    settings: {
      schedule: (steps) => ({ decay: 0, averaged: Math.ceil(steps / 4) }),
    },
  },
];
const whereRare: readonly Recipe[] = [{
  ...reference,
  name: "stratified batches",
  settings: { batches: { kind: "stratified" } },
}];

/** The recipes for features like these, the reference first. */
export function recipesFor(data: FeatureDistribution): readonly Recipe[] {
  const { nothing } = distributions.get(data.kind).conditional!(data);
  return nothing < rare ? anyway : [...anyway, ...whereRare];
}
