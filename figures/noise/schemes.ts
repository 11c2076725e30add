/**
 * What figure 11 trains and computes: every scheme over a hidden state of unit power with Gaussian
 * noise, and the limit of all.
 *
 * @module
 */
import { noisyCodeJob, type NoisyCodeSpec } from "../../src/jobs/noisy-code.ts";
import { noisyLimitJob } from "../../src/jobs/noisy-limit.ts";
import type { Problem } from "../../src/constructions/problem.ts";
import { closedCandidates } from "../../src/protocol/closed.ts";
import {
  closedConvergence,
  compareConvergence,
  type Convergence,
  convergenceOf,
  seenFrom,
} from "../../src/protocol/convergence.ts";
import {
  convergenceRow,
  settledBy,
} from "../../src/protocol/convergence_row.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { trainLadder } from "../../src/protocol/ladder.ts";
import { measureClosed } from "../../src/protocol/measured.ts";
import { measuredRow } from "../../src/protocol/row.ts";
import {
  nonlinearEncoder,
  sparseCase,
  trainedSchemes,
} from "../../src/protocol/sparse_case.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superposition from "../../src/schemes/superposition.ts";
import {
  type Case,
  cases,
  lengths,
  limitNoises,
  type LimitRow,
  problemOf,
  type RatioRow,
  type Row,
  type SchemeRow,
} from "./rows.ts";

const caseOf = (context: FigureContext, of: Case, noise: number) =>
  sparseCase(context, problemOf(of, noise), { stretch: of.stretch });

/** A scheme at every training length. */
async function trained(
  context: FigureContext,
  scheme: Scheme,
  of: Case,
  noise: number,
): Promise<Convergence> {
  const { features } = of;
  return convergenceOf(
    await trainLadder(
      context,
      caseOf(context, of, noise),
      [scheme],
      // Superposition's neurons are its features.
      scheme === superposition ? features : of.neurons,
      { lengths, stream: (id) => `noise/${id}/${features}/${noise}` },
    ),
  );
}

/** Ramp widths tried; what noise blurs anyway may as well be wide. */
const epsilons = [0.001, 0.01, 0.03, 0.1, 0.2];

/** The families of codes, by the series that shows the best of one. */
const families: Readonly<Record<string, NoisyCodeSpec["family"]>> = {
  // Reconstructions are fitted, so that floor levels would be the same.
  "quantized centred": "quantized",
  "best construction": "piecewise-linear",
};

/** The best code of a family; none where it has none for the problem. */
async function bestCodes(
  context: FigureContext,
  of: Case,
  noise: number,
  series: string,
): Promise<Convergence[]> {
  const problem = problemOf(of, noise);
  const family = families[series];
  const found = await context.get(noisyCodeJob({
    problem,
    family,
    levels: of.levels,
    // What has no share in a family's codes is not in its key.
    neurons: family === "quantized" ? 0 : of.neurons,
    epsilons: family === "quantized" ? [] : epsilons,
  }));
  if (found === null) return [];
  const { neurons: total, encoder, decoder } = found;
  const neurons = {
    encoder,
    decoder,
    output: total - encoder - decoder,
    total,
  };
  const measured = measureClosed(series, problem, { ...found, neurons });
  return [closedConvergence(measured)];
}

/** The best linear code: exact. */
function linearCodes(problem: Problem): Convergence[] {
  return closedCandidates(linear, problem).map((candidate) =>
    closedConvergence(measureClosed(linear.id, problem, candidate))
  );
}

/** What no scheme can pass. */
async function limitRow(
  context: FigureContext,
  of: Case,
  noise: number,
): Promise<LimitRow> {
  const { features, hidden, sparsity } = of;
  const limit = noisyLimitJob(problemOf(of, noise));
  const { lower, upper } = await context.get(limit);
  return {
    kind: "limit",
    features,
    hidden,
    sparsity,
    noise,
    lower: lower.fvu,
    upper: upper.fvu,
  };
}

/** A code as it is reported. */
function schemeRow(all: Convergence, steps: number): SchemeRow {
  const trained = all.lengths.length > 0;
  const at = trained ? seenFrom(all, 1) : all;
  return {
    kind: "scheme",
    ...measuredRow(at.measured),
    ...convergenceRow(at),
    compute: trained ? steps : 0,
  };
}

/** The nonlinear encoder against another code. */
function ratioRow(
  other: Convergence,
  nonlinear: Convergence,
  { features, hidden, sparsity }: Case,
  noise: number,
): RatioRow {
  const { series } = other.measured;
  const stream = `noise/ratio/${series}/${features}/${noise}`;
  const comparison = compareConvergence(other, nonlinear, stream);
  const { ratio, low, high } = comparison.lengths.find((r) => r.length === 1)!;
  return {
    kind: "ratio",
    features,
    hidden,
    sparsity,
    noise,
    series,
    ratio,
    low,
    high,
    ...settledBy(comparison),
  };
}

/** All schemes of a case at one σ. */
async function schemeRows(
  context: FigureContext,
  of: Case,
  noise: number,
): Promise<(SchemeRow | RatioRow)[]> {
  const [built, learnt] = await Promise.all([
    Promise.all(
      Object.keys(families)
        .map((series) => bestCodes(context, of, noise, series)),
    ),
    Promise.all(
      trainedSchemes.map((scheme) => trained(context, scheme, of, noise)),
    ),
  ]);
  const nonlinear = learnt[trainedSchemes.indexOf(nonlinearEncoder)];
  const codes = [
    ...linearCodes(problemOf(of, noise)),
    ...built.flat(),
    ...learnt,
  ];
  const { steps } = caseOf(context, of, noise);
  return [
    ...codes.map((code) => schemeRow(code, steps)),
    ...codes.filter((code) => code !== nonlinear)
      .map((code) => ratioRow(code, nonlinear, of, noise)),
  ];
}

/** All rows: the limits, then the schemes. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const size = context.profile === "smoke" ? "smoke" : "paper";
  const [limits, schemes] = await Promise.all([
    Promise.all(
      cases[size].flatMap((of) =>
        limitNoises[size].map((noise) => limitRow(context, of, noise))
      ),
    ),
    Promise.all(
      cases[size].flatMap((of) =>
        of.noises.map((noise) => schemeRows(context, of, noise))
      ),
    ),
  ]);
  return [...limits, ...schemes.flat()];
}
