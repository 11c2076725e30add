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
import type { FigureContext } from "../../src/protocol/figure.ts";
import { measure } from "../../src/protocol/measure.ts";
import { measureClosed, type Measured } from "../../src/protocol/measured.ts";
import { measuredRow } from "../../src/protocol/row.ts";
import { sparseCase, trainedSchemes } from "../../src/protocol/sparse_case.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import superposition from "../../src/schemes/superposition.ts";
import {
  type Case,
  cases,
  limitNoises,
  type LimitRow,
  problemOf,
  type Row,
  type SchemeRow,
} from "./rows.ts";

const rowOf = (measured: Measured): SchemeRow => ({
  kind: "scheme",
  ...measuredRow(measured),
});

async function trainedRows(
  context: FigureContext,
  scheme: Scheme,
  of: Case,
  noise: number,
): Promise<SchemeRow[]> {
  const { features, stretch } = of;
  const measured = await measure(
    context,
    sparseCase(context, problemOf(of, noise), { stretch }),
    scheme,
    // Superposition's neurons are its features.
    scheme === superposition ? features : of.neurons,
    { stream: `noise/${scheme.id}/${features}/${noise}` },
  );
  return measured === null ? [] : [rowOf(measured)];
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
async function bestRows(
  context: FigureContext,
  of: Case,
  noise: number,
  series: string,
): Promise<SchemeRow[]> {
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
  return [rowOf(measureClosed(series, problem, { ...found, neurons }))];
}

/** The best linear code: exact. */
function linearRows(problem: Problem): SchemeRow[] {
  return closedCandidates(linear, problem).map((candidate) =>
    rowOf(measureClosed(linear.id, problem, candidate))
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

/** All schemes of a case at one σ. */
async function schemeRows(
  context: FigureContext,
  of: Case,
  noise: number,
): Promise<SchemeRow[]> {
  const made = await Promise.all([
    ...Object.keys(families)
      .map((series) => bestRows(context, of, noise, series)),
    ...trainedSchemes.map((scheme) => trainedRows(context, scheme, of, noise)),
  ]);
  return [...linearRows(problemOf(of, noise)), ...made.flat()];
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
