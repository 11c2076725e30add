/**
 * How a gradient becomes a step. One file in this folder is one optimiser, its default export an
 * {@link Optimiser} whose `id` is the file's name. The step size is none of its settings:
 * `schedule.ts` has that.
 *
 * @module
 */
import { z } from "zod";
import { createTable, type Table } from "../../numerics/table.ts";
import type { Tagged } from "../../numerics/tagged.ts";
import type { Matrix } from "../matrices.ts";

/**
 * Takes one step, in place.
 *
 * @param parameters all of them, in the order of `parameterOffsets`
 * @param gradient the derivative of the objective by each
 * @param rate the learning rate of this step
 * @param step 1, 2, …
 */
export type Step = (
  parameters: Float32Array,
  gradient: Float32Array,
  rate: number,
  step: number,
) => void;

/** One optimiser. */
export interface Optimiser<Settings extends Tagged = Tagged> {
  /** The file's name without `.ts`. */
  readonly id: string;
  /** One line for listings. */
  readonly summary: string;
  /**
   * Parses its settings; those with a default may be missing. A run is not named by what equals its
   * default.
   */
  readonly schema: z.ZodType<Settings>;
  /** Its number in the training kernel, if that carries it too, with the same bits. */
  readonly kernel?: number;
  /**
   * Begins a training of one network, in float32: every operation rounded by `Math.fround`, so that
   * the host's steps have the same bits everywhere.
   *
   * @param count how many parameters there are
   * @param matrices which of them are matrices that are trained
   */
  start(settings: Settings, count: number, matrices: readonly Matrix[]): Step;
  /** Multiply-adds of a step itself, where they are more than a few for each parameter. */
  cost?(settings: Settings, matrices: readonly Matrix[]): number;
}

const isFunction = (value: unknown) => typeof value === "function";

/** All optimisers. */
export const optimisers: Table<Optimiser> = createTable({
  what: "optimiser",
  folder: "src/training/optimisers",
  shape: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    schema: z.instanceof(z.ZodType, { error: "must be a zod schema" }),
    kernel: z.int().min(0).optional(),
    start: z.custom(isFunction, "must be a function"),
    cost: z.custom(isFunction, "must be a function").optional(),
  }),
});
