/**
 * The quantized code as a ReLU network: every jump becomes a ramp of width ε.
 *
 * The variants that end in a plain name use centred levels, `x̂ = (k + ½)/Z`, which cost no more
 * than the paper's floor and lose less.
 *
 * | variant | neurons (n = 2, m = 1) | what it is |
 * |---|---|---|
 * | `two-per-segment` | 12·Z | the paper's accounting, `staircase.ts` |
 * | `shared-hinges` | 4(Z − 1) + 2 | the same function, one neuron per kink |
 * | `shared-hinges floor` | 4(Z − 1) + 2 | with the paper's decoder, `x̂ = k/Z` |
 * | `gapped` | 4(Z − 1) + 2 | gaps between the treads, `gapped.ts` |
 * | `zigzag` | 3·Z − 1 | one kink per level in the decoder, `zigzag.ts` |
 * | `lean zigzag` | 3(Z − 1), Z ≥ 4 | nothing passed through, `lean_zigzag.ts` |
 * | `deep zigzag` | 3·ΣB_i + 2(d − 2), Z = B₁⋯B_d | digit by digit, where that saves neurons |
 *
 * Counts come from the networks. Each pair of features takes one hidden dimension, a feature alone
 * in its dimension is passed through by one ReLU per hidden layer; the m features of the largest
 * I_i·Var(x_i) are the ones that are not quantized. Losses are exact integrals, pair by pair; where
 * the hidden state has noise, means over the evaluation set.
 *
 * @module
 */
import {
  activityOf,
  type FeatureDistribution,
  featureVariances,
  importances,
  lossFromErrors,
} from "../features/mod.ts";
import { type Channel, codeLoss } from "../losses/code_loss.ts";
import { evaluationSet } from "../losses/evaluation_set.ts";
import { exactErrors } from "../losses/exact_loss.ts";
import {
  countNeurons,
  countParameters,
  type Network,
} from "../networks/network.ts";
import {
  byWeight,
  checkProblem,
  everything,
  segmentsAndRamps,
} from "../constructions/problem.ts";
import { gapped } from "../constructions/gapped.ts";
import { leanZigzag, leastLeanSegments } from "../constructions/lean_zigzag.ts";
import { type ClosedCandidate, type Scheme } from "./mod.ts";
import { type Problem, Refusal } from "../constructions/problem.ts";
import { sharedHinges, twoPerSegment } from "../constructions/staircase.ts";
import {
  type Block,
  blockArchitecture,
  blockCode,
  blockNetwork,
  networkOfUnits,
  unit,
} from "../constructions/units.ts";
import { deepRadices, zigzag } from "../constructions/zigzag.ts";

/** Builds the network for n = 2, m = 1, or gives null where the variant has none for this Z. */
type Realisation = (segments: number, epsilon: number) => Network | null;

const neurons = ({ architecture }: Network) => countNeurons(architecture).total;

const flatZigzag = (segments: number, epsilon: number) =>
  zigzag({ radices: [segments], epsilon });

const realisations = {
  "two-per-segment": (segments, epsilon) =>
    twoPerSegment({ segments, epsilon, decoder: "centred" }),
  "shared-hinges": (segments, epsilon) =>
    sharedHinges({ segments, epsilon, decoder: "centred" }),
  "shared-hinges floor": (segments, epsilon) =>
    sharedHinges({ segments, epsilon, decoder: "floor" }),
  "gapped": gapped,
  "zigzag": flatZigzag,
  "lean zigzag": (segments, epsilon) =>
    segments < leastLeanSegments ? null : leanZigzag(segments, epsilon),
  "deep zigzag": (segments, epsilon) => {
    const radices = deepRadices(segments);
    if (radices === null) return null;
    const deep = zigzag({ radices, epsilon });
    const flat = segments < leastLeanSegments
      ? flatZigzag(segments, epsilon)
      : leanZigzag(segments, epsilon);
    return neurons(deep) < neurons(flat) ? deep : null;
  },
} satisfies Record<string, Realisation>;

/** The name of a realisation. */
export type PiecewiseLinearVariant = keyof typeof realisations;

