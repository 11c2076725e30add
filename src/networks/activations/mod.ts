/**
 * What a layer may apply to its affine map, unit by unit. One file in this folder is one
 * activation, its default export an {@link Activation} whose `id` is the file's name. A layer names
 * it by that id.
 *
 * @module
 */
import { z } from "zod";
import { createTable, type Table } from "../../numerics/table.ts";

/** One activation f. */
export interface Activation {
  /** The file's name without `.ts`. */
  readonly id: string;
  /** One line for listings. */
  readonly summary: string;
  /**
   * The slopes below and above 0 where f is piecewise linear with f(0) = 0 and no kink but there;
   * null for any other. Exact integration and the count of dead units need them.
   */
  readonly slopes: readonly [below: number, above: number] | null;
  /** f(x), from operations that IEEE 754 rounds correctly. */
  apply(x: number): number;
  /** f′(x); at a kink the slope that training is to see. */
  derivative(x: number): number;
  /** The number by which the training kernel knows it; absent where it does not. */
  readonly kernel?: number;
}

const aFunction = z.custom(
  (value) => typeof value === "function",
  "must be a function",
);

/** All activations. */
export const activations: Table<Activation> = createTable({
  what: "activation",
  folder: "src/networks/activations",
  shape: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    slopes: z.tuple([z.number(), z.number()]).nullable(),
    apply: aFunction,
    derivative: aFunction,
    kernel: z.int().min(0).optional(),
  }),
});

/** Whether an activation leaves an affine map affine. */
export function isLinear({ slopes }: Activation): boolean {
  return slopes !== null && slopes[0] === slopes[1];
}

/** Whether a unit can stop to answer: below 0 it gives nothing, and its gradient is 0. */
export function mayDie({ slopes }: Activation): boolean {
  return slopes !== null && slopes[0] === 0;
}
