/**
 * Numbers as sentences and labels show them. The same on every machine: nothing here asks for a
 * locale.
 *
 * @module
 */

/**
 * So many significant digits, without trailing zeros: 0.0995 is `0.1` with two. From 1e−6 to below
 * 1e21 there is no exponent.
 *
 * @param digits from 1 to 100
 */
export function show(value: number, digits = 2): string {
  return String(Number(value.toPrecision(digits)));
}

/** A share in percent: 0.0234 is `2.3 %`. */
export function percent(share: number, digits = 2): string {
  return `${show(100 * share, digits)} %`;
}

/**
 * A whole number with a comma before every three digits: `16,384`.
 *
 * @throws {RangeError} for any other number
 */
export function grouped(value: number): string {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `${value} is grouped by three digits: give it a whole number`,
    );
  }
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A number and its interval: `0.2 [0.12, 0.34]`. */
export function withInterval(
  value: number,
  low: number,
  high: number,
  digits = 2,
): string {
  return `${show(value, digits)} [${show(low, digits)}, ${show(high, digits)}]`;
}

/** A multiple of what a letter stands for: `n`, `4n`, `0.5n`. */
export function multiple(times: number, of = "n"): string {
  return times === 1 ? of : `${times}${of}`;
}

/**
 * With true minus signs, as axes have them, where a hyphen stands before a digit that begins a
 * number.
 */
export function withMinus(text: string): string {
  return text.replace(/(^|[\s[(])-(?=\d)/g, "$1−");
}
