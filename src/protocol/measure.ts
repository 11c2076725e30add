/**
 * The protocol: a scheme at a budget is tuned on the selection seeds, trained on the report seeds,
 * and summarised. Every trained number of every figure comes through here.
 *
 * @module
 */
import type { Problem } from "../constructions/problem.ts";
import type {
  Scheme,
  SchemeOptions,
  TrainedCandidate,
} from "../schemes/mod.ts";
import { type Measured, measureTrained, type Trains } from "./measured.ts";
import { configOf, type Recipe } from "./recipe.ts";
import type { Seeds } from "./seeds.ts";
import { tune } from "./tune.ts";

/** What is measured on, and how. */
export interface Case {
  readonly problem: Problem;
  /**
   * Ways to train, among which tuning chooses for every scheme and budget by the same rule; at
   * least one.
   */
  readonly recipes: readonly Recipe[];
  /** Optimiser steps of every run, where Adam takes them; others get the same compute. */
  readonly steps: number;
  /** Samples a step, likewise. */
  readonly batch: number;
  readonly seeds: Seeds;
  /** Points of the learning curve that reported runs keep. */
  readonly curvePoints: number;
  /**
   * Which of a scheme's architectures at a budget are tried; recipe and learning rate are tuned
   * with the first.
   */
  tries(architectures: TrainedCandidate[]): TrainedCandidate[];
}

/** What tuning has chosen of a scheme at a budget. */
export interface Tuned {
  readonly scheme: string;
  readonly candidate: TrainedCandidate;
  readonly recipe: Recipe;
  readonly learningRate: number;
  /** Median fvu over the selection seeds: what schemes may be chosen by. */
  readonly score: number;
}

/** How a tuned scheme is reported. */
export interface Report {
  /** What rows call it; default the scheme. */
  readonly series?: string;
  /** Names the stream of its intervals. */
  readonly stream: string;
  /** Multiplies the steps of the reported runs; default 1. */
  readonly stretch?: number;
}

/** How a budget may split, encoder : decoder. */
const splits: SchemeOptions["split"][] = [[1, 1], [1, 2], [2, 1]];

/** Every architecture that a scheme may spend a budget on, the even split first. */
function architectures(
  scheme: Scheme,
  problem: Problem,
  neurons: number,
): TrainedCandidate[] {
  const found = new Map<string, TrainedCandidate>();
  for (const split of splits) {
    const options = { neurons: [neurons], split, segments: [], epsilon: [] };
    for (const candidate of scheme.candidates(problem, options)) {
      if (candidate.kind !== "trained") continue;
      // A scheme without a budget of its own, or rounded to the same split, occurs once.
      found.set(JSON.stringify(candidate.architecture), candidate);
    }
  }
  return [...found.values()].filter((c) => c.neurons.total === neurons);
}

/**
 * Tunes a scheme at a budget on the selection seeds, see {@link tune}.
 *
 * @returns null where the scheme cannot spend the budget
 */
export async function tuneScheme(
  context: Trains,
  of: Case,
  scheme: Scheme,
  neurons: number,
): Promise<Tuned | null> {
  const { problem: { data, noise }, recipes, steps, batch, seeds } = of;
  const shapes = of.tries(architectures(scheme, of.problem, neurons));
  if (shapes.length === 0) return null;
  const { shape: candidate, ...chosen } = await tune(
    context,
    recipes,
    shapes,
    seeds.selection,
    ({ recipe, shape: { architecture }, learningRate }) =>
      configOf(recipe, {
        architecture,
        data,
        noise,
        steps,
        batch,
        learningRate,
      }),
  );
  return { scheme: scheme.id, candidate, ...chosen };
}

/** Trains what was tuned on the report seeds. */
export function report(
  context: Trains,
  of: Case,
  { scheme, candidate, recipe, learningRate }: Tuned,
  { series = scheme, stream, stretch = 1 }: Report,
): Promise<Measured> {
  const { problem, batch, seeds, curvePoints } = of;
  const config = configOf(recipe, {
    architecture: candidate.architecture,
    data: problem.data,
    noise: problem.noise,
    steps: Math.round(of.steps * stretch),
    batch,
    learningRate,
    curvePoints,
  });
  return measureTrained(
    context,
    series,
    problem,
    candidate,
    config,
    seeds.report,
    stream,
  );
}

/**
 * Tunes a scheme at a budget and reports it.
 *
 * @returns null where the scheme cannot spend the budget
 */
export async function measure(
  context: Trains,
  of: Case,
  scheme: Scheme,
  neurons: number,
  how: Report,
): Promise<Measured | null> {
  const tuned = await tuneScheme(context, of, scheme, neurons);
  return tuned === null ? null : await report(context, of, tuned, how);
}
