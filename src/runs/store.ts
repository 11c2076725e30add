/**
 * The run store: one file per run, named by the key of everything that determines it, so that
 * finding a file is knowing its result. Entries carry their own hash; an entry that does not match
 * it is reported and made again.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { z } from "zod";
import { prepareFolder, writeWhole } from "./drafts.ts";
import { readBytes, unwritable } from "./files.ts";
import { UsageError } from "./usage_error.ts";

/** What the store has under a key. */
export type Entry<T> =
  | { readonly state: "found"; readonly value: T }
  | { readonly state: "missing" }
  | {
    readonly state: "damaged";
    /** Where it lies and what is wrong with it. */
    readonly reason: string;
  };

/** Results by key. Several processes may share one: equal keys have equal results. */
export interface Store {
  /** The folder, or null where nothing outlives the process. */
  readonly location: string | null;
  /**
   * Looks up a result.
   *
   * @throws {UsageError} where an entry is there but may not be read
   */
  read<T>(key: string, schema: z.ZodType<T>): Entry<T>;
  /**
   * Keeps a result, in place of any other under its key.
   *
   * @throws {UsageError} where it cannot be written
   */
  write<T>(key: string, schema: z.ZodType<T>, value: T): void;
}

const hashStart = '{"sha256":"';
const hashEnd = '",';
const bodyStart = hashStart.length + 64 + hashEnd.length;

/** The host's own, ten times as fast as that of the core: a warm run hashes the whole store. */
function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * One JSON object on one line; its first member is the SHA-256 of every character after that
 * member's comma.
 */
function encodeEntry<T>(key: string, schema: z.ZodType<T>, value: T): string {
  const result = schema.encode(value);
  const body = `"key":"${key}","result":${JSON.stringify(result)}}\n`;
  return hashStart + sha256(body) + hashEnd + body;
}

function decodeEntry<T>(
  key: string,
  schema: z.ZodType<T>,
  text: string,
): { value: T } | { reason: string } {
  if (text.length === 0) return { reason: "it is empty" };
  const body = text.slice(bodyStart);
  if (text.slice(0, bodyStart) !== hashStart + sha256(body) + hashEnd) {
    return { reason: "its content does not match its hash" };
  }
  const entry = JSON.parse(text);
  if (entry.key !== key) return { reason: `it holds the key ${entry.key}` };
  const parsed = schema.safeDecode(entry.result);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    reason: `result${
      issue.path.map((step) => `.${String(step)}`).join("")
    }: ${issue.message}`,
  };
}

/** A store that ends with the process. */
export function memoryStore(): Store {
  const entries = new Map<string, string>();
  return {
    location: null,
    read(key, schema) {
      const text = entries.get(key);
      if (text === undefined) return { state: "missing" };
      const entry = decodeEntry(key, schema, text);
      return "value" in entry
        ? { state: "found", value: entry.value }
        : { state: "damaged", reason: `entry ${key}: ${entry.reason}` };
    },
    write(key, schema, value) {
      entries.set(key, encodeEntry(key, schema, value));
    },
  };
}

/**
 * A store in a folder. Opened for writing, the folder is made where it is missing, tried, and rid
 * of what killed processes left behind; opened for reading, nothing is touched.
 *
 * @throws {UsageError} where the folder cannot be used
 */
export function openStore(folder: string, access: "read" | "write"): Store {
  const temporary = `${folder}/tmp`;
  const path = (key: string) => `${folder}/${key.slice(0, 2)}/${key}.json`;
  if (access === "write") prepare(folder, temporary);
  return {
    location: folder,
    read(key, schema) {
      const bytes = readBytes(path(key));
      if (bytes === null) return { state: "missing" };
      // What is not UTF-8, or begins with a byte-order mark, does not match its hash.
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      const entry = decodeEntry(key, schema, text);
      return "value" in entry
        ? { state: "found", value: entry.value }
        : { state: "damaged", reason: `${path(key)}: ${entry.reason}` };
    },
    write(key, schema, value) {
      const text = encodeEntry(key, schema, value);
      try {
        Deno.mkdirSync(`${folder}/${key.slice(0, 2)}`, { recursive: true });
        writeWhole([{ path: path(key), text, folder: temporary }]);
      } catch (error) {
        throw unwritable(`the run store "${folder}"`, error);
      }
    },
  };
}

function prepare(folder: string, temporary: string): void {
  try {
    // Nothing in there belongs to anybody for long.
    prepareFolder(temporary, () => true);
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      if (isDirectory || !/^[\da-f]{2}$/.test(name)) continue;
      throw new UsageError(
        `"${folder}/${name}" is not a folder: put the folder itself there, or delete it`,
      );
    }
  } catch (error) {
    throw unwritable(`the run store "${folder}"`, error);
  }
}
