/**
 * Sentences with numbers, put together from parts that can be read aloud: a subject, a number, a
 * comparison, a condition.
 *
 * @module
 */
import { percent, withMinus } from "../rendering/numbers.ts";
import { confidence } from "../statistics/summary.ts";
import type { Claim } from "./figure.ts";

/** As many words a claim's sentence may have: what a table can show. */
const mostWords = 60;

/**
 * A sentence from its parts in their order; parts that do not apply are null. A part that begins
 * with punctuation joins the one before.
 */
export function sentence(...parts: readonly (string | null)[]): string {
  const text = parts.filter((part) => part !== null).join(" ") + ".";
  return withMinus(text.replaceAll(/ (?=[,;:)])/g, ""));
}

/** Sentences in a row. */
export function paragraph(...sentences: readonly string[]): string {
  return sentences.join(" ");
}

/** How an interval is called. */
export const bootstrapInterval = `${percent(confidence)} bootstrap interval`;
/** How several are. */
export const bootstrapIntervals = `${bootstrapInterval}s`;

/** `a, b and c`. */
export function listed(parts: readonly string[], and = "and"): string {
  return parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} ${and} ${parts[parts.length - 1]}`;
}

/**
 * Some values of a variable, as a sentence names them: `at every S`, `at no S`, `at S = 0.5 and
 * 0.9`.
 */
export function at(
  name: string,
  some: readonly number[],
  all: readonly number[],
): string {
  if (some.length === 0) return `at no ${name}`;
  return some.length === all.length
    ? `at every ${name}`
    : `at ${name} = ${listed(some.map(String))}`;
}

/** A count with what it counts: `1 dimension`, `5 dimensions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Words between spaces; an interval's two ends are two. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}

/**
 * Refuses sentences that nobody would read in a table.
 *
 * @throws {Error} naming the figure, the claim and the number of words
 */
export function checkClaims(figure: string, claims: readonly Claim[]): void {
  for (const { claim, sentence } of claims) {
    const count = countWords(sentence);
    if (count > mostWords) {
      throw new Error(
        `figure ${figure}: the sentence on ${claim} has ${count} words: say it in ${mostWords}, and the rest in details`,
      );
    }
  }
}
