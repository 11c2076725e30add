/**
 * The two ways to train that a verdict must hold for, and how long each is followed.
 *
 * @module
 */
import type { Problem } from "../../src/constructions/problem.ts";
import {
  best,
  curved,
  isRare,
  type Recipe,
  stratified,
} from "../../src/protocol/recipe.ts";

/** One optimiser's way to train. */
export interface Family {
  readonly name: string;
  readonly recipe: (problem: Problem) => Recipe;
  /** Compute that it is given, rising, 1 for that of the paper profile. */
  readonly lengths: readonly number[];
}

/**
 * Four times as long from length to length. The shortest cost next to nothing, and without them no
 * law through the others could be told from another.
 */
export const families: readonly Family[] = [
  { name: "Adam", recipe: () => best, lengths: [1 / 16, 1 / 4, 1, 4, 16] },
  {
    name: "SOAP",
    recipe: ({ data }) => isRare(data) ? stratified(curved) : curved,
    lengths: [1 / 16, 1 / 4, 1, 4],
  },
];
