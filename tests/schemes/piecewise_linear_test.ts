import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { independent } from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { encode, reconstruct } from "../../src/networks/evaluate.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons, type Network } from "../../src/networks/network.ts";
import { Refusal } from "../../src/constructions/problem.ts";
import {
  decodeStaircase,
  encodeStaircase,
  type RampPosition,
  sharedHinges,
  type StaircaseCode,
  twoPerSegment,
} from "../../src/constructions/staircase.ts";
import { gapped } from "../../src/constructions/gapped.ts";
import { leanZigzag } from "../../src/constructions/lean_zigzag.ts";
import { zigzag } from "../../src/constructions/zigzag.ts";
import scheme, {
  piecewiseLinear,
  type PiecewiseLinearVariant,
  piecewiseLinearVariants,
} from "../../src/schemes/piecewise-linear.ts";
import {
  type LevelDecoder,
  quantizedError,
} from "../../src/constructions/levels.ts";
import { closed, options } from "./_candidates.ts";

const dense = independent(2, 0);
const mse = (network: Network) => exactLoss(network, dense).mse;
const positions: RampPosition[] = ["before", "centred", "after"];

/** Any staircase code with ramps wide enough that rounding stays small. */
const codes: fc.Arbitrary<StaircaseCode> = fc.integer({ min: 1, max: 9 }).chain(
  (segments) =>
    fc.record({
      segments: fc.constant(segments),
      epsilon: fc.integer({ min: 1, max: 64 }).map((i) => i / 64 / segments),
      decoder: fc.constantFrom<LevelDecoder>("floor", "centred"),
      ramps: fc.option(
        fc.record({
          encoder: fc.constantFrom(...positions),
          decoder: fc.constantFrom(...positions),
        }),
        { nil: undefined },
      ),
    }),
);

/** Points of the half-open unit square. */
const points = fc.tuple(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
);

Deno.test("both realisations of the staircase equal the function", () => {
  fc.assert(
    fc.property(codes, points, (code, point) => {
      const t = encodeStaircase(code, point);
      assert(t >= 0 && t < 1 + 1e-15);
      const expected = decodeStaircase(code, t);
      for (const network of [sharedHinges(code), twoPerSegment(code)]) {
        assertAlmostEquals(encode(network, point)[0], t, 1e-12);
        reconstruct(network, point).forEach((value, i) =>
          // Along a ramp of the decoder, rounding in t grows by 1/ε.
          assertAlmostEquals(value, expected[i], 1e-13 / code.epsilon)
        );
      }
    }),
    { seed: 1, numRuns: 1000 },
  );
});

Deno.test("ramps lie where their names say", () => {
  const inside = { before: 1, centred: 0.5, after: 0 };
  for (const encoder of positions) {
    for (const decoder of positions) {
      const code: StaircaseCode = {
        segments: 4,
        epsilon: 0.2,
        decoder: "floor",
        ramps: { encoder, decoder },
      };
      const t = encodeStaircase(code, [0.5, 0]);
      assertAlmostEquals(t, (1 + inside[encoder]) / 4, 1e-15);
      const [x] = decodeStaircase(code, 0.5);
      assertAlmostEquals(x, (1 + inside[decoder]) / 4, 1e-15);
    }
  }
});

Deno.test("gaps as long as a tread come within 7 % of endless ones", () => {
  for (const [z, epsilon] of [[3, 0.01], [8, 0.001]]) {
    const ramps = (gap?: number) =>
      mse(gapped(z, epsilon, gap)) - quantizedError(z, 0, "centred") / 2;
    assert(ramps() < ramps(0.5));
    assert(ramps() < 1.07 * ramps(1e4));
  }
});

Deno.test("away from every ramp the function is the quantized code", () => {
  const code = { segments: 4, epsilon: 1 / 1024, decoder: "floor" } as const;
  for (const x of [0.1, 0.3, 0.6, 0.9]) {
    for (const y of [0.1, 0.5, 0.9]) {
      const t = encodeStaircase(code, [x, y]);
      assertAlmostEquals(t, (Math.floor(4 * x) + y) / 4, 1e-15);
      const [back, rest] = decodeStaircase(code, t);
      assertAlmostEquals(back, Math.floor(4 * x) / 4, 1e-15);
      assertAlmostEquals(rest, y, 1e-12);
    }
  }
});

