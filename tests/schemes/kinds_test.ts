/**
 * What the schemes with a closed form lose on features that depend on each other or are not alike.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { affineErrors, affineNetwork } from "../../src/constructions/affine.ts";
import { quantizedError } from "../../src/constructions/levels.ts";
import type { Problem } from "../../src/constructions/problem.ts";
import { principalAxes } from "../../src/constructions/principal_axes.ts";
import {
  activityOf,
  covariance,
  distributions,
  importances,
  lossFromErrors,
} from "../../src/features/mod.ts";
import { codeLoss } from "../../src/losses/code_loss.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { drawNormal } from "../../src/numerics/normal.ts";
import { randomStream } from "../../src/numerics/random.ts";
import average from "../../src/schemes/average.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import piecewiseLinear from "../../src/schemes/piecewise-linear.ts";
import quantized, { quantizedCode } from "../../src/schemes/quantized.ts";
import { anyKind, dataOf, everyKind } from "../features/_data.ts";
import { closed, options } from "./_candidates.ts";

const affine = [drop, average, linear];
const only = (scheme: Scheme, problem: Problem) => {
  const candidates = closed(scheme.candidates(problem, options()));
  assertEquals(candidates.length, 1);
  return candidates[0];
};

/** Problems of 2 to 6 features of any kind and importance. */
function problems(noise: readonly number[]): fc.Arbitrary<Problem> {
  return fc.integer({ min: 2, max: 6 }).chain((features) =>
    fc.record({
      hidden: fc.integer({ min: 1, max: features - 1 }),
      data: anyKind(
        features,
        fc.option(
          fc.array(fc.constantFrom(0, 0.01, 0.3, 1, 2), {
            minLength: features - 1,
            maxLength: features - 1,
          }).map((others) => [...others, 0.5]),
          { nil: null },
        ),
      ),
      noise: fc.constantFrom(...noise),
    })
  );
}

Deno.test("linear, two features in one dimension: the smaller eigenvalue of the covariance is lost", () => {
  for (const p of [0.1, 0.4, 0.5]) {
    // Correlated: the difference of two that share their activity, of variance p/12 a coordinate.
    const together = {
      data: dataOf("correlated:2", 2, 1 - p),
      hidden: 1,
      noise: 0,
    };
    assertAlmostEquals(only(linear, together).loss.mse, p / 12 / 2, 1e-15);
    // Anticorrelated: their sum, p/3 − p²/2 a coordinate.
    const apart = {
      data: dataOf("anticorrelated:2", 2, 1 - p),
      hidden: 1,
      noise: 0,
    };
    assertAlmostEquals(
      only(linear, apart).loss.mse,
      (p / 3 - p * p / 2) / 2,
      1e-15,
    );
    // Unequal importances 1 and r: the smaller root of a quadratic.
    const r = 0.3;
    const data = dataOf("correlated:2", 2, 1 - p, [1, r]);
    const [[v, c]] = covariance(data);
    const half = (1 + r) * v / 2;
    const root = half - Math.sqrt(half * half - r * (v * v - c * c));
    assertAlmostEquals(
      only(linear, { data, hidden: 1, noise: 0 }).loss.mse,
      root / 2,
      1e-15,
    );
  }
});

