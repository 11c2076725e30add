/**
 * What figure 7 trains and computes: superposition on cases whose answers are known.
 *
 * @module
 */
import { independent } from "../../src/features/mod.ts";
import type { TrainResult } from "../../src/training/result.ts";
import { twoInOneJob } from "../../src/jobs/two-in-one.ts";
import {
  bestPhase,
  knownLoss,
  pairBelow,
  twoFeatures,
} from "../../src/constructions/two_in_one.ts";
import { superpositionModel } from "../../src/networks/network.ts";
import { best, configOf } from "../../src/protocol/recipe.ts";
import { seeds as seedsOf } from "../../src/protocol/seeds.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { type Held, leastNorm, parts, type Row } from "./rows.ts";

interface Size {
  /** Grid points of the phase diagram. */
  readonly densities: readonly number[];
  readonly ratios: readonly number[];
  /** Sparsities of the other two parts. */
  readonly directions: readonly number[];
  readonly dimensionalities: readonly number[];
  readonly steps: number;
}

/** Evenly spaced on a logarithmic axis, to three digits. */
const downFromOne = [1, 0.681, 0.464, 0.316, 0.215, 0.147, 0.1];
const densities = [
  ...downFromOne,
  ...downFromOne.slice(1).map((p) => p / 10),
];
const ratios = [
  ...downFromOne.slice(1).toReversed(),
  ...downFromOne.map((r) => 1 / r),
];

const sizes: Record<"paper" | "smoke", Size> = {
  paper: {
    densities,
    ratios,
    directions: [0, 0.5, 0.7, 0.8, 0.9, 0.95],
    dimensionalities: [
      ...[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7],
      ...[0.74, 0.77, 0.8, 0.83, 0.86, 0.9, 0.93, 0.95, 0.97],
    ],
    steps: 4000,
  },
  smoke: {
    densities: [1, 0.1, 0.01],
    ratios: [0.1, 1, 10],
    directions: [0, 0.9],
    dimensionalities: [0, 0.9],
    steps: 20,
  },
};

const sizeOf = ({ profile }: FigureContext): Size =>
  sizes[profile === "smoke" ? "smoke" : "paper"];

/** The trained network that loses least. */
async function bestOf(
  context: FigureContext,
  { features, hidden, seeds }: {
    features: number;
    hidden: number;
    seeds: number;
  },
  sparsity: number,
  importance: number[] | null,
): Promise<TrainResult> {
  const architecture = superpositionModel(features, hidden);
  const { steps } = sizeOf(context);
  const config = configOf(best, {
    architecture,
    data: independent(features, sparsity, importance),
    steps,
    batch: 256,
    learningRate: 0.01,
  });
  const { report } = seedsOf({ selection: 0, report: seeds });
  const results = await context.train(config, report);
  return results.reduce((a, b) => a.loss.mse <= b.loss.mse ? a : b);
}

/** The directions of the features, the rows of `W[n, m]`. */
function directionsOf(
  parameters: ArrayLike<number>,
  n: number,
  m: number,
): number[][] {
  return Array.from(
    { length: n },
    (_, i) => Array.from({ length: m }, (_, d) => parameters[i * m + d]),
  );
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, d) => sum + value * b[d], 0);

/**
 * What a network with weights W₁, W₂ holds: which of them are long enough, and whether they point
 * apart.
 */
function heldBy(parameters: ArrayLike<number>): Held {
  const [first, second] = [parameters[0], parameters[1]];
  const [one, two] = [first, second].map((w) => Math.abs(w) >= leastNorm);
  if (one && two) return first * second < 0 ? "antipodal pair" : "other";
  return one ? "only feature 1" : two ? "only feature 2" : "other";
}

async function phase(
  context: FigureContext,
  density: number,
  importance: number,
): Promise<Row> {
  const data = twoFeatures(density, importance);
  const theory = bestPhase(data);
  const [tuned, trained] = await Promise.all([
    context.get(twoInOneJob(data)),
    bestOf(context, parts.phase, data.sparsity, [...data.importance!]),
  ]);
  return {
    kind: "phase",
    density,
    importance,
    theory,
    tuned: heldBy(tuned.parameters),
    trained: heldBy(trained.parameters),
    theoryFvu: knownLoss(theory, data).fvu,
    tunedFvu: tuned.loss.fvu,
    trainedFvu: trained.loss.fvu,
  };
}

async function directions(
  context: FigureContext,
  sparsity: number,
): Promise<Row[]> {
  const { features, hidden, importance } = parts.direction;
  const weights = [1];
  while (weights.length < features) {
    weights.push(importance * weights[weights.length - 1]);
  }
  const { parameters } = await bestOf(
    context,
    parts.direction,
    sparsity,
    weights,
  );
  const all = directionsOf(parameters, features, hidden);
  // Losses do not change under rotation and reflection, so pictures should not either.
  const [[a, b]] = all;
  const norm = Math.sqrt(a * a + b * b);
  const turned = all.map(([x, y]) => [
    (b * x - a * y) / norm,
    (a * x + b * y) / norm,
  ]);
  const flip = turned[1][0] < 0 ? -1 : 1;
  return turned.map(([x, y], i) => ({
    kind: "direction",
    sparsity,
    feature: i + 1,
    x: flip * x,
    y,
  }));
}

async function dimensionalities(
  context: FigureContext,
  sparsity: number,
): Promise<Row[]> {
  const { features, hidden } = parts.dimensionality;
  const { parameters } = await bestOf(
    context,
    parts.dimensionality,
    sparsity,
    null,
  );
  const all = directionsOf(parameters, features, hidden);
  // D_i = |W_i|² / Σ_j (Ŵ_i·W_j)², with Ŵ_i = W_i/|W_i|.
  return all.map((direction, i) => {
    const square = dot(direction, direction);
    const shared = all.reduce((sum, other) => {
      const overlap = dot(direction, other);
      return sum + overlap * overlap;
    }, 0);
    return {
      kind: "dimensionality",
      sparsity,
      feature: i + 1,
      // 0/0 where training has cut the feature off entirely.
      dimensions: shared === 0 ? 0 : square * square / shared,
    };
  });
}

/**
 * Where the known solutions tie, from edge to edge of the map of phases: half a cell beyond the
 * first and the last ratio.
 */
function ties(ratios: readonly number[]): Row[] {
  const last = ratios.length - 1;
  const bottom = ratios[0] * Math.sqrt(ratios[0] / ratios[1]);
  const top = ratios[last] * Math.sqrt(ratios[last] / ratios[last - 1]);
  const rows: Row[] = [];
  for (let importance = bottom; importance <= top; importance *= 1.02) {
    rows.push({ kind: "tie", importance, density: pairBelow(importance) });
  }
  return rows;
}

/** All rows; everything is asked for at once. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const size = sizeOf(context);
  const made = await Promise.all([
    Promise.all(
      size.ratios.flatMap((ratio) =>
        size.densities.map((density) => phase(context, density, ratio))
      ),
    ),
    ...size.directions.map((sparsity) => directions(context, sparsity)),
    ...size.dimensionalities.map((sparsity) =>
      dimensionalities(context, sparsity)
    ),
  ]);
  return [...made.flat(), ...ties(size.ratios)];
}
