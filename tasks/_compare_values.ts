/**
 * The values that flags of `compare` take, beside those that every command has.
 *
 * @module
 */
import { z } from "zod";
import { type DataKind, readKind } from "../src/features/kinds/names.ts";
import { distributions } from "../src/features/mod.ts";
import { decimal } from "./_flags.ts";

/** Whole numbers with an upper bound: where memory or a counter ends. */
export function within(least: number, most: number): z.ZodType<number, string> {
  return decimal(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );
}

/** Every kind of data with its parameter. */
export function kindsInWords(): string {
  return distributions.all().map(({ id, parameter, summary }) =>
    `${id}${
      parameter === null ? "" : `:${parameter.default} (${parameter.name})`
    }, ${summary}`
  ).join("; ");
}

/** What `--data` names. */
export const dataKind: z.ZodType<DataKind, string> = z.string().transform(
  (text, context) => {
    try {
      return readKind(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  },
);

/** `encoder:decoder`. */
export const ratio: z.ZodType<[encoder: number, decoder: number], string> = z
  .string().transform(
    (text, context) => {
      const share = decimal("", (value) => value > 0 && value <= 1e6);
      const parsed = z.tuple([share, share]).safeParse(text.split(":"));
      if (parsed.success) return parsed.data;
      context.addIssue(
        "give two numbers above 0, at most a million, with a colon between, e.g. 1:1",
      );
      return z.NEVER;
    },
  );