/** Every realisation's name, in the order of the table above. */
export const piecewiseLinearVariants = Object.keys(
  realisations,
) as PiecewiseLinearVariant[];

/**
 * The network of one variant for two features, x quantized and y kept, in one hidden number in [0,
 * 1].
 *
 * @param segments Z, a whole number of at least 1
 * @param epsilon ε, 0 < ε ≤ 1/Z
 * @returns null where the variant has no network of its own for this Z
 * @throws {Refusal} for a Z or ε out of range
 */
export function piecewiseLinear(
  variant: PiecewiseLinearVariant,
  segments: number,
  epsilon: number,
): Network | null {
  segmentsAndRamps({ segments: [segments], epsilon: [epsilon] });
  return realisations[variant](segments, epsilon);
}

/** A feature alone in its dimension, through as many layers as `pair` has. */
function passThrough({ architecture }: Network): Network {
  const { layers, encoderLayers } = architecture;
  const pass = (count: number) =>
    Array.from({ length: count }, () => [unit([1])]);
  return networkOfUnits(
    pass(encoderLayers),
    pass(layers.length - encoderLayers),
  );
}

/** Who shares a dimension: the quantized feature first, then the kept one; or a kept one alone. */
function groups(problem: Problem): number[][] {
  const { data: { features }, hidden } = problem;
  if (features > 2 * hidden) {
    throw new Refusal(
      `features is ${features} for hidden ${hidden}: piecewise-linear puts at most two features into one dimension; choose hidden of at least ${
        Math.ceil(features / 2)
      }, or the scheme quantized`,
    );
  }
  const order = byWeight(problem);
  const quantized = order.slice(hidden);
  // The constructions quantize the first of two; it makes no difference where these count alike.
  if (features === 2 && alike(problem.data)) return [[0, 1]];
  return order.slice(0, hidden).map((kept, g) =>
    g < quantized.length ? [quantized[g], kept] : [kept]
  );
}

/** Whether all features cost the same to lose. */
function alike(data: FeatureDistribution): boolean {
  const variances = featureVariances(data);
  const costs = importances(data).map((weight, i) => weight * variances[i]);
  return costs.every((cost) => cost === costs[0]);
}

function candidate(
  { data, noise }: Problem,
  members: readonly number[][],
  variant: PiecewiseLinearVariant,
  segments: number,
  epsilon: number,
): ClosedCandidate[] {
  const pair = realisations[variant](segments, epsilon);
  if (pair === null) return [];
  const alone = passThrough(pair);
  const blocks = members.map((features): Block => ({
    features,
    network: features.length === 2 ? pair : alone,
  }));
  const { patterns } = activityOf(data);
  const errors = new Array<number>(data.features).fill(0);
  // Pairs that do the same lose the same.
  const known = new Map<string, number[]>();
  for (const { features } of blocks) {
    if (features.length < 2 || noise > 0) continue;
    const does = patterns(features), name = String(does);
    const ofPair = known.get(name) ?? exactErrors(pair, does);
    known.set(name, ofPair);
    features.forEach((f, i) => errors[f] = ofPair[i]);
  }
  const architecture = blockArchitecture(blocks);
  const channel: Channel = { noise, units: "own" };
  return [{
    kind: "closed",
    variant,
    segments,
    epsilon,
    neurons: countNeurons(architecture),
    parameters: countParameters(architecture),
    ...(noise > 0
      ? codeLoss(blockCode(blocks), data, evaluationSet(data), channel)
      : { loss: lossFromErrors(data, errors) }),
    // Of many features it is large and next to empty, and hardly anybody asks for it.
    get network() {
      return blockNetwork(blocks);
    },
  }];
}

const scheme: Scheme = {
  id: "piecewise-linear",
  summary:
    "the quantized code with ramps of width ε, as ReLU networks; exact integral",
  candidates(problem, options) {
    checkProblem(problem, ...everything);
    const members = groups(problem);
    return segmentsAndRamps(options).flatMap(({ segments, epsilon }) =>
      piecewiseLinearVariants.flatMap((variant) =>
        candidate(problem, members, variant, segments, epsilon)
      )
    );
  },
};
export default scheme;
