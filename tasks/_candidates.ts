/**
 * What `compare` compares: every configuration of every scheme that applies, and a line about each
 * that does not.
 *
 * @module
 */
import { UsageError } from "../src/runs/usage_error.ts";
import {
  type Candidate,
  type Scheme,
  type SchemeOptions,
} from "../src/schemes/mod.ts";
import { type Problem, Refusal } from "../src/constructions/problem.ts";

/** One configuration of a scheme. */
export interface Entry {
  /** The scheme's id. */
  readonly scheme: string;
  readonly candidate: Candidate;
  /** Whether the code is a ReLU network, so that its neurons can be compared. */
  readonly network: boolean;
}

/** What is compared, and what is not. */
export interface Choice {
  readonly entries: Entry[];
  /** One line per scheme that refused everything or a part. */
  readonly remarks: string[];
}

/**
 * Collects the configurations of some schemes.
 *
 * Every scheme is asked once for each Z with each ε, so that a pair that it refuses does not cost
 * the others; what does not depend on them comes once.
 *
 * @param required whether a scheme must have a configuration at all
 * @throws {UsageError} naming a required scheme and why it does not apply
 */
export function chooseCandidates(
  schemes: readonly Scheme[],
  required: boolean,
  problem: Problem,
  options: SchemeOptions,
): Choice {
  const entries: Entry[] = [];
  const remarks: string[] = [];
  for (const scheme of schemes) {
    const { found, refused, reason } = ask(scheme, problem, options);
    if (found.length === 0 && required) {
      throw new UsageError(`${scheme.id} does not apply: ${reason}`);
    }
    if (found.length === 0) remarks.push(`left out ${scheme.id}: ${reason}`);
    else if (refused.length > 0) {
      remarks.push(
        `left out ${scheme.id} with ${listed(refused)}: ${reason}`,
      );
    }
    entries.push(...found);
  }
  return { entries, remarks };
}

/** Some of a list; nobody reads hundreds. */
export function listed(all: readonly string[]): string {
  const most = 8;
  const more = all.length > most ? `; and ${all.length - most} more` : "";
  return `${all.slice(0, most).join("; ")}${more}`;
}

/** The configurations, the pairs that were refused, and why the first of these was. */
function ask(scheme: Scheme, problem: Problem, options: SchemeOptions) {
  const found = new Map<string, Entry>();
  const refused: string[] = [];
  let reason = "it has no configuration for these options";
  for (const segments of options.segments) {
    for (const epsilon of options.epsilon) {
      const pair = { ...options, segments: [segments], epsilon: [epsilon] };
      try {
        for (const candidate of scheme.candidates(problem, pair)) {
          const name = identity(candidate);
          if (!found.has(name)) found.set(name, entryOf(scheme, candidate));
        }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (refused.length === 0) reason = error.message;
        refused.push(`segments ${segments}, epsilon ${epsilon}`);
      }
    }
  }
  return { found: [...found.values()], refused, reason };
}

/** Equal texts are the same configuration of a scheme. */
function identity(candidate: Candidate): string {
  const { variant, segments, epsilon, neurons, parameters } = candidate;
  return JSON.stringify([variant, segments, epsilon, neurons, parameters]);
}

function entryOf({ id }: Scheme, candidate: Candidate): Entry {
  const network = candidate.kind === "trained" || "network" in candidate;
  return { scheme: id, candidate, network };
}
