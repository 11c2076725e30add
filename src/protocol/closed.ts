/**
 * Codes that nobody trains.
 *
 * @module
 */
import type { Problem } from "../constructions/problem.ts";
import type { ClosedCandidate, Scheme, SchemeOptions } from "../schemes/mod.ts";

/** The configurations of a scheme whose loss is known without training. */
export function closedCandidates(
  scheme: Scheme,
  problem: Problem,
  options: Partial<SchemeOptions> = {},
): ClosedCandidate[] {
  const all = scheme.candidates(problem, {
    neurons: [],
    split: [1, 1],
    segments: [],
    epsilon: [],
    ...options,
  });
  return all.filter((candidate) => candidate.kind === "closed");
}
