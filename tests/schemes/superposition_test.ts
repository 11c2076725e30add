import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { independent } from "../../src/features/mod.ts";
import { checkArchitecture } from "../../src/networks/network.ts";
import { type TrainedCandidate } from "../../src/schemes/mod.ts";
import { Refusal } from "../../src/constructions/problem.ts";
import superpositionMlp from "../../src/schemes/superposition-mlp.ts";
import superposition from "../../src/schemes/superposition.ts";
import { options } from "./_candidates.ts";

const problemOf = (features: number, hidden: number) => ({
  data: independent(features, 0.5),
  hidden,
  noise: 0,
});

/** The candidates, all of which must be trained and fit together. */
function trained(
  scheme: typeof superposition,
  features: number,
  hidden: number,
  neurons: number[],
): TrainedCandidate[] {
  const problem = problemOf(features, hidden);
  return scheme.candidates(problem, options({ neurons })).map((candidate) => {
    if (candidate.kind !== "trained") throw new Error("not trained");
    checkArchitecture(candidate.architecture);
    assertEquals(candidate.architecture.layers[0].inputs, features);
    assertEquals(candidate.architecture.layers.at(-1)!.outputs, features);
    return candidate;
  });
}

const sizes = fc.integer({ min: 2, max: 40 }).chain((n) =>
  fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n - 1 }))
);

Deno.test("superposition: one tied model with n output ReLUs, whatever the budget", () => {
  fc.assert(
    fc.property(sizes, ([n, m]) => {
      const [candidate, ...others] = trained(superposition, n, m, [1, 5]);
      assertEquals(others, []);
      const { architecture, neurons, parameters, variant } = candidate;
      assertEquals(neurons, { encoder: 0, decoder: 0, output: n, total: n });
      assertEquals([parameters, variant], [n * m + n, null]);
      assertEquals(
        architecture.layers.map(({ bias, tiedTo }) => [bias, tiedTo]),
        [
          [false, null],
          [true, 0],
        ],
      );
    }),
    { seed: 1 },
  );
});

Deno.test("superposition-mlp: the decoder has the budget, or what n output ReLUs leave of it", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 90 }), ([n, m], budget) => {
      const candidates = trained(superpositionMlp, n, m, [budget]);
      const counts = candidates.map(({ neurons, parameters, variant }) => [
        ...[variant, neurons.encoder, neurons.decoder, neurons.output],
        ...[neurons.total, parameters],
      ]);
      const size = (k: number) => (n + 1) * m + (m + 1) * k + (k + 1) * n;
      const expected = [
        ["identity output", 0, budget, 0, budget, size(budget)],
        ["relu output", 0, budget - n, n, budget, size(budget - n)],
      ];
      assertEquals(counts, expected.slice(0, budget > n ? 2 : 1));
      for (const { architecture: { layers, encoderLayers } } of candidates) {
        assertEquals(encoderLayers, 1);
        assertEquals([layers[0].outputs, layers[0].activation], [
          m,
          "identity",
        ]);
        assertEquals(layers.map(({ bias }) => bias), [true, true, true]);
      }
    }),
    { seed: 1, examples: [[[5, 2], 5], [[5, 2], 6]] },
  );
});

Deno.test("what is no compression, and what is no budget, is refused", () => {
  for (const scheme of [superposition, superpositionMlp]) {
    for (const [n, m] of [[3, 3], [3, 4], [3, 0], [2, 1.5]]) {
      assertThrows(() => trained(scheme, n, m, [5]), Refusal, "choose a whole");
    }
  }
  for (const budget of [0, -1, 2.5, NaN]) {
    assertThrows(
      () => trained(superpositionMlp, 3, 1, [budget]),
      Refusal,
      `neurons is ${budget}: superposition-mlp needs a whole number of at least 1, all for the decoder`,
    );
  }
  assertThrows(
    () => trained(superpositionMlp, 3, 1, []),
    Refusal,
    "neurons is empty",
  );
});