Deno.test("closed forms of the affine codes are the exact integrals of their networks", () => {
  fc.assert(
    fc.property(
      anyKind(2, fc.constantFrom(null, [1, 0.25], [0, 2])),
      (data) => {
        for (const scheme of affine) {
          const { loss, network } = only(scheme, { data, hidden: 1, noise: 0 });
          const exact = exactLoss(network!, data);
          assertAlmostEquals(loss.mse, exact.mse, 1e-15);
          assertAlmostEquals(loss.fvu, exact.fvu, 1e-13);
        }
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("closed forms of the affine codes agree with samples, noise included", () => {
  fc.assert(
    fc.property(problems([0, 0.1, 0.5, 2]), (problem) => {
      const { data, noise } = problem;
      const set = evaluationSet(data);
      for (const scheme of affine) {
        const { loss, network } = only(scheme, problem);
        const sampled = evaluationLoss(network!, data, set, {
          noise,
          units: "own",
        });
        assertAlmostEquals(
          loss.mse,
          sampled.loss.mse,
          // The channel's noise is in units of the sample's own deviation, which of rare features
          // is known to a few per cent.
          5 * sampled.standardError + (noise > 0 ? 0.1 * loss.mse : 1e-12),
          `${scheme.id}, ${JSON.stringify(problem)}`,
        );
      }
    }),
    { seed: 1, numRuns: 15 },
  );
});

Deno.test("axes are uncorrelated, of one variance, and tell every feature", () => {
  fc.assert(
    fc.property(problems([0]), ({ data }) => {
      const n = data.features, matrix = covariance(data);
      const { axes, unit } = principalAxes(data);
      assertEquals(axes.length, n);
      const full = (axis: typeof axes[number], of: "encode" | "decode") => {
        const row = new Array<number>(n).fill(0);
        axis.features.forEach((i, at) => row[i] = axis[of][at]);
        return row;
      };
      const weights = importances(data);
      const weighted = (axis: typeof axes[number]) =>
        axis.features.every((i) => weights[i] > 0);
      for (const a of axes.filter(weighted)) {
        for (const b of axes.filter(weighted)) {
          const [x, y] = [full(a, "encode"), full(b, "encode")];
          const shared = x.reduce(
            (sum, e, i) =>
              sum + y.reduce((s, f, j) => s + e * f * matrix[i][j], 0),
            0,
          );
          assertAlmostEquals(shared / unit, a === b ? 1 : 0, 1e-9);
        }
      }
      // Σ decode·decodeᵀ is the covariance again.
      for (let i = 0; i < n; i++) {
        const told = axes.reduce((sum, axis) => {
          const d = full(axis, "decode")[i];
          return sum + d * d;
        }, 0);
        assertAlmostEquals(told * unit, matrix[i][i], 1e-9 * matrix[i][i]);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("no random affine code beats linear, and drop and average do not", () => {
  fc.assert(
    fc.property(problems([0]), fc.nat(10_000), (problem, seed) => {
      const { data, hidden } = problem;
      const random = randomStream("linear", seed, "codes");
      const best = only(linear, problem);
      for (const scheme of [drop, average]) {
        assert(only(scheme, problem).loss.mse >= best.loss.mse - 1e-15);
      }
      const matrix = (rows: number, columns: number) =>
        Array.from(
          { length: rows },
          () => Array.from({ length: columns }, () => 2 * random.uniform() - 1),
        );
      const far = affineNetwork(
        matrix(data.features, hidden),
        matrix(hidden, data.features),
        matrix(1, data.features)[0],
      );
      for (const step of [1, 1 / 64, 1 / 4096]) {
        const other = {
          architecture: far.architecture,
          parameters: best.network!.parameters.map((value, i) =>
            (step === 1 ? 0 : value) + far.parameters[i] * step
          ),
        };
        const loss = lossFromErrors(data, affineErrors(other, data));
        assert(loss.mse >= best.loss.mse - 1e-15);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("on independent features linear ties with drop; on dependent ones it gains", () => {
  for (const data of everyKind(6, [1, 1, 0.5, 0.9, 1, 2])) {
    const problem = { data, hidden: 2, noise: 0 };
    const gain = only(drop, problem).loss.fvu - only(linear, problem).loss.fvu;
    if (distributions.get(data.kind).independent) {
      assertAlmostEquals(gain, 0, 1e-14);
    } else assert(gain > 0.01, `${data.kind}: ${gain}`);
  }
});

Deno.test("drop keeps the features that would cost most, and average never beats linear under noise", () => {
  const data = dataOf("zipf:1", 4, 0.8, [0.1, 1, 1, 1]);
  const { density } = activityOf(data);
  const { network } = only(drop, { data, hidden: 1, noise: 0 });
  // Feature 0 is the most frequent one, but feature 1 counts ten times as much.
  assert(density[0] > density[1]);
  assertEquals([...network!.parameters.slice(0, 4)], [0, 1, 0, 0]);
  fc.assert(
    fc.property(problems([0.1, 1]), (problem) => {
      const [best, ...others] = [linear, drop, average].map((scheme) =>
        only(scheme, problem).loss.mse
      );
      assert(others.every((loss) => loss >= best - 1e-15));
    }),
    { seed: 1, numRuns: 200 },
  );
});

/**
 * What a noisy encoder loses with its best affine decoder, one reading after the other; its rows
 * read the features as they are.
 */
function bestDecoderMse(
  { data, noise }: Problem,
  rows: readonly number[][],
): number {
  const left = covariance(data);
  const full = covariance(data);
  for (const row of rows) {
    const dot = (line: readonly number[]) =>
      line.reduce((sum, c, k) => sum + c * row[k], 0);
    const own = dot(full.map(dot));
    const image = left.map(dot);
    const power = dot(image) + noise * noise * own;
    left.forEach((line, i) =>
      line.forEach((_, k) => line[k] -= image[i] * image[k] / power)
    );
  }
  return lossFromErrors(data, left.map((line, i) => line[i])).mse;
}

Deno.test("under noise no encoder with its best affine decoder beats linear, whose decoder is the best", () => {
  let nearest = Infinity;
  fc.assert(
    fc.property(problems([0.05, 0.3, 1]), fc.nat(10_000), (problem, seed) => {
      const { data, hidden } = problem;
      const { loss, network } = only(linear, problem);
      const rows = Array.from(
        { length: hidden },
        (_, j) =>
          Array.from(
            { length: data.features },
            (_, i) => network!.parameters[i * hidden + j],
          ),
      );
      assertAlmostEquals(bestDecoderMse(problem, rows), loss.mse, 1e-12);
      const random = randomStream("noisy kinds", seed, "encoders");
      for (const step of [100, 1, 0.1, 0.01]) {
        const other = rows.map((row) =>
          row.map((w) => w + step * drawNormal(random))
        );
        const mse = bestDecoderMse(problem, other);
        assert(mse >= loss.mse - 1e-14, `${mse} < ${loss.mse}`);
        nearest = Math.min(nearest, mse / loss.mse - 1);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
  assert(nearest < 1e-3, `the search comes no nearer than ${nearest}`);
});

Deno.test("quantized: digits lose what each feature's own rounding does, and the dearest are kept", () => {
  for (const data of everyKind(6, [1, 0.2, 0.7, 1, 0.4, 2])) {
    const weights = importances(data);
    const { density } = activityOf(data);
    for (
      const { variant, loss, segments } of closed(
        quantized.candidates(
          { data, hidden: 2, noise: 0 },
          options({ segments: [3] }),
        ),
      )
    ) {
      const decoder = variant === "floor" ? "floor" : "centred";
      const cost = density.map((p, i) =>
        weights[i] * quantizedError(segments!, 1 - p, decoder) / 6
      );
      // The best of all ways to keep two.
      const sums = cost.flatMap((a, i) =>
        cost.slice(i + 1).map((b) => cost.reduce((s, c) => s + c, 0) - a - b)
      );
      assertAlmostEquals(loss.mse, Math.min(...sums), 1e-15);
    }
  }
});

Deno.test("quantized and piecewise-linear agree with samples of their codes", () => {
  for (const data of everyKind(4)) {
    const problem = { data, hidden: 2, noise: 0 };
    const set = evaluationSet(data);
    for (
      const { network, loss, variant } of closed(
        piecewiseLinear.candidates(
          problem,
          options({ segments: [4], epsilon: [0.1] }),
        ),
      )
    ) {
      const sampled = evaluationLoss(network!, data, set);
      assertAlmostEquals(
        loss.mse,
        sampled.loss.mse,
        5 * sampled.standardError,
        `${data.kind}, ${variant}`,
      );
    }
    // Zipf's code under noise keeps other features than the centred one.
    if (!distributions.get(data.kind).identical) continue;
    const [, centred] = closed(
      quantized.candidates(problem, options({ segments: [4] })),
    );
    const sampled = codeLoss(quantizedCode(problem, 4, 0), data, set);
    assertAlmostEquals(
      centred.loss.mse,
      sampled.loss.mse,
      5 * sampled.standardError,
      data.kind,
    );
  }
});

Deno.test("piecewise-linear, two features: the pair's own exact loss", () => {
  for (const data of everyKind(2, [1, 0.5])) {
    for (
      const { network, loss } of closed(
        piecewiseLinear.candidates(
          { data, hidden: 1, noise: 0 },
          options({ segments: [5] }),
        ),
      )
    ) {
      assertAlmostEquals(
        loss.mse,
        exactLoss(network!, data).mse,
        1e-12,
        data.kind,
      );
    }
  }
});