Deno.test("neurons, counted from the networks, follow the published accounting", () => {
  const counts: Partial<
    Record<PiecewiseLinearVariant, (z: number) => [number, number]>
  > = {
    "two-per-segment": (z) => [4 * z, 8 * z],
    "shared-hinges": (z) => [2 * (z - 1) + 1, 2 * (z - 1) + 1],
    "shared-hinges floor": (z) => [2 * (z - 1) + 1, 2 * (z - 1) + 1],
    "gapped": (z) => [2 * (z - 1) + 1, 2 * (z - 1) + 1],
    "zigzag": (z) => [2 * (z - 1) + 1, z],
    "lean zigzag": (z) => [2 * (z - 1), z - 1],
  };
  for (const [variant, expected] of Object.entries(counts)) {
    for (const z of [1, 2, 3, 4, 7, 12]) {
      const network = piecewiseLinear(
        variant as PiecewiseLinearVariant,
        z,
        1 / 16,
      );
      if (network === null) {
        assert(variant === "lean zigzag" && z < 4);
        continue;
      }
      const { encoder, decoder, total } = countNeurons(network.architecture);
      assertEquals([encoder, decoder], expected(z));
      assertEquals(total, encoder + decoder);
    }
  }
  const paper = piecewiseLinear("two-per-segment", 3, 0.1)!;
  assertEquals(countNeurons(paper.architecture).total, 36);
});

Deno.test("the default ramp positions lose least of all nine pairs", () => {
  for (const decoder of ["floor", "centred"] as const) {
    for (
      const [segments, epsilon] of [[2, 0.5], [3, 0.1], [3, 0.3], [6, 0.02]]
    ) {
      const code = { segments, epsilon, decoder };
      const best = mse(sharedHinges(code));
      const losses = positions.flatMap((encoder) =>
        positions.map((inDecoder) =>
          mse(sharedHinges({ ...code, ramps: { encoder, decoder: inDecoder } }))
        )
      );
      assertAlmostEquals(Math.min(...losses), best, 1e-15);
      assert(losses.filter((loss) => loss > best + 1e-6).length >= 7);
    }
  }
});

Deno.test("as ε → 0 losses tend to the closed forms, linearly", () => {
  const limits: [PiecewiseLinearVariant, LevelDecoder][] = [
    ["two-per-segment", "centred"],
    ["shared-hinges", "centred"],
    ["shared-hinges floor", "floor"],
    ["gapped", "centred"],
  ];
  for (const [variant, decoder] of limits) {
    for (const z of [2, 5]) {
      const limit = quantizedError(z, 0, decoder) / 2;
      const excess = (epsilon: number) =>
        mse(piecewiseLinear(variant, z, epsilon)!) - limit;
      assertAlmostEquals(excess(1e-6), 0, 1e-5);
      assertAlmostEquals(Math.abs(excess(1e-5) / excess(1e-4)), 0.1, 1e-3);
    }
  }
});

Deno.test("the exact loss of every variant agrees with samples of its network", () => {
  for (const sparsity of [0, 0.6]) {
    const data = { ...dense, sparsity };
    const set = evaluationSet(data);
    for (const variant of piecewiseLinearVariants) {
      const network = piecewiseLinear(variant, 8, 1 / 16)!;
      const { loss, standardError } = evaluationLoss(network, data, set);
      const exact = exactLoss(network, data);
      assertAlmostEquals(loss.mse, exact.mse, 4 * standardError);
      assert(standardError < 0.06 * exact.mse);
    }
  }
});

Deno.test("every variant that is not the paper's is smaller or loses less", () => {
  const epsilon = 1e-4;
  for (const z of [2, 3, 4, 8, 16]) {
    const shared = piecewiseLinear("shared-hinges", z, epsilon)!;
    const neurons = (network: Network) =>
      countNeurons(network.architecture).total;
    assert(mse(piecewiseLinear("gapped", z, epsilon)!) < mse(shared));
    let fewest = neurons(shared);
    for (const variant of ["zigzag", "lean zigzag", "deep zigzag"] as const) {
      const network = piecewiseLinear(variant, z, epsilon);
      if (network === null) continue;
      assert(neurons(network) < fewest, `${variant}, Z = ${z}`);
      fewest = neurons(network);
    }
  }
});

Deno.test("hidden numbers of every variant stay in [0, 1]", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...piecewiseLinearVariants),
      fc.integer({ min: 1, max: 16 }),
      points,
      (variant, z, point) => {
        const network = piecewiseLinear(variant, z, 1 / 32);
        if (network === null) return;
        const [t] = encode(network, point);
        assert(t >= -1e-12 && t <= 1 + 1e-12);
      },
    ),
    { seed: 1, numRuns: 1000 },
  );
});

