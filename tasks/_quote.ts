/**
 * What users typed, as a line of ours can carry it.
 *
 * @module
 */

/** Code points that are echoed of one text; nobody needs more to find it again. */
const longest = 60;

/**
 * What would not show, would move the cursor or would cover what stands beside it: everything but
 * letters, numbers, punctuation, symbols and the plain space.
 */
const unprintable =
  /[^\p{L}\p{N}\p{P}\p{S} ]|\p{Default_Ignorable_Code_Point}/gu;

/**
 * A text between quotes, on one line: what does not print is escaped, a long text is cut and its
 * length told. At most about 600 characters, whatever the text.
 */
export function quote(text: string): string {
  // A code point has at most two units.
  const start = [...text.slice(0, 2 * longest)].slice(0, longest).join("");
  const shown = JSON.stringify(start).replace(
    unprintable,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return start === text
    ? shown
    : `${shown.slice(0, -1)}…" (${text.length} characters)`;
}

/** The name of a flag as it was typed, which needs quotes only where it is none. */
export function quoteFlag(name: string): string {
  return /^--?\w[\w-]{0,40}$/.test(name) ? name : quote(name);
}
