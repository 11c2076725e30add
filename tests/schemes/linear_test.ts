import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { independent, lossFromErrors } from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { affineErrors, affineNetwork } from "../../src/constructions/affine.ts";
import type { Scheme } from "../../src/schemes/mod.ts";
import type { Problem } from "../../src/constructions/problem.ts";
import average from "../../src/schemes/average.ts";
import drop from "../../src/schemes/drop.ts";
import linear from "../../src/schemes/linear.ts";
import { closed, options } from "./_candidates.ts";

const schemes = [drop, average, linear];
const only = (scheme: Scheme, problem: Problem) => {
  const candidates = closed(scheme.candidates(problem, options()));
  assertEquals(candidates.length, 1);
  return candidates[0];
};

/** Any problem of 2 to 7 features. */
const problems: fc.Arbitrary<Problem> = fc.integer({ min: 2, max: 7 }).chain(
  (features) =>
    fc.record({
      hidden: fc.integer({ min: 1, max: features - 1 }),
      data: fc.record({
        kind: fc.constant("independent"),
        features: fc.constant(features),
        sparsity: fc.constantFrom(0, 0.25, 0.5, 0.9),
        importance: fc.option(
          fc.array(fc.integer({ min: 1, max: 16 }).map((i) => i / 16), {
            minLength: features,
            maxLength: features,
          }),
          { nil: null },
        ),
      }),
      noise: fc.constant(0),
    }),
);

Deno.test("dense, n = 2, m = 1: all affine codes have mse 1/24 and fvu 1/2", () => {
  const problem = {
    data: independent(2, 0),
    hidden: 1,
    noise: 0,
  };
  for (const scheme of schemes) {
    const { loss, neurons, parameters } = only(scheme, problem);
    assertAlmostEquals(loss.mse, 1 / 24, 1e-16);
    assertAlmostEquals(loss.fvu, 1 / 2, 1e-15);
    assertEquals(neurons.total, 0);
    assertEquals(parameters, 2 + 1 + 2 + 2);
  }
});

Deno.test("the closed form is the exact integral of the network", () => {
  for (const scheme of schemes) {
    for (const sparsity of [0, 0.3, 0.95]) {
      for (const importance of [null, [1, 0.25], [0, 2]]) {
        const data = independent(2, sparsity, importance);
        const { loss, network } = only(scheme, { data, hidden: 1, noise: 0 });
        const exact = exactLoss(network!, data);
        assertAlmostEquals(loss.mse, exact.mse, 1e-16);
        assertAlmostEquals(loss.fvu, exact.fvu, 1e-14);
      }
    }
  }
});

Deno.test("for more features the closed form agrees with samples", () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const set = evaluationSet(problem.data, 4096);
      for (const scheme of schemes) {
        const { loss, network } = only(scheme, problem);
        const { loss: sampled, standardError } = evaluationLoss(
          network!,
          problem.data,
          set,
        );
        assertAlmostEquals(loss.mse, sampled.mse, 5 * standardError);
      }
    }),
    { seed: 1, numRuns: 12 },
  );
});

Deno.test("linear ties with drop, and average never beats them", () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const best = only(linear, problem).loss;
      assertAlmostEquals(best.mse, only(drop, problem).loss.mse, 1e-16);
      assert(only(average, problem).loss.mse >= best.mse - 1e-15);
    }),
    { seed: 1 },
  );
});

Deno.test("no random linear code beats linear", () => {
  fc.assert(
    fc.property(problems, fc.nat(10_000), (problem, seed) => {
      const { data, hidden } = problem;
      const random = randomStream("linear", seed, "codes");
      const best = only(linear, problem);
      const matrix = (rows: number, columns: number) =>
        Array.from(
          { length: rows },
          () => Array.from({ length: columns }, () => 2 * random.uniform() - 1),
        );
      // Half of the codes are far from the best one, half a small step away from it.
      const far = affineNetwork(
        matrix(data.features, hidden),
        matrix(hidden, data.features),
        matrix(1, data.features)[0],
      );
      const near = {
        architecture: best.network!.architecture,
        parameters: best.network!.parameters.map((value, i) =>
          value + far.parameters[i] / 64
        ),
      };
      for (const network of [far, near]) {
        const loss = lossFromErrors(
          data,
          affineErrors(network, data),
        );
        assert(loss.mse >= best.loss.mse - 1e-15);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("average puts the more important features into the smaller groups", () => {
  const data = independent(3, 0, [0.5, 1, 0.25]);
  // Feature 1 alone; 0 and 2 share a group and lose half their variance each.
  const { loss } = only(average, { data, hidden: 2, noise: 0 });
  assertAlmostEquals(loss.mse, (0.5 + 0.25) / 2 / 12 / 3, 1e-16);
});
