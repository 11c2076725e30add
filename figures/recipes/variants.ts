/**
 * The recipes that figure 14 compares, each one change to the first.
 *
 * @module
 */
import type { FeatureDistribution } from "../../src/features/mod.ts";
import {
  best,
  curved,
  isRare,
  type Recipe,
  stratified,
} from "../../src/protocol/recipe.ts";

/** The recipe of the other figures, with which the others are compared. */
export const reference: Recipe = { ...best, name: "Adam" };

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
  {
    ...reference,
    name: "growing batches",
    // From half to twice the samples.
    larger: 1 / 2,
    settings: { schedule: () => ({ growth: 4 }) },
  },
  {
    ...reference,
    name: "looks-linear start",
    initial: () => ({ kind: "looks-linear", gain: 1 }),
  },
  {
    ...reference,
    name: "Muon",
    // Biases have their share of kinks to move: a larger one than the author's large networks need.
    optimiser: { kind: "muon", singleRate: 0.15 },
    learningRates: [0.002, 0.006, 0.02],
    warmup: curved.warmup,
  },
];
const soap: Recipe = { ...curved, name: "SOAP" };

/** The recipes for features like these, the reference first. */
export function recipesFor(data: FeatureDistribution): readonly Recipe[] {
  if (!isRare(data)) return [...anyway, soap];
  return [...anyway, stratified(reference), soap, stratified(soap)];
}
