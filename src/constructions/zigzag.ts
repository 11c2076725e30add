/**
 * The zigzag code: the hidden number runs through Z strips of the unit square, up one and down the
 * next.
 *
 * The decoder's path has one kink per turn instead of two per jump: x̂ is linear in t and ŷ a
 * triangle wave. Turning at the edge of the square would tilt the strips by their whole width and
 * double the loss in x. The path therefore turns `overshoot` h beyond the square: the tilt shrinks
 * by 1/(1 + 2h), and only the encoder's jumps ever visit the turns. As ε → 0 the mse tends to `(1 +
 * 1/(1 + 2h)²)/(24·Z²)`.
 *
 * With `ỹ = (y + h)/(1 + 2h)` and strips of length 1, strip k begins at t = k: t is `k + ỹ` on
 * even, `k + 1 − ỹ` on odd strips. The jump between them is `2v` high, `v = 1 − ỹ` at odd and `ỹ`
 * at even boundaries b, and as a ramp it is the difference `ReLU(u + v) − ReLU(u − v)`, `u = M·(x −
 * b)`: two neurons, whose ramp is narrower where the jump is lower.
 *
 * Strips may be numbered digit by digit, with `radices` B₁ … B_d, Z = B₁⋯B_d. The encoder takes the
 * leading digits of x off layer by layer with staircases as in `staircase.ts`, the last layer is
 * the zigzag above, and the decoder's triangle wave is the composition of d triangle waves of B_i
 * pieces (Telgarsky 2016, "Benefits of depth in neural networks"). Neurons then grow with the sum
 * of the radices and Z with their product.
 *
 * @module
 */
import type { Network } from "../networks/network.ts";
import { networkOfUnits, unit, type Units } from "./units.ts";

/** A zigzag code of two features in one hidden number. */
export interface ZigzagCode {
  /**
   * B₁ … B_d, whole numbers ≥ 1; with d > 1 the last one even, so that every block of strips begins
   * at the bottom.
   */
  readonly radices: readonly number[];
  /**
   * ε: the width of the encoder's widest ramps, in the input of their layer, 0 < ε ≤ 1/B for every
   * radix B.
   */
  readonly epsilon: number;
  /** h ≥ 0, how far beyond the square the path turns; the best one unless told otherwise. */
  readonly overshoot?: number;
}

const product = (numbers: readonly number[]) =>
  numbers.reduce((all, b) => all * b, 1);

/**
 * The overshoot that balances the tilt of the strips against the detour of the ramps, by
 * golden-section search over `(1 + 1/(1 + 2h)²)/(24·Z²) + ε·J·((1 + h)⁴ − h⁴)/(24·(1 + h))`, J the
 * jumps of the last layer. The first term is the loss on the strips, the second `½·J·ε·E(v³)/(3·(1
 * + h))`: a ramp of width ε·v/(1 + h) on which ŷ rises by up to v = 1 + h − y and returns.
 */
