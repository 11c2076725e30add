/** What noise on a hidden state of unit power costs the codes with levels. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { independent, type Loss } from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { codeLoss } from "../../src/losses/code_loss.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { checkProblem } from "../../src/constructions/problem.ts";
import { type Scheme } from "../../src/schemes/mod.ts";
import { type Problem, Refusal } from "../../src/constructions/problem.ts";
import drop from "../../src/schemes/drop.ts";
import scheme, {
  piecewiseLinear,
  type PiecewiseLinearVariant,
  piecewiseLinearVariants,
} from "../../src/schemes/piecewise-linear.ts";
import quantized, { quantizedCode } from "../../src/schemes/quantized.ts";
import { closed, options } from "./_candidates.ts";

const all = (scheme: Scheme, problem: Problem, segments: number[]) =>
  closed(scheme.candidates(problem, options({ segments })));

const dense = independent(2, 0);

/** A loss and its standard error, both in fvu. */
function inFvu({ loss: { mse, fvu }, standardError }: {
  loss: Loss;
  standardError?: number;
}): { fvu: number; error: number } {
  return { fvu, error: standardError! * fvu / mse };
}

/** Two features in one number under noise, with Z levels. */
type NoisyCode = (
  sparsity: number,
  noise: number,
  segments: number,
) => { fvu: number; error: number };

const noisyQuantized: NoisyCode = (sparsity, noise, segments) => {
  const problem = { data: { ...dense, sparsity }, hidden: 1, noise };
  const code = quantizedCode(problem, segments, 0);
  const set = evaluationSet(problem.data);
  return inFvu(codeLoss(code, problem.data, set, { noise, units: "own" }));
};

const noisyPiecewiseLinear = (variant: PiecewiseLinearVariant): NoisyCode =>
(
  sparsity,
  noise,
  segments,
) => {
  const data = { ...dense, sparsity };
  const network = piecewiseLinear(variant, segments, 0.01)!;
  const channel = { noise, units: "own" } as const;
  return inFvu(evaluationLoss(network, data, evaluationSet(data), channel));
};

const codes: [name: string, code: NoisyCode][] = [
  ["quantized", noisyQuantized],
  ["zigzag", noisyPiecewiseLinear("zigzag")],
  ["shared-hinges", noisyPiecewiseLinear("shared-hinges")],
];

Deno.test("quantized, dense: for σ → 0 the loss of centred levels without noise", () => {
  const shapes: [data: Problem["data"], hidden: number][] = [
    [dense, 1],
    [{ ...dense, features: 4 }, 1],
    [independent(5, 0, [0.2, 1, 0.5, 0.1, 0.7]), 2],
  ];
  for (const [data, hidden] of shapes) {
    for (const segments of [[2], [6]]) {
      const [[, exact], [noisy, ...others]] = [0, 1e-9].map((noise) =>
        all(quantized, { data, hidden, noise }, segments)
      );
      assertEquals(others, []);
      const { fvu, error } = inFvu(noisy);
      assertAlmostEquals(fvu, exact.loss.fvu, 5 * error);
      assert(error < 0.03 * fvu);
    }
  }
});

Deno.test("quantized, sparse: a margin keeps the digits of features that are 0", () => {
  for (const segments of [2, 3, 5]) {
    const problem = (noise: number) => ({
      data: { ...dense, sparsity: 0.9 },
      hidden: 1,
      noise,
    });
    const exact = all(quantized, problem(0), [segments]);
    const [noisy] = all(quantized, problem(1e-6), [segments]);
    // The fit may put levels elsewhere than either decoder does.
    const least = Math.min(...exact.map(({ loss }) => loss.fvu));
    const { fvu, error } = inFvu(noisy);
    assert(fvu <= least + 5 * error, `Z = ${segments}: ${fvu} above ${least}`);
    assert(noisyQuantized(0.9, 1e-6, segments).fvu > 2 * fvu);
  }
});

Deno.test("piecewise-linear, dense: for σ → 0 the loss without noise", () => {
  const set = evaluationSet(dense);
  const problem = { data: dense, hidden: 1, noise: 1e-9 };
  // 16 levels for `deep zigzag` alone, which has none for 4.
  const candidates = [
    ...all(scheme, problem, [4]),
    ...all(scheme, problem, [16]).slice(-1),
  ];
  assertEquals(
    candidates.map(({ variant }) => variant),
    piecewiseLinearVariants,
  );
  const losses = candidates.map(({ network, loss }) => {
    const noiseless = evaluationLoss(network!, dense, set).loss.mse;
    return { noiseless, noisy: loss.mse };
  });
  const hinges = piecewiseLinearVariants.indexOf("shared-hinges");
  losses.forEach(({ noiseless, noisy }, i) => {
    const variant = piecewiseLinearVariants[i];
    assert(noisy < 1.001 * noiseless, variant);
    // The fit moves floor levels to the middle, and gains a little for the others.
    const expected = variant === "shared-hinges floor"
      ? losses[hinges].noiseless
      : noiseless;
    assertAlmostEquals(noisy, expected, 0.06 * expected, variant);
  });
});

Deno.test("more noise never loses less", () => {
  for (const sparsity of [0, 0.9]) {
    for (const [name, code] of codes) {
      let last = { fvu: 0, error: 0 };
      for (const noise of [1e-3, 0.03, 0.1, 0.3, 10]) {
        const next = code(sparsity, noise, 3);
        assert(
          next.fvu >= last.fvu - next.error,
          `${name} at S = ${sparsity}, σ = ${noise}: ${next.fvu} after ${last.fvu}`,
        );
        last = next;
      }
      // In the end nothing is left but the mean.
      assertAlmostEquals(last.fvu, 1, 0.1, name);
    }
  }
});

Deno.test("with one level only the kept feature is left, as with drop", () => {
  for (const noise of [0.01, 0.3]) {
    const expected =
      all(drop, { data: dense, hidden: 1, noise }, [1])[0].loss.fvu;
    for (const [name, code] of codes) {
      const { fvu, error } = code(0, noise, 1);
      assertAlmostEquals(fvu, expected, 5 * error, name);
    }
  }
});

Deno.test("the more noise, the fewer levels are best", () => {
  const levels = [1, 2, 3, 10];
  const best = [1e-4, 0.03, 0.1, 1].map((noise) => {
    const losses = levels.map((z) => noisyQuantized(0, noise, z).fvu);
    return levels[losses.indexOf(Math.min(...losses))];
  });
  assertEquals(best, levels.toReversed());
});

Deno.test("a scheme that does not say that it covers noise refuses it, and nothing else", () => {
  for (const noise of [1e-9, 0.5]) {
    const problem = { data: dense, hidden: 1, noise };
    assertThrows(() => checkProblem(problem), Refusal, `noise is ${noise}`);
    checkProblem(problem, "noise");
  }
  checkProblem({ data: dense, hidden: 1, noise: 0 });
});
