/**
 * The values that flags take. What is said of a value completes the sentence `--flag is "value": …`
 * and names the remedy.
 *
 * @module
 */
import { z } from "zod";
import { type DataKind, readKind } from "../src/features/kinds/names.ts";
import { distributions } from "../src/features/mod.ts";
import { quote } from "./_quote.ts";

/** A decimal number within bounds, e.g. `0.05` or `1e-3`; `remedy` completes "give …". */
export function decimal(
  remedy: string,
  within: (value: number) => boolean,
): z.ZodType<number, string> {
  const pattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
  return z.string().transform((text, context) => {
    const value = pattern.test(text) ? Number(text) : NaN;
    if (Number.isFinite(value) && within(value)) return value;
    context.addIssue(`give ${remedy}`);
    return z.NEVER;
  });
}

/** A whole number of at least `least` and at most `most`, where memory or a counter ends. */
export function wholeNumber(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): z.ZodType<number, string> {
  const range = most === Number.MAX_SAFE_INTEGER
    ? `of at least ${least}`
    : `from ${least} to ${most}`;
  return decimal(
    `a whole number ${range}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );
}

/** One of a few words. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
): z.ZodType<Word, string> {
  return z.enum(words, { error: `give one of ${words.join(", ")}` });
}

/** Values that a list may have: more make a table that nobody reads. */
const longestList = 100;

/** Values between commas, each by the same rule and none twice. */
export function listOf<Value>(
  item: z.ZodType<Value, string>,
): z.ZodType<Value[], string> {
  return z.string().transform((text, context) => {
    const refuse = (remedy: string) => {
      context.addIssue(remedy);
      return z.NEVER;
    };
    const parts = text.split(",").map((part) => part.trim());
    if (parts.length > longestList) {
      return refuse(
        `it has ${parts.length} values, give at most ${longestList}`,
      );
    }
    const values: Value[] = [];
    for (const part of parts) {
      const result = item.safeParse(part);
      if (!result.success) {
        const remedy = result.error.issues[0].message;
        return refuse(
          text === part ? remedy : `${quote(part)} does not do, ${remedy}`,
        );
      }
      if (values.includes(result.data)) {
        return refuse(`${quote(part)} stands in it twice, give it once`);
      }
      values.push(result.data);
    }
    return values;
  });
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
