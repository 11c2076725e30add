/**
 * What the sparse figures share: many features in several dimensions, every scheme tuned in the same way at every budget.
 *
 * @module
 */
import { independent } from "../features/mod.ts";
import type { TrainResult } from "../training/result.ts";
import nonlinear from "../schemes/nonlinear.ts";
import type {
  Scheme,
  SchemeOptions,
  TrainedCandidate,
} from "../schemes/mod.ts";
import type { Problem } from "../constructions/problem.ts";
import superposition from "../schemes/superposition.ts";
import superpositionMlp from "../schemes/superposition-mlp.ts";
import { configure, type TrainingConfig } from "../training/config.ts";
import { neededInitial } from "../training/initial.ts";
import { best, firstSelectionSeed, scheduleOf } from "./dense.ts";
import type { FigureContext } from "./figure.ts";
import { tune } from "./tune.ts";

/** The schemes that are trained, by what their encoder is. */
export const linearEncoders: readonly Scheme[] = [
  superposition,
  superpositionMlp,
];
/** The scheme that may spend neurons on its encoder. */
export const nonlinearEncoder: Scheme = nonlinear;

/** How much a profile trains. */
interface Size {
  readonly features: number;
  readonly hidden: number;
  readonly sparsities: readonly number[];
  /** Total neurons for each feature. */
  readonly neuronsPerFeature: readonly number[];
  readonly steps: number;
  readonly selectionSeeds: number;
  readonly reportSeeds: number;
}

const sizes: Record<"paper" | "smoke", Size> = {
  paper: {
    features: 20,
    hidden: 5,
    sparsities: [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99],
    neuronsPerFeature: [0.5, 1, 2, 4],
    steps: 5000,
    selectionSeeds: 4,
    reportSeeds: 8,
  },
  smoke: {
    features: 6,
    hidden: 2,
    sparsities: [0, 0.9],
    neuronsPerFeature: [1, 2],
    steps: 60,
    selectionSeeds: 1,
    reportSeeds: 2,
  },
};

/** How much this profile trains: `full` differs from `paper` only in what a figure says itself. */
export function sparseSize({ profile }: FigureContext): Size {
  return sizes[profile === "smoke" ? "smoke" : "paper"];
}

/** The problem at one sparsity. */
export function sparseProblem(
  context: FigureContext,
  sparsity: number,
): Problem {
  const { features, hidden } = sparseSize(context);
  return { data: independent(features, sparsity), hidden, noise: 0 };
}

/** What is tuned beside the learning rate: the split, and the ReLU on the output. */
const splits: SchemeOptions["split"][] = [[1, 1], [1, 2], [2, 1]];

/** Every architecture that a scheme may spend a budget on; the first one is where the learning rate is tuned. */
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

/** Samples a step: enough that most steps see every feature at the sparsities shown. */
const batchSize = 128;

/** The configuration of an architecture; `stretch` multiplies its steps. */
export function configureSparse(
  context: FigureContext,
  problem: Problem,
  { architecture }: TrainedCandidate,
  learningRate: number,
  stretch = 1,
): TrainingConfig {
  const steps = Math.round(sparseSize(context).steps * stretch);
  return configure({
    architecture,
    data: problem.data,
    initial: neededInitial(architecture),
    noise: problem.noise,
    ...scheduleOf(best, { steps, batch: batchSize, learningRate }),
  });
}

/** The seeds that are reported; none of them has chosen anything. */
export function sparseReportSeeds(context: FigureContext): number[] {
  return Array.from({ length: sparseSize(context).reportSeeds }, (_, i) => i);
}

/** A tuned scheme at a budget, on its report seeds. */
export interface TunedCell {
  readonly scheme: string;
  readonly candidate: TrainedCandidate;
  readonly learningRate: number;
  /** Median fvu over the selection seeds: what schemes may be chosen by. */
  readonly score: number;
  readonly steps: number;
  readonly results: TrainResult[];
}

/**
 * Tunes a scheme at a budget on the selection seeds and trains the report seeds.
 *
 * @param shape whether the split and the ReLU on the output are tuned as well, or the first architecture is taken: an
 * even split, without that ReLU
 * @param stretch multiplies the steps of all its runs
 * @returns null where the scheme cannot spend the budget
 */
export async function tunedCell(
  context: FigureContext,
  scheme: Scheme,
  problem: Problem,
  neurons: number,
  shape: "tuned" | "first" = "tuned",
  stretch = 1,
): Promise<TunedCell | null> {
  const { selectionSeeds } = sparseSize(context);
  const all = architectures(scheme, problem, neurons);
  const candidates = shape === "tuned" ? all : all.slice(0, 1);
  if (candidates.length === 0) return null;
  const seeds = Array.from(
    { length: selectionSeeds },
    (_, i) => firstSelectionSeed + i,
  );
  const shaped = (candidate: TrainedCandidate, learningRate: number) =>
    configureSparse(context, problem, candidate, learningRate, stretch);
  const { shape: candidate, learningRate, score } = await tune(
    context,
    candidates,
    seeds,
    shaped,
  );
  const config = shaped(candidate, learningRate);
  return {
    scheme: scheme.id,
    candidate,
    learningRate,
    score,
    steps: config.schedule.steps,
    results: await context.train(config, sparseReportSeeds(context)),
  };
}
