import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { featureVariance, independent } from "../../src/features/mod.ts";
import quantized from "../../src/schemes/quantized.ts";
import {
  dequantize,
  type LevelDecoder,
  quantize,
  quantizedError,
} from "../../src/constructions/levels.ts";
import { closed, options } from "./_candidates.ts";

const decoders: LevelDecoder[] = ["floor", "centred"];
const dense = independent(2, 0);

Deno.test("dense, n = 2, m = 1: 1/(6Z²) with floor and 1/(24Z²) with centred levels", () => {
  const segments = [1, 2, 3, 10];
  const candidates = closed(
    quantized.candidates(
      { data: dense, hidden: 1, noise: 0 },
      options({ segments }),
    ),
  );
  assertEquals(
    candidates.map(({ segments, variant }) => [segments, variant]),
    segments.flatMap((z) => decoders.map((variant) => [z, variant])),
  );
  for (const { segments: z, variant, loss, neurons } of candidates) {
    const expected = 1 / ((variant === "floor" ? 6 : 24) * z! * z!);
    assertAlmostEquals(loss.mse, expected, 1e-16);
    assertEquals(neurons.total, 0);
  }
});

Deno.test("floor with Z = 2 ties with the best linear code", () => {
  const [floor] = closed(
    quantized.candidates(
      { data: dense, hidden: 1, noise: 0 },
      options({ segments: [2] }),
    ),
  );
  assertAlmostEquals(floor.loss.mse, 1 / 24, 1e-16);
});

Deno.test("the last feature of a group comes back, the others within a level", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1023 }), {
        minLength: 2,
        maxLength: 4,
      }),
      fc.constantFrom(1, 2, 4, 8),
      fc.constantFrom(...decoders),
      (values, z, decoder) => {
        // Dyadic numbers, so that nothing rounds.
        const x = values.map((value) => value / 1024);
        const t = quantize(x, z);
        assert(t >= 0 && t < 1);
        const back = dequantize(t, x.length, z, decoder);
        assertEquals(back[x.length - 1], x[x.length - 1]);
        back.slice(0, -1).forEach((value, i) => {
          const low = Math.floor(z * x[i]) / z;
          assertEquals(value, low + (decoder === "floor" ? 0 : 0.5 / z));
        });
      },
    ),
    { seed: 1 },
  );
});

Deno.test("the closed form agrees with quadrature of the code, dense and sparse", () => {
  const steps = 4096; // A multiple of every Z below, so that no cell straddles a jump.
  for (const z of [1, 2, 4, 8]) {
    for (const decoder of decoders) {
      const error = (x: number) => {
        const [back] = dequantize(quantize([x, 0.25], z), 2, z, decoder);
        return (x - back) * (x - back);
      };
      let uniform = 0;
      for (let i = 0; i < steps; i++) uniform += error((i + 0.5) / steps);
      uniform /= steps;
      for (const sparsity of [0, 0.4, 0.9]) {
        assertAlmostEquals(
          quantizedError(z, sparsity, decoder),
          sparsity * error(0) + (1 - sparsity) * uniform,
          1e-8,
        );
      }
    }
  }
});

