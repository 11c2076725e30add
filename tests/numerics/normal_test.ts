import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { drawNormal } from "../../src/numerics/normal.ts";
import { randomStream } from "../../src/numerics/random.ts";

/** The deviate of 32 given bits. */
const deviate = (bits: number) =>
  drawNormal({ next: () => bits >>> 0, uniform: () => 0 });

/** φ(z). */
const density = (z: number) => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);

/** Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …) (Marsaglia 2004). */
function distribution(z: number): number {
  let sum = 0;
  for (let k = 1, term = z; Math.abs(term) > 1e-17; k += 2) {
    sum += term;
    term *= z * z / (k + 2);
  }
  return 0.5 + density(z) * sum;
}

/** Published upper percentage points: z is exceeded with probability p. */
const quantiles: [p: number, z: number][] = [
  [0.4, 0.2533471031],
  [0.25, 0.6744897502],
  [0.1, 1.2815515655],
  [0.05, 1.6448536270],
  [0.025, 1.9599639845],
  [0.01, 2.3263478740],
  [0.005, 2.5758293035],
  [0.001, 3.0902323062],
  [1e-4, 3.7190164855],
  [1e-5, 4.2648907939],
  [1e-6, 4.7534243088],
];

Deno.test("published quantiles come back to float32 accuracy", () => {
  for (const [p, z] of quantiles) {
    // Bits k stand for a tail of (k + ½)·2⁻³², which is not quite p.
    const k = Math.round(p * 2 ** 32 - 0.5);
    const expected = z + (p - (k + 0.5) / 2 ** 32) / density(z);
    // What the subtraction from ½ rounds at the centre, a few roundings of z outside.
    const tolerance = 2 ** -25 / density(z) * (p > 0.075 ? 1 : 0) +
      3 * 2 ** -23 * z;
    assert(tolerance < 2e-6);
    assertAlmostEquals(deviate(k), expected, tolerance, `tail ${p}`);
  }
});

Deno.test("the top bit is the sign and changes nothing else", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (bits) => {
      assert(Object.is(deviate(bits + 2 ** 31), -deviate(bits)));
    }),
    { seed: 1, numRuns: 1000 },
  );
});

Deno.test("the extremes are finite float32 numbers", () => {
  // A tail of 2⁻³³.
  const largest = 6.338;
  const extremes: [bits: number, expected: number][] = [
    [0, largest],
    [0x7fffffff, 0],
    [0x80000000, -largest],
    [0xffffffff, -0],
  ];
  for (const [bits, expected] of extremes) {
    const value = deviate(bits);
    assertEquals(value, Math.fround(value));
    assertAlmostEquals(value, expected, 5e-4);
  }
});

Deno.test("a larger tail never gives a larger deviate, across the seam of the two formulas either", () => {
  const seam = Math.round(0.075 * 2 ** 32);
  const bits = [
    ...Array.from({ length: 1000 }, (_, i) => i),
    ...Array.from({ length: 2000 }, (_, i) => seam + 64 * (i - 1000)),
    ...Array.from({ length: 2000 }, (_, i) => 2 ** 20 * i + 2 ** 20),
  ].sort((a, b) => a - b);
  let last = Infinity;
  for (const k of bits) {
    const value = deviate(k);
    // Two formulas of relative error 1e-7, in float32.
    assert(value <= last + 5e-7 * value, `${k}: ${value} after ${last}`);
    last = value;
  }
});

const count = 200_000;
const random = randomStream("normal", 1, "deviates");
const stream = Float32Array.from({ length: count }, () => drawNormal(random));

Deno.test("a stream has the moments of the normal distribution", () => {
  // E zᵏ with the variance of zᵏ, E z²ᵏ − (E zᵏ)².
  const moments = [[0, 1], [1, 3 - 1], [0, 15], [3, 105 - 9]];
  moments.forEach(([expected, variance], i) => {
    let sum = 0;
    for (const z of stream) sum += z ** (i + 1);
    const tolerance = 4 * Math.sqrt(variance / count);
    assertAlmostEquals(sum / count, expected, tolerance, `E z^${i + 1}`);
  });
  let neighbours = 0;
  for (let i = 1; i < count; i++) neighbours += stream[i] * stream[i - 1];
  assertAlmostEquals(neighbours / count, 0, 4 / Math.sqrt(count));
});

Deno.test("a stream follows the normal distribution function (Kolmogorov–Smirnov)", () => {
  let distance = 0;
  stream.toSorted().forEach((z, i) => {
    const below = distribution(z);
    distance = Math.max(distance, below - i / count, (i + 1) / count - below);
  });
  // The 0.1 % point of √count·distance is 1.95.
  assert(distance * Math.sqrt(count) < 1.95, `distance ${distance}`);
});
