/**
 * How wide a text is, without a screen: Vega's own estimate of 0.8 em for every letter leaves wide
 * gaps, and a canvas would make the picture depend on the machine's fonts.
 *
 * The widths are Adobe's metrics of Helvetica, which Arial, Liberation Sans and Nimbus Sans share.
 *
 * @module
 */

/** Widths of the characters from space (32) to tilde (126), in thousandths of the font size. */
// deno-fmt-ignore
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** What a character outside the table takes: as much as a wide Greek letter. */
const otherWidth = 700;

/** Room for bold faces and for systems that substitute a wider face. */
const margin = 1.12;

/**
 * The width of a text in pixels, rounded up.
 *
 * @param fontSize in pixels
 */
export function textWidth(text: string, fontSize: number): number {
  let total = 0;
  for (const character of text) {
    total += widths[character.codePointAt(0)! - 32] ?? otherWidth;
  }
  return Math.ceil(total * fontSize * margin / 1000);
}
