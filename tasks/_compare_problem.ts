/**
 * What the flags of `compare` ask for together: a problem, and the free choices of the schemes.
 *
 * @module
 */
import {
  checkProblem,
  everything,
  type Problem,
  Refusal,
} from "../src/constructions/problem.ts";
import { independent } from "../src/features/mod.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import type { SchemeOptions } from "../src/schemes/mod.ts";
import { defaultEpsilon, type Flags } from "./_compare_flags.ts";

/**
 * What is to be compressed.
 *
 * @throws {UsageError} where the hidden dimensions are as many as the features, or more, and where
 * there is no such data
 */
export function problemOf(
  { features, hidden, sparsity, data, noise, importance }: Flags,
): Problem {
  const weights = [1];
  while (weights.length < features) {
    weights.push(importance * weights[weights.length - 1]);
  }
  const base = independent(
    features,
    sparsity,
    importance === 1 ? null : weights,
  );
  const problem = { data: { ...base, ...data }, hidden, noise };
  try {
    checkProblem(problem, ...everything);
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(`--${error.message}`);
    throw error;
  }
  return problem;
}

/**
 * The free choices of the schemes.
 *
 * @throws {UsageError} for a given ε that is too wide for every Z
 */
export function optionsOf(
  { neurons, split, segments, epsilon }: Flags,
): SchemeOptions {
  const smallest = Math.min(...segments);
  const wide = epsilon?.find((e) => e * smallest > 1);
  if (wide !== undefined) {
    throw new UsageError(
      `--epsilon is ${wide} but a ramp is at most 1/Z wide: choose at most ${
        1 / smallest
      } for --segments ${smallest}`,
    );
  }
  return { neurons, split, segments, epsilon: epsilon ?? defaultEpsilon };
}