export function bestOvershoot(
  { radices, epsilon }: Pick<ZigzagCode, "radices" | "epsilon">,
): number {
  const z = product(radices);
  const jumps = radices[radices.length - 1] - 1;
  const loss = (h: number) => {
    const tilt = 1 / (1 + 2 * h), top = 1 + h;
    return (1 + tilt * tilt) / (24 * z * z) +
      epsilon * jumps * (top * top * top * top - h * h * h * h) / (24 * top);
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = 0, high = 16;
  for (let i = 0; i < 60; i++) {
    const a = high - ratio * (high - low), b = low + ratio * (high - low);
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

/**
 * The radices of the fewest neurons for Z strips in two or more digits, or null where Z has no even
 * factor to end with.
 *
 * @param segments Z ≥ 1
 */
export function deepRadices(segments: number): number[] | null {
  const cost = (radices: number[]) =>
    radices.reduce((sum, b) => sum + 3 * b + 2, 0);
  let best: number[] | null = null;
  const extend = (leading: number[], rest: number, least: number) => {
    if (leading.length > 0 && rest % 2 === 0) {
      const radices = [...leading, rest];
      if (best === null || cost(radices) < cost(best)) best = radices;
    }
    for (let b = least; b <= rest / 2; b++) {
      if (rest % b === 0) extend([...leading, b], rest / b, b);
    }
  };
  extend([], segments, 2);
  return best;
}

/** The layers of the encoder; its input is `(x, y)`, its last layer t in [0, 1]. */
function encoderUnits(
  { radices, epsilon }: ZigzagCode,
  overshoot: number,
): Units[] {
  const height = 1 + 2 * overshoot;
  const layers: Units[] = [];
  // What a layer reads, as rows over the units of the layer before: r the fraction of x that is
  // left, k the digits taken off so far as one number, and y. They start as the features
  // themselves.
  let r = [1, 0], y = [0, 1], k: number[] | null = null;
  const plus = (a: number[], s: number, b: number[]) =>
    a.map((value, i) => value + s * b[i]);
  radices.slice(0, -1).forEach((radix) => {
    const jumps = Array.from({ length: radix - 1 }, (_, j) => (j + 1) / radix);
    const rise = jumps.flatMap((jump) =>
      [-0.5, 0.5].map((side) => unit(r, -(jump + side * epsilon)))
    );
    const carried = k === null ? [r, y] : [r, y, k];
    layers.push([...carried.map((row) => unit(row)), ...rise]);
    const zeros = [...carried, ...rise].map(() => 0);
    const carry = (index: number) => zeros.map((_, i) => i === index ? 1 : 0);
    const digit = zeros.map((_, i) =>
      i < carried.length
        ? 0
        : ((i - carried.length) % 2 === 0 ? 1 : -1) / epsilon
    );
    k = k === null ? digit : plus(digit, radix, carry(2));
    r = plus(zeros, radix, carry(0)).map((value, i) => value - digit[i]);
    y = carry(1);
  });
  const radix = radices[radices.length - 1];
  const steepness = 2 * (1 + overshoot) / (height * epsilon);
  const turns = Array.from({ length: radix - 1 }, (_, j) => j + 1);
  const rows = turns.flatMap((j) => {
    // v = slope·y + level, in units of a strip.
    const slope = (j % 2 === 1 ? -1 : 1) / height;
    const level = j % 2 === 1 ? (1 + overshoot) / height : overshoot / height;
    return [1, -1].map((sign) =>
      unit(
        plus(r.map((value) => steepness * value), sign * slope, y),
        -steepness * j / radix + sign * level,
      )
    );
  });
  const straight = plus(
    y.map((value) => value / height),
    radix,
    k ?? y.map(() => 0),
  );
  layers.push([unit(straight, overshoot / height), ...rows]);
  const z = product(radices);
  layers.push([unit([1, ...turns.flatMap(() => [1, -1])].map((w) => w / z))]);
  return layers;
}

/** The layers of the decoder; its input is t in [0, 1], its last layer `(x̂, ŷ)`. */
function decoderUnits({ radices }: ZigzagCode, overshoot: number): Units[] {
  const layers: Units[] = [];
  // The triangle wave so far and t, as rows over the units of the layer before.
  let wave = [1], t: number[] | null = null;
  for (const radix of radices) {
    const turns = Array.from({ length: radix - 1 }, (_, j) => (j + 1) / radix);
    const carried: number[][] = t === null ? [wave] : [wave, t];
    layers.push([
      ...carried.map((row) => unit(row)),
      ...turns.map((turn) => unit(wave, -turn)),
    ]);
    const kinks = turns.map((_, j) => (j % 2 === 0 ? -2 : 2) * radix);
    const passed: number[][] = carried.slice(1);
    wave = [radix, ...passed.map(() => 0), ...kinks];
    t = [...(passed.length === 0 ? [1] : [0, 1]), ...turns.map(() => 0)];
  }
  const height = 1 + 2 * overshoot;
  layers.push([
    unit(t!),
    unit(wave.map((value) => value * height), -overshoot),
  ]);
  return layers;
}

/**
 * The zigzag code as a network. With one radix Z it has 3·Z − 1 neurons, 2(Z − 1) + 1 in the
 * encoder and Z in the decoder; with d > 1 radices `3·ΣB_i + 2(d − 2)`.
 */
export function zigzag(code: ZigzagCode): Network {
  const overshoot = code.overshoot ?? bestOvershoot(code);
  return networkOfUnits(
    encoderUnits(code, overshoot),
    decoderUnits(code, overshoot),
  );
}
