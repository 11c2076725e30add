/**
 * The best of a family of codes that are not trained, where the hidden state has noise: chosen on
 * samples of its own, measured on those of all.
 *
 * @module
 */
import { z } from "zod";
import type { Problem } from "../constructions/problem.ts";
import { type Loss, totalVariance, unitsAgree } from "../features/mod.ts";
import {
  type Code,
  codeLoss,
  type EstimatedLoss,
} from "../losses/code_loss.ts";
import { networkCode } from "../losses/evaluation_loss.ts";
import { evaluationSamples, evaluationSet } from "../losses/evaluation_set.ts";
import { countNeurons, countParameters } from "../networks/network.ts";
import {
  piecewiseLinear,
  piecewiseLinearVariants,
} from "../schemes/piecewise-linear.ts";
import { margins, quantizedCode } from "../schemes/quantized.ts";
import { type Job, type JobKind, keyOf } from "./mod.ts";
import * as shapes from "./_shapes.ts";

/** Part of every key. Raise it when the code changes what is chosen or how it is measured. */
const format = 1;

/** Which codes are tried for which problem. */
export interface NoisyCodeSpec {
  readonly problem: Problem;
  /**
   * Quantized codes with every margin, or all piecewise-linear networks for two features in one
   * dimension.
   */
  readonly family: "quantized" | "piecewise-linear";
  /** The largest Z tried, from 1. */
  readonly levels: number;
  /** The most neurons that a network may have; a quantized code has none. */
  readonly neurons: number;
  /** Ramp widths tried; a quantized code has none. */
  readonly epsilons: readonly number[];
}

/** What a code is. */
interface Built {
  readonly variant: string;
  readonly segments: number;
  readonly epsilon: number | null;
  /** ReLU neurons in all, and of the halves. */
  readonly neurons: number;
  readonly encoder: number;
  readonly decoder: number;
  readonly parameters: number;
}

/** The code that was chosen, and its loss. */
export interface NoisyCode extends Built {
  readonly loss: Loss;
  /** Standard error of `loss.mse`. */
  readonly standardError: number;
}

/** The job that finds the best code of a family; null where the family has none for the problem. */
export function noisyCodeJob(spec: NoisyCodeSpec): Job<NoisyCode | null> {
  return { kind: "noisy-code", spec };
}

/** Every Z from 1 on. */
const upTo = (levels: number) =>
  Array.from({ length: levels }, (_, i) => i + 1);

function quantizedCodes(
  { problem }: NoisyCodeSpec,
  segments: readonly number[],
): [Built, Code][] {
  return segments.flatMap((z) =>
    margins.map((margin): [Built, Code] => [{
      variant: `margin ${margin}`,
      segments: z,
      epsilon: null,
      neurons: 0,
      encoder: 0,
      decoder: 0,
      parameters: 2,
    }, quantizedCode(problem, z, margin)])
  );
}

function networkCodes(
  { problem: { data, hidden }, neurons: most, epsilons }: NoisyCodeSpec,
  segments: readonly number[],
): [Built, Code][] {
  if (data.features !== 2 || hidden !== 1) return [];
  return segments.flatMap((z) =>
    epsilons.filter((e) => e * z <= 1).flatMap((epsilon) =>
      piecewiseLinearVariants.flatMap((variant): [Built, Code][] => {
        const network = piecewiseLinear(variant, z, epsilon);
        if (network === null) return [];
        const { total, encoder, decoder } = countNeurons(network.architecture);
        if (total > most) return [];
        return [[{
          variant,
          segments: z,
          epsilon,
          neurons: total,
          encoder,
          decoder,
          parameters: countParameters(network.architecture),
        }, networkCode(network)]];
      })
    )
  );
}

/** The codes of a family with some of the numbers of levels. */
const families = {
  "quantized": quantizedCodes,
  "piecewise-linear": networkCodes,
};

/** Enough to choose by. */
const selectionSamples = evaluationSamples / 8;

/** The code that loses least on samples of its own, and its loss on those of all. */
function bestCode(spec: NoisyCodeSpec): NoisyCode | null {
  const { data, noise } = spec.problem;
  const codes = families[spec.family](spec, upTo(spec.levels));
  if (codes.length === 0) return null;
  const loss = (code: Code, set: Float64Array): EstimatedLoss =>
    codeLoss(code, data, set, { noise, units: "own" });
  const few = evaluationSet(data, selectionSamples, "selection");
  const scores = codes.map(([, code]) => loss(code, few).loss.mse);
  const [built, code] = codes[scores.indexOf(Math.min(...scores))];
  return { ...built, ...loss(code, evaluationSet(data)) };
}

/** A result must be a code that is tried; which of these is best, only trying them all tells. */
function misfit(spec: NoisyCodeSpec, result: NoisyCode | null): string | null {
  const codes = families[spec.family];
  const segments = upTo(spec.levels);
  if (result === null) {
    return codes(spec, segments).length === 0
      ? null
      : "is null, but there are codes";
  }
  const { loss, standardError, ...built } = result;
  const parts = Object.entries(built);
  const like = {
    ...spec,
    epsilons: spec.epsilons.filter((epsilon) => epsilon === built.epsilon),
  };
  const tried = codes(like, segments.filter((z) => z === built.segments));
  const isTried = tried.some(([one]) =>
    parts.every(([part, value]) => one[part as keyof Built] === value)
  );
  if (!isTried) return "is a code that is not tried";
  const { data } = spec.problem;
  if (!unitsAgree(loss, data.features, totalVariance(data))) {
    return `has mse ${loss.mse} and fvu ${loss.fvu}, which are not one loss`;
  }
  return standardError >= 0 && standardError <= loss.mse * (1 + 1e-9)
    ? null
    : `has standardError ${standardError}, which is not between 0 and mse ${loss.mse}`;
}

const noisyCode: JobKind<NoisyCodeSpec, NoisyCode | null> = {
  id: "noisy-code",
  verb: "choosing the",
  spec: z.strictObject({
    problem: shapes.problem,
    family: z.enum(["quantized", "piecewise-linear"]),
    levels: z.int().min(1),
    neurons: z.int().min(0),
    epsilons: z.array(z.number().positive()),
  }),
  result: z.strictObject({
    variant: z.string(),
    segments: z.int(),
    epsilon: z.number().nullable(),
    neurons: z.int(),
    encoder: z.int(),
    decoder: z.int(),
    parameters: z.int(),
    loss: shapes.loss,
    standardError: z.number(),
  }).nullable(),
  misfit,
  // What is tried follows from lists elsewhere, so these are in the key as well.
  key: (spec) =>
    keyOf("noisy-code", format, { ...spec, margins, piecewiseLinearVariants }),
  describe: ({ family, levels, problem: { data, hidden, noise } }) =>
    `best ${family} code of up to ${levels} levels for ${data.features} features in ${hidden}, S = ${data.sparsity}, σ = ${noise}`,
  /** Fitted to measured times; in proportion to the codes that are tried. */
  cost: ({ problem: { data }, family, levels, epsilons }) =>
    family === "quantized"
      ? levels * (2e7 + 1.2e7 * data.features)
      : levels * epsilons.length * 3e7,
  run: (specs) => Promise.try(() => specs.map(bestCode)),
  madeUp: () => ({
    variant: "made up",
    segments: 1,
    epsilon: null,
    neurons: 0,
    encoder: 0,
    decoder: 0,
    parameters: 0,
    loss: { mse: 1, fvu: 1 },
    standardError: 0,
  }),
};
export default noisyCode;
