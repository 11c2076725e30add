/**
 * JSON for files that are compared byte for byte and read by people.
 *
 * @module
 */

/**
 * JSON on one line. Numbers keep every bit, −0 included.
 *
 * @param path how to call the value in errors
 * @throws {RangeError} naming the place of a value that JSON cannot hold, such as NaN or undefined
 */
export function encodeJson(value: unknown, path: string): string {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) {
      throw new RangeError(`${path} is ${value}: JSON holds finite numbers`);
    }
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (
    value === null || typeof value === "string" || typeof value === "boolean"
  ) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    const items = value.map((item, i) => encodeJson(item, `${path}[${i}]`));
    return `[${items.join(", ")}]`;
  }
  return `{${
    entriesOf(value, path).map(([key, item]) =>
      `${JSON.stringify(key)}: ${encodeJson(item, `${path}.${key}`)}`
    ).join(", ")
  }}`;
}

/**
 * JSON on as many lines as it takes: what fits on a line of `width` characters stands on one,
 * anything longer is broken up.
 *
 * @param path how to call the value in errors
 * @throws {RangeError} as {@link encodeJson}
 */
export function formatJson(
  value: unknown,
  path: string,
  width = 120,
  indent = "",
): string {
  if (
    typeof value !== "object" || value === null ||
    leastLength(value, width - indent.length) <= width - indent.length
  ) {
    const line = encodeJson(value, path);
    if (
      indent.length + line.length <= width || typeof value !== "object" ||
      value === null
    ) return line;
  }
  const inner = indent + "  ";
  const items = Array.isArray(value)
    ? value.map((item, i) => formatJson(item, `${path}[${i}]`, width, inner))
    : entriesOf(value, path).map(([key, item]) =>
      `${JSON.stringify(key)}: ${
        formatJson(item, `${path}.${key}`, width, inner)
      }`
    );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}

/**
 * No more than the length of a value on one line, and counted only until it is above `most`: what
 * is long is then not encoded at every depth that it stands at.
 */
function leastLength(value: unknown, most: number): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 1;
  let length = 2;
  for (const key in value) {
    if (!Array.isArray(value)) length += key.length + 4;
    length += leastLength(
      (value as Record<string, unknown>)[key],
      most - length,
    );
    if (length > most) break;
  }
  return length;
}

function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (
    typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) return Object.entries(value);
  const kind = value === undefined
    ? "undefined"
    : Object.prototype.toString.call(value).slice("[object ".length, -1);
  throw new RangeError(
    `${path} is ${kind}: use a number, text, true, false, null, a list or an object`,
  );
}
