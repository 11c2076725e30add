/**
 * Vega draws nothing, silently, for a field that the data do not have; this says so.
 *
 * @module
 */

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Checks that every field which an encoding names stands in the data above it, or is made by a
 * transform.
 *
 * @throws {RangeError} naming the field, its channel, and the fields that there are
 */
export function checkFields(spec: unknown): void {
  visit(spec, new Set(), "the picture");
}

function visit(part: unknown, above: ReadonlySet<string>, path: string): void {
  if (Array.isArray(part)) {
    part.forEach((item, i) => visit(item, above, `${path}[${i}]`));
    return;
  }
  if (!isObject(part)) return;
  const fields = isObject(part.data) ? dataFields(part.data, path) : above;
  const known = new Set([...fields, ...madeFields(part.transform)]);
  for (const group of [part.encoding, { facet: part.facet }]) {
    if (!isObject(group)) continue;
    for (const [channel, definition] of Object.entries(group)) {
      checkChannel(definition, known, `${path}: ${channel}`);
    }
  }
  for (const key of ["spec", "layer", "hconcat", "vconcat", "concat"]) {
    visit(part[key], known, key === "spec" ? path : `${path}, ${key}`);
  }
}

function checkChannel(
  definition: unknown,
  known: ReadonlySet<string>,
  path: string,
): void {
  if (Array.isArray(definition)) {
    for (const item of definition) checkChannel(item, known, path);
    return;
  }
  if (!isObject(definition)) return;
  const { field } = definition;
  if (typeof field === "string" && !known.has(field)) {
    throw new RangeError(
      `${path} names the field "${field}", which no row has: use one of ${
        [...known].join(", ")
      }`,
    );
  }
  for (const key of ["condition", "row", "column", "sort"]) {
    checkChannel(definition[key], known, `${path}.${key}`);
  }
}

function dataFields(data: Json, path: string): Set<string> {
  if (!Array.isArray(data.values)) {
    if ("url" in data) {
      throw new RangeError(
        `${path} loads its data from ${data.url}: give them inline as values`,
      );
    }
    return new Set(["data"]);
  }
  if (data.values.length === 0) {
    throw new RangeError(`${path} has data without a single row`);
  }
  const rows = data.values.filter(isObject);
  return new Set(
    rows.length === 0 ? ["data"] : rows.flatMap((row) => Object.keys(row)),
  );
}

/** Every name that a transform gives: `as`, and the keys of its parts. */
function madeFields(transforms: unknown): string[] {
  if (Array.isArray(transforms)) return transforms.flatMap(madeFields);
  if (!isObject(transforms)) return [];
  const own = [transforms.as].flat().filter((name) => typeof name === "string");
  const parts = ["aggregate", "joinaggregate", "window"];
  const fold = "fold" in transforms && own.length === 0 ? ["key", "value"] : [];
  return [
    ...own,
    ...fold,
    ...parts.flatMap((key) => madeFields(transforms[key])),
  ];
}