Deno.test("pairs of features and features alone: the block network's loss is the sum of its parts", () => {
  const data = independent(5, 0.3, [0.5, 1, 0.75, 0.25, 0.125]);
  const candidates = closed(
    scheme.candidates(
      { data, hidden: 3, noise: 0 },
      options({ segments: [8], epsilon: [0.01] }),
    ),
  );
  assertEquals(candidates.map(({ variant }) => variant), [
    ...piecewiseLinearVariants,
  ]);
  const set = evaluationSet(data, 4096);
  for (const { loss, network, neurons, parameters } of candidates) {
    const sampled = evaluationLoss(network!, data, set);
    assertAlmostEquals(loss.mse, sampled.loss.mse, 4 * sampled.standardError);
    assertEquals(neurons, countNeurons(network!.architecture));
    assertEquals(parameters, network!.parameters.length);
    // Features 0, 1 and 2 matter most and are kept, 0 alone in its dimension.
    const x = [0.3, 0.9, 0.2, 0.7, 0.57];
    const back = reconstruct(network!, x);
    for (const i of [0, 1, 2]) assertAlmostEquals(back[i], x[i], 1e-9);
  }
});

Deno.test("with noise, block by block loses what the whole network loses, bit for bit", () => {
  for (const importance of [null, [0.2, 1, 0.5, 0.4, 0.1, 0.9, 0.3]]) {
    const data = independent(7, 0.4, importance);
    const candidates = closed(
      scheme.candidates(
        { data, hidden: 4, noise: 0.05 },
        options({ segments: [5], epsilon: [0.02] }),
      ),
    );
    const set = evaluationSet(data);
    for (const { loss, standardError, network, variant } of candidates) {
      const channel = { noise: 0.05, units: "own" } as const;
      const whole = evaluationLoss(network!, data, set, channel);
      assertEquals(loss, whole.loss, variant!);
      assertEquals(standardError, whole.standardError, variant!);
    }
  }
});

Deno.test("a thousand features are answered at once, for nobody builds the network that is next to empty", () => {
  for (const hidden of [500, 999]) {
    const start = performance.now();
    const candidates = closed(
      scheme.candidates(
        { data: independent(1000, 0.5), hidden, noise: 0 },
        options({ segments: [2, 100], epsilon: [0.01] }),
      ),
    );
    const seconds = (performance.now() - start) / 1000;
    assert(candidates.length > 10 && seconds < 3, `it took ${seconds} s`);
  }
});

Deno.test("candidates run over Z, then ε, then variants", () => {
  const candidates = closed(
    scheme.candidates(
      { data: dense, hidden: 1, noise: 0 },
      options({ segments: [2, 4], epsilon: [0.4, 0.1] }),
    ),
  );
  const keys = candidates.map(({ segments, epsilon }) =>
    `${segments} ${epsilon}`
  );
  assertEquals([...new Set(keys)], ["2 0.4", "2 0.1", "4 0.1"]);
  for (const { loss, network } of candidates) {
    assertEquals(loss, exactLoss(network!, dense));
  }
});

Deno.test("refuses more than two features per dimension, and says what covers them", () => {
  assertThrows(
    () =>
      scheme.candidates(
        { data: { ...dense, features: 5 }, hidden: 2, noise: 0 },
        options(),
      ),
    Refusal,
    "features is 5 for hidden 2: piecewise-linear puts at most two features into one dimension; choose hidden of at least 3, or the scheme quantized",
  );
  assertThrows(
    () => piecewiseLinear("deep zigzag", 16, 1e-7),
    Refusal,
    "epsilon is 1e-7: choose a ramp width of at least 0.000001",
  );
  assertThrows(
    () => piecewiseLinear("zigzag", 4, 0.3),
    Refusal,
    "epsilon is 0.3",
  );
});

Deno.test("the integral stays within 1e-7 down to ε = 1e-6", () => {
  // Every loss is linear in ε up to terms of order (Z·ε)², so larger ramps foretell it.
  const builders = [
    (epsilon: number) =>
      sharedHinges({ segments: 9, epsilon, decoder: "centred" }),
    (epsilon: number) =>
      twoPerSegment({ segments: 9, epsilon, decoder: "floor" }),
    (epsilon: number) => gapped(9, epsilon),
    (epsilon: number) => leanZigzag(9, epsilon, 1),
    (epsilon: number) => zigzag({ radices: [9], epsilon, overshoot: 1 }),
    (epsilon: number) => zigzag({ radices: [4, 4], epsilon, overshoot: 1 }),
    (epsilon: number) => zigzag({ radices: [2, 3, 4], epsilon, overshoot: 1 }),
  ];
  for (const build of builders) {
    const [near, far] = [1e-5, 2e-5].map((epsilon) => mse(build(epsilon)));
    const foretold = near + (far - near) * (1e-6 - 1e-5) / 1e-5;
    assertAlmostEquals(mse(build(1e-6)), foretold, 1e-7);
  }
});
