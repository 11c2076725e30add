/**
 * Numbers as sentences and labels show them.
 *
 * @module
 */

/** `digits` significant digits, without trailing zeros and, between 1e−6 and 1e21, without an exponent. */
export function show(value: number, digits = 2): string {
  return String(Number(value.toPrecision(digits)));
}

/** A multiple of what a letter stands for: `n`, `4n`, `0.5n`. */
export function multiple(times: number, of = "n"): string {
  return times === 1 ? of : `${times}${of}`;
}
