/**
 * A snapshot: the numbers behind one figure, as they are committed. One row is one line, keys keep
 * their order, and a number stands there with exactly the digits that it has, so that reading gives
 * back the same bits.
 *
 * @module
 */
import { z } from "zod";
import { encodeJson } from "./json.ts";

const claim = z.strictObject({
  claim: z.string().min(1),
  verdict: z.enum(["supported", "refuted", "qualified", "open"]),
  sentence: z.string().min(1),
  details: z.array(z.string().min(1)),
});

const snapshot = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  profile: z.enum(["paper", "smoke", "full"]),
  caption: z.string().min(1),
  claims: z.array(claim),
  rows: z.array(z.record(z.string(), z.unknown())).min(1),
});

/** The numbers behind one figure; rows are as the figure's `row` describes them. */
export type Snapshot = z.infer<typeof snapshot>;

/**
 * The text of a snapshot file.
 *
 * @throws {RangeError} naming the row and the field of a value that JSON cannot hold, such as NaN
 */
export function encodeSnapshot(value: Snapshot): string {
  const { claims, rows, ...head } = parse(value, `snapshot ${value.id}`);
  const list = (name: string, items: readonly unknown[]) =>
    `${JSON.stringify(name)}: [` +
    items.map((item, i) => `\n    ${encodeJson(item, `${name}[${i}]`)}`).join(
      ",",
    ) +
    (items.length > 0 ? "\n  ]" : "]");
  return "{\n  " + [
    ...Object.entries(head).map(([key, item]) =>
      `${JSON.stringify(key)}: ${encodeJson(item, key)}`
    ),
    list("claims", claims),
    list("rows", rows),
  ].join(",\n  ") + "\n}\n";
}

/**
 * Reads the text of a snapshot file.
 *
 * @param name how to call the file in errors
 * @throws {RangeError} naming the file, the field and what is wrong with it
 */
export function decodeSnapshot(text: string, name: string): Snapshot {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`${name} is not JSON: ${(error as Error).message}`);
  }
  return parse(value, name);
}

function parse(value: unknown, name: string): Snapshot {
  const result = snapshot.safeParse(value);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new RangeError(`${name}: ${path.join(".") || "it"}: ${message}`);
}