Deno.test("random groups agree with mixed radix by brute force", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(2, 4, 8),
      fc.array(fc.integer({ min: 0, max: 1023 }), {
        minLength: 2,
        maxLength: 4,
      }),
      fc.constantFrom(...decoders),
      (z, values, decoder) => {
        // Dyadic numbers, so that nothing rounds.
        const x = values.map((value) => value / 1024);
        const last = x.length - 1;
        const t = quantize(x, z);
        // Every group of digits owns one of as many equal parts of [0, 1), in order; t must lie in
        // one alone.
        const parts = z ** last;
        const owners = Array.from({ length: parts }, (_, part) => part)
          .filter((part) => part / parts <= t && t < (part + 1) / parts);
        assertEquals(owners.length, 1);
        const digits = owners[0].toString(z).padStart(last, "0").split("")
          .map((digit) => parseInt(digit, z));
        const level = decoder === "floor" ? 0 : 0.5;
        assertEquals(dequantize(t, x.length, z, decoder), [
          ...digits.map((digit) => (digit + level) / z),
          t * parts - owners[0],
        ]);
        digits.forEach((digit, i) =>
          assert(digit / z <= x[i] && x[i] < (digit + 1) / z)
        );
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("every digit comes back, whatever Z is and where the last feature stands", () => {
  for (
    const [z, group] of [[3, 4], [10, 4], [7, 5], [49, 3], [1000, 3], [2, 20]]
  ) {
    const codes = z ** (group - 1);
    // All of them, or some that are spread over the range.
    const stride = Math.max(1, Math.floor(codes / 997));
    for (let code = 0; code < codes; code += stride) {
      const digits = Array.from(
        { length: group - 1 },
        (_, i) => Math.floor(code / z ** i) % z,
      );
      for (const last of [0, 0.3, 1 - 2 ** -32]) {
        const x = [...digits.map((digit) => (digit + 0.5) / z), last];
        const t = quantize(x, z);
        assert(t >= 0 && t < 1);
        const back = dequantize(t, group, z, "floor");
        const digitsBack = back.slice(0, -1).map((value) => value * z);
        assertEquals(digitsBack.map(Math.round), digits, `${x}`);
        // What rounding leaves: 2⁻⁵³ of t, a few times, is Z^(g−1) times as much here.
        assertAlmostEquals(back[group - 1], last, 2 ** -51 * codes);
      }
    }
  }
});

/**
 * `Σ E(x − x̂)²` of a group, over every combination of 0 and the middles of `cells` equal cells of
 * [0, 1).
 */
function enumerated(
  group: number,
  z: number,
  sparsity: number,
  decoder: LevelDecoder,
  cells: number,
): number {
  const points = Array.from(
    { length: cells + 1 },
    (_, k) => ({
      value: k === 0 ? 0 : (k - 0.5) / cells,
      share: k === 0 ? sparsity : (1 - sparsity) / cells,
    }),
  );
  let error = 0;
  const visit = (x: number[], share: number) => {
    if (x.length < group) {
      points.forEach((p) => visit([...x, p.value], share * p.share));
      return;
    }
    dequantize(quantize(x, z), group, z, decoder).forEach((back, i) => {
      error += share * (x[i] - back) * (x[i] - back);
    });
  };
  visit([], 1);
  return error;
}

Deno.test("the closed form is the sum over all inputs, for 2 to 4 features in a dimension", () => {
  const cells = 8; // A multiple of every Z, so that no cell straddles a jump.
  const shapes = [
    { features: 2, groups: [2] },
    { features: 3, groups: [3] },
    { features: 4, groups: [4] },
    { features: 5, groups: [3, 2] },
    { features: 8, groups: [4, 4] },
  ];
  for (const sparsity of [0, 0.6, 0.95]) {
    for (const z of [2, 4, 8]) {
      const sums = new Map(
        [2, 3, 4].flatMap((group) =>
          decoders.map((decoder) => [
            `${group} ${decoder}`,
            enumerated(group, z, sparsity, decoder, cells),
          ])
        ),
      );
      for (const { features, groups } of shapes) {
        const data = independent(features, sparsity);
        const hidden = groups.length;
        const candidates = closed(
          quantized.candidates(
            { data, hidden, noise: 0 },
            options({ segments: [z] }),
          ),
        );
        for (const { variant, loss } of candidates) {
          // Within a cell a digit's x varies about the middle by 1/(12 cells²), while the last
          // feature is exact.
          const within = (features - hidden) * (1 - sparsity) /
            (12 * cells * cells);
          const total = groups.reduce(
            (sum, group) => sum + sums.get(`${group} ${variant}`)!,
            within,
          );
          assertAlmostEquals(loss.mse, total / features, 1e-12);
          assertAlmostEquals(
            loss.fvu,
            total / features / featureVariance(sparsity),
            1e-11,
          );
        }
      }
    }
  }
});

Deno.test("floor is better than centred above sparsity 1/2 and worse below", () => {
  for (const sparsity of [0, 0.3, 0.49, 0.51, 0.9]) {
    const [floor, centred] = decoders.map((d) =>
      quantizedError(5, sparsity, d)
    );
    assertEquals(floor < centred, sparsity > 0.5);
  }
  assertAlmostEquals(
    quantizedError(5, 0.5, "floor"),
    quantizedError(5, 0.5, "centred"),
    1e-16,
  );
});

Deno.test("the m most important features are kept exactly", () => {
  const data = independent(5, 0, [1, 0.1, 1, 0.2, 0.3]);
  const [, centred] = closed(
    quantized.candidates(
      { data, hidden: 2, noise: 0 },
      options({ segments: [4] }),
    ),
  );
  assertAlmostEquals(centred.loss.mse, 0.6 / (12 * 16) / 5, 1e-16);
});
