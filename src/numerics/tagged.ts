/**
 * Choices from a table as plain data: an id, or a kind with settings of its own. Reading one asks
 * the table.
 *
 * @module
 */
import { z } from "zod";
import type { Named, Table } from "./table.ts";

/** A kind in a table, and the settings that its schema knows. */
export type Tagged =
  & { readonly kind: string }
  & Readonly<Record<string, unknown>>;

/** A thing whose settings are data. */
export interface Configurable extends Named {
  /** Parses its settings, `kind` among them; what has a default may be missing. */
  readonly schema: z.ZodType<Tagged>;
}

/** The part of a table that reading needs. */
type Lookup<T extends Named> = Pick<Table<T>, "get">;

/** The id of something in the table. */
export function idIn(table: Lookup<Named>): z.ZodType<string> {
  return z.string("use the id of one, a text").superRefine((id, context) => {
    try {
      table.get(id);
    } catch (error) {
      const { message } = error as RangeError;
      context.addIssue({ code: "custom", message });
    }
  });
}

/** A kind in the table with its settings, those that are missing filled in. */
export function settingsIn(table: Lookup<Configurable>): z.ZodType<Tagged> {
  return z.looseObject({ kind: idIn(table) }).transform((value, context) => {
    const parsed = table.get(value.kind).schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      context.addIssue({ code: "custom", ...trouble(issue) });
    }
    return z.NEVER;
  });
}

/**
 * Reads data that comes from outside.
 *
 * @param what what it is, e.g. `configuration`
 * @throws {RangeError} one line, naming the first field that is wrong, its value and the remedy
 */
export function read<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = trouble(parsed.error.issues[0]);
  const found = path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const field = path.length === 0
    ? `the ${what}`
    : `${path.join(".")} of the ${what}`;
  throw new RangeError(
    `${field} is ${found === undefined ? "missing" : brief(found)}: ${message}`,
  );
}

/** Where an issue is, and what to do about it. */
function trouble(
  issue: z.core.$ZodIssue,
): { path: PropertyKey[]; message: string } {
  const { code, message } = issue;
  const path = [...issue.path];
  if (code === "unrecognized_keys") {
    path.push(issue.keys[0]);
    return { path, message: "leave it out, nothing reads such a field" };
  }
  if (code === "invalid_type" && issue.expected === "object") {
    return { path, message: "use an object" };
  }
  return { path, message };
}

/** A value as one line of an error shows it. */
function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/**
 * The settings of a choice, those that are missing filled in.
 *
 * @throws {RangeError} as {@link read}
 */
export function settingsOf(
  table: Lookup<Configurable> & { readonly what: string },
  choice: Tagged,
): Tagged {
  return read(settingsIn(table), choice, table.what);
}
