import { assert, assertAlmostEquals } from "@std/assert";
import fc from "fast-check";
import { channelSums } from "../../src/bounds/rate_distortion/curve_point.ts";
import { gaussLegendre } from "../../src/numerics/gauss_legendre.ts";
import {
  addOutput,
  gains,
  type Source,
} from "../../src/bounds/rate_distortion/letter_gain.ts";
import { bestAlphabet } from "../../src/bounds/rate_distortion/reproduction.ts";

const source = (positions: number[], masses: number[]): Source => ({
  positions: Float64Array.from(positions),
  masses: Float64Array.from(masses),
  held: [],
});

/**
 * Rate in nats above and below the curve at the distortion of the best channel; kernel e^{−u²/2},
 * so the slope is ½.
 */
function solve(of: Source, tolerance = 1e-6) {
  const low = of.positions[0], high = of.positions[of.positions.length - 1];
  const letters = Math.max(1, Math.ceil((high - low) / 1.5));
  const start = Array.from({ length: letters }, (_, j) => ({
    y: low + (high - low) * (j + 0.5) / letters,
    q: 1 / letters,
  }));
  const alphabet = bestAlphabet(of, start, tolerance);
  const { logOutput, squaredError } = channelSums(of, alphabet);
  const upper = -logOutput - squaredError / 2;
  return {
    alphabet,
    distortion: squaredError,
    upper,
    lower: upper - Math.log(alphabet.excess),
  };
}

Deno.test("a Gaussian source has R(D) = ½ ln(v/D)", () => {
  const rule = gaussLegendre(10);
  for (const v of [1.5, 2, 5, 20]) {
    const deviation = Math.sqrt(v), positions: number[] = [];
    const masses: number[] = [];
    const panels = Math.ceil(12 * deviation), width = 12 * deviation / panels;
    for (let k = 0; k < panels; k++) {
      rule.nodes.forEach((node, i) => {
        const x = -6 * deviation + (k + node) * width;
        positions.push(x);
        masses.push(
          rule.weights[i] * width * Math.exp(-x * x / (2 * v)) /
            Math.sqrt(2 * Math.PI * v),
        );
      });
    }
    const { distortion, lower, upper } = solve(source(positions, masses), 1e-5);
    const rate = Math.log(v / distortion) / 2;
    assert(
      lower <= rate + 1e-7 && rate <= upper + 1e-7,
      `v = ${v} ${lower - rate} ${rate - upper}`,
    );
    assert(upper - lower < 2e-4, `${v} ${upper - lower}`);
    assertAlmostEquals(distortion, 1, 1e-2);
  }
});

const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);

/**
 * A source of two points at distance a. Given any reproduction the posterior π leaves the error
 * a²·π(1 − π) and the entropy h(π), and h is a concave function of π(1 − π): so R(D) = h(p) − h(ε)
 * with a²·ε(1 − ε) = D, by a channel backwards that flips with probability ε.
 */
Deno.test("a Bernoulli source has R(D) = h(p) − h(ε), ε(1 − ε) = D", () => {
  let above = 0;
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.double({ min: 2, max: 8, noNaN: true }),
      (p, a) => {
        const { distortion, lower, upper } = solve(
          source([0, a], [1 - p, p]),
        );
        const share = distortion / (a * a);
        const flip = (1 - Math.sqrt(Math.max(0, 1 - 4 * share))) / 2;
        const rate = Math.max(0, entropy(p) - entropy(flip));
        assert(lower <= rate + 1e-9 && rate <= upper + 1e-9, `${p} ${a}`);
        assert(upper - lower < 2e-6, `${p} ${a}: ${upper - lower}`);
        if (rate > 0.01) above++;
      },
    ),
    { seed: 1, numRuns: 100 },
  );
  assert(above > 50, `${above}`);
});

Deno.test("the bound on gains holds between grid points, where interpolation falls short", () => {
  const positions = Array.from({ length: 60 }, (_, i) => i / 10);
  const masses = positions.map((_, i) => i % 7 === 0 ? 0.1 : 0.005);
  const of = source(positions, masses);
  let short = 0;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 5.9, noNaN: true }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.double({ min: 0.3, max: 1.2, noNaN: true }),
      (ys, spacing) => {
        const output = addOutput(
          of,
          ys.map((y) => ({ y, q: 1 / ys.length })),
          new Float64Array(positions.length),
        );
        const coarse = gains(of, output, spacing);
        const fine = gains(of, output, 0.01);
        assert(fine.highest <= coarse.bound, `${fine.highest} ${coarse.bound}`);
        if (fine.highest > coarse.highest * (1 + 1e-9)) short++;
      },
    ),
    { seed: 1, numRuns: 100 },
  );
  assert(short > 10);
});

Deno.test("the excess is that of every reproduction, not only of the letters found", () => {
  const positions = Array.from({ length: 100 }, (_, i) => i / 10);
  const of = source(positions, positions.map(() => 0.01));
  // One letter is not enough for a uniform source of this length, however long one searches for its
  // place.
  const { excess, output } = bestAlphabet(of, [{ y: 5, q: 1 }], Infinity);
  let most = 0;
  for (let y = 0; y <= 9.9; y += 0.01) {
    const sum = positions.reduce(
      (s, x, i) => s + 0.01 * Math.exp(-(x - y) * (x - y) / 2) / output[i],
      0,
    );
    most = Math.max(most, sum);
  }
  assert(most > 10 && excess >= most && excess < most * 1.01);
});
