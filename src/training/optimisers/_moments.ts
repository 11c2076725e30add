/**
 * Adam's moments and what they take off the parameters, operation by operation what
 * `src/training/kernel/adam.ts` does.
 *
 * @module
 */
import { z } from "zod";

/** A decay rate of a running mean. */
export function decayRate() {
  return z.number("use a number").min(0, "use a number in [0, 1)")
    .lt(1, "use a number in [0, 1)");
}

/** The settings that Adam shares with what builds on it. */
export const momentSettings = {
  /**
   * Decoupled weight decay, as a fraction of the learning rate; 0 is Adam as it was before AdamW.
   */
  weightDecay: z.number("use a number").min(0, "use at least 0").default(0),
  /** Decay rate of the mean gradient: its authors' value. */
  beta1: decayRate().default(0.9),
  /** Decay rate of the mean square: its authors' value. */
  beta2: decayRate().default(0.999),
  /** ε, added to the root of the mean square: its authors' value. */
  stabilizer: z.number("use a number").positive("use a number above 0")
    .default(1e-8),
};

/** What of the settings the moments need. */
interface Settings {
  readonly beta1: number;
  readonly beta2: number;
  readonly stabilizer: number;
}

const f = Math.fround;
const negligible = f(1e-30);

/** Means below which processors are many times slower count as 0. Written so that a NaN stays. */
export function flushed(value: number): number {
  return Math.abs(value) <= negligible ? 0 : value;
}

/** The running means of `count` gradients, `first`, and of their squares, `second`. */
export class Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly #settings: Settings;
  #power1 = 1;
  #power2 = 1;

  constructor(settings: Settings, count: number) {
    this.#settings = settings;
    this.first = new Float32Array(count);
    this.second = new Float32Array(count);
  }

  /** To be called once before the sweeps of a step. */
  advance(): void {
    this.#power1 *= this.#settings.beta1;
    this.#power2 *= this.#settings.beta2;
  }

  /**
   * Takes in the gradients of the parameters from `at` on, and replaces each by what is to be taken
   * off its parameter.
   */
  sweep(at: number, gradients: Float32Array, rate: number): void {
    const settings = this.#settings, first = this.first, second = this.second;
    const beta1 = f(settings.beta1), rest1 = f(1 - settings.beta1);
    const beta2 = f(settings.beta2), rest2 = f(1 - settings.beta2);
    const root = Math.sqrt(1 - this.#power2);
    const size = f(rate * root / (1 - this.#power1));
    const stabilizer = f(settings.stabilizer * root);
    for (let i = 0; i < gradients.length; i++) {
      const g = gradients[i];
      const m = flushed(f(f(beta1 * first[at + i]) + f(rest1 * g)));
      const v = flushed(f(f(beta2 * second[at + i]) + f(rest2 * f(g * g))));
      first[at + i] = m;
      second[at + i] = v;
      gradients[i] = f(f(size * m) / f(f(Math.sqrt(v)) + stabilizer));
    }
  }
}

/** Takes moves off parameters that decay by `decay` at once. */
export function descend(
  parameters: Float32Array,
  moves: Float32Array,
  decay: number,
): void {
  const shrink = f(1 - decay);
  for (let i = 0; i < moves.length; i++) {
    parameters[i] = f(f(parameters[i] * shrink) - moves[i]);
  }
}
