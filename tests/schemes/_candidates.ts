import type {
  Candidate,
  ClosedCandidate,
  SchemeOptions,
} from "../../src/schemes/mod.ts";

/** Options with a default for everything, as a command line would give them. */
export function options(given: Partial<SchemeOptions> = {}): SchemeOptions {
  return {
    neurons: [36],
    split: [1, 1],
    segments: [3],
    epsilon: [0.01],
    ...given,
  };
}

/** The candidates, all of which must be closed. */
export function closed(candidates: readonly Candidate[]): ClosedCandidate[] {
  return candidates.map((candidate) => {
    if (candidate.kind !== "closed") {
      throw new Error(`${candidate.variant} is not closed`);
    }
    return candidate;
  });
}
