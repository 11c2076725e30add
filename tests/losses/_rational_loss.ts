/**
 * An oracle for `exactErrors`: the same integral in exact rational arithmetic, by another route
 * (affine coefficients per piece, cuts solved for), for small networks whose parameters are
 * multiples of 1/64.
 *
 * @module
 */
import { activations } from "../../src/networks/activations/mod.ts";
import { type Network, parameterOffsets } from "../../src/networks/network.ts";

/** A fraction in lowest terms with a positive denominator. */
type Rational = readonly [bigint, bigint];

function reduce(n: bigint, d: bigint): Rational {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return [n / a, d / a];
}
const add = (a: Rational, b: Rational) =>
  reduce(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
const multiply = (a: Rational, b: Rational) => reduce(a[0] * b[0], a[1] * b[1]);
const negate = (a: Rational): Rational => [-a[0], a[1]];
const subtract = (a: Rational, b: Rational) => add(a, negate(b));
const divide = (a: Rational, b: Rational) =>
  b[0] < 0n
    ? reduce(-a[0] * b[1], -a[1] * b[0])
    : reduce(a[0] * b[1], a[1] * b[0]);
const zero: Rational = [0n, 1n], one: Rational = [1n, 1n];
const rational = (x: number): Rational => reduce(BigInt(x * 64), 64n);

type Point = readonly [Rational, Rational];
/** a·x + b·y + c. */
type Affine = readonly [Rational, Rational, Rational];
const at = ([a, b, c]: Affine, [x, y]: Point) =>
  add(add(multiply(a, x), multiply(b, y)), c);

/** The part of a convex polygon where `f ≥ 0`. */
function clip(polygon: readonly Point[], f: Affine): Point[] {
  return polygon.flatMap((p, i) => {
    const q = polygon[(i + 1) % polygon.length];
    const vp = at(f, p), vq = at(f, q);
    const kept = vp[0] >= 0n ? [p] : [];
    if ((vp[0] > 0n && vq[0] < 0n) || (vp[0] < 0n && vq[0] > 0n)) {
      const share = divide(vp, subtract(vp, vq));
      const between = (from: Rational, to: Rational) =>
        add(from, multiply(share, subtract(to, from)));
      kept.push([between(p[0], q[0]), between(p[1], q[1])]);
    }
    return kept;
  });
}

function squareIntegral(polygon: readonly Point[], f: Affine): Rational {
  let sum = zero;
  for (let i = 1; i + 1 < polygon.length; i++) {
    const [p, q, r] = [polygon[0], polygon[i], polygon[i + 1]];
    const doubleArea = subtract(
      multiply(subtract(q[0], p[0]), subtract(r[1], p[1])),
      multiply(subtract(r[0], p[0]), subtract(q[1], p[1])),
    );
    const [a, b, c] = [at(f, p), at(f, q), at(f, r)];
    const total = add(add(a, b), c);
    const squares = [a, b, c].map((v) => multiply(v, v)).reduce(add);
    sum = add(
      sum,
      multiply(doubleArea, add(squares, multiply(total, total))),
    );
  }
  return multiply(sum, [1n, 24n]);
}

/** `∫∫ (x_i − x̂_i)²` over the unit square, for both features of an untied network. */
export function rationalErrors(network: Network): [number, number] {
  const { layers } = network.architecture;
  const offsets = parameterOffsets(network.architecture).layers;
  const parameter = (index: number) => rational(network.parameters[index]);
  const errors: [Rational, Rational] = [zero, zero];
  const identity: Affine[] = [[one, zero, zero], [zero, one, zero]];

  const descend = (polygon: readonly Point[], inputs: Affine[], l: number) => {
    if (polygon.length < 3) return;
    if (l === layers.length) {
      inputs.forEach((f, i) => {
        const error = f.map((c, k) => subtract(c, identity[i][k]));
        errors[i] = add(
          errors[i],
          squareIntegral(polygon, error as unknown as Affine),
        );
      });
      return;
    }
    const { outputs, activation } = layers[l];
    const { weights, bias } = offsets[l];
    const before = Array.from({ length: outputs }, (_, o): Affine => {
      const start: Affine = [zero, zero, parameter(bias! + o)];
      return inputs.reduce((sum, input, i) => {
        const weight = parameter(weights + i * outputs + o);
        return sum.map((c, k) =>
          add(c, multiply(weight, input[k]))
        ) as unknown as Affine;
      }, start);
    });
    const choose = (part: readonly Point[], done: Affine[]) => {
      if (part.length < 3) return;
      if (done.length === outputs) return descend(part, done, l + 1);
      const f = before[done.length];
      if (activation === "identity") return choose(part, [...done, f]);
      const below = f.map(negate) as unknown as Affine;
      const [falling, rising] = activations.get(activation).slopes!.map(
        (slope) =>
          f.map((c) => multiply(rational(slope), c)) as unknown as Affine,
      );
      choose(clip(part, f), [...done, rising]);
      choose(clip(part, below), [...done, falling]);
    };
    choose(polygon, []);
  };
  descend(
    [[zero, zero], [one, zero], [one, one], [zero, one]],
    identity,
    0,
  );
  // 40 digits after the point before the one rounding to float64.
  const scale = 10n ** 40n;
  return errors.map(([n, d]) => Number(n * scale / d) / 1e40) as [
    number,
    number,
  ];
}
