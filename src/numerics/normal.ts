/**
 * Standard normal deviates, with the very bits that the training kernel draws: only operations that
 * IEEE 754 rounds correctly, in float32.
 *
 * @module
 */
import type { RandomSource } from "./random.ts";

const f = Math.fround;

/** `(…(c₀·x + c₁)·x + …)·x + cₖ`, rounded after every operation. */
function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, c) => f(f(x * sum) + f(c)));
}

const words = new Uint32Array(1);
const float = new Float32Array(words.buffer);

/** 2·artanh's odd coefficients, 1/9 to 1. */
const series = [f(1 / 9), 1 / 7, 1 / 5, 1 / 3, 1];

/**
 * ln x of a normal float32: `x = 2ᵏ·m` with m in [√½, √2), then the series of `2·artanh((m − 1)/(m
 * + 1))`.
 */
function logarithm(x: number): number {
  float[0] = x;
  // 0x3f3504f3 is √½: what is left of the exponent's bits after it is k.
  const power = (words[0] - 0x3f3504f3) >> 23;
  words[0] -= power << 23;
  const m = float[0];
  const s = f(f(m - 1) / f(m + 1));
  const whole = f(power * f(Math.LN2));
  return f(whole + f(f(s + s) * polynomial(f(s * s), series)));
}

// AS 241, routine PPND7 (Wichura 1988): relative error of the quantile about 1e-7. Highest power
// first.
const central = [
  [f(59.10937472), 159.29113202, 50.434271938, 3.3871327179],
  [f(67.1875636), 78.757757664, 17.895169469, 1],
];
const outer = [
  [f(0.17023821103), 1.3067284816, 2.75681539, 1.4234372777],
  [f(0.12021132975), 0.7370016425, 1],
];

/**
 * One standard normal deviate, a float32 within ±6.4, from one draw: the sign is its top bit, the
 * others are the probability of the tail beyond, in multiples of 2⁻³² from 2⁻³³ on.
 */
export function drawNormal(random: RandomSource): number {
  const bits = random.next();
  const tail = f(f(bits & 0x7fffffff) * 2 ** -32 + 2 ** -33);
  const q = f(0.5 - tail);
  let size: number;
  if (q <= f(0.425)) {
    const r = f(f(0.180625) - f(q * q));
    size = f(f(q * polynomial(r, central[0])) / polynomial(r, central[1]));
  } else {
    const r = f(f(Math.sqrt(-logarithm(tail))) + f(-1.6));
    size = f(polynomial(r, outer[0]) / polynomial(r, outer[1]));
  }
  return bits >>> 31 === 1 ? -size : size;
}
