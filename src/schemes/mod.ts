/**
 * What a compression scheme is. One file in this folder is one scheme, its default export a {@link
 * Scheme} whose `id` is the file's name; this file and those that begin with an underscore are not
 * schemes.
 *
 * @module
 */
import { z } from "zod";
import { createTable, type Table } from "../numerics/table.ts";
import type { Problem } from "../constructions/problem.ts";
import type { Loss } from "../features/mod.ts";
import type {
  Architecture,
  Network,
  NeuronCounts,
} from "../networks/network.ts";

/** The free choices that a caller may fix; a scheme ignores those that it does not have. */
export interface SchemeOptions {
  /** Total ReLU neurons, for schemes that are trained at a budget. */
  readonly neurons: readonly number[];
  /** How a budget splits, encoder : decoder. */
  readonly split: readonly [encoder: number, decoder: number];
  /** Z, the segments (levels) of every quantized feature. */
  readonly segments: readonly number[];
  /** ε, the ramp widths, 0 < ε ≤ 1/Z. */
  readonly epsilon: readonly number[];
}

interface CandidateBase {
  /** The variant's name, or null where the scheme has only one. */
  readonly variant: string | null;
  readonly segments: number | null;
  readonly epsilon: number | null;
  readonly neurons: NeuronCounts;
  /** Numbers that the code stores or trains. */
  readonly parameters: number;
}

/** A code whose loss is known without training. */
export interface ClosedCandidate extends CandidateBase {
  readonly kind: "closed";
  readonly loss: Loss;
  /**
   * Standard error of `loss.mse` where that is a mean over the evaluation set; absent where it is
   * exact.
   */
  readonly standardError?: number;
  /** The code as a network, where it is one. */
  readonly network?: Network;
}

/** A code that must be trained. */
export interface TrainedCandidate extends CandidateBase {
  readonly kind: "trained";
  readonly architecture: Architecture;
}

/** One configuration of a scheme. */
export type Candidate = ClosedCandidate | TrainedCandidate;

/** One compression scheme. */
export interface Scheme {
  /** The file's name without `.ts`. */
  readonly id: string;
  /** One line for listings: encoder, decoder and where its loss comes from. */
  readonly summary: string;
  /**
   * Every configuration of the scheme for a problem, one per variant and per relevant option.
   *
   * @throws {Refusal} where the definition does not cover the problem
   */
  candidates(problem: Problem, options: SchemeOptions): Candidate[];
}

/** All schemes. */
export const schemes: Table<Scheme> = createTable({
  what: "scheme",
  folder: "src/schemes",
  shape: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    candidates: z.custom(
      (value) => typeof value === "function",
      "must be a function",
    ),
  }),
});
