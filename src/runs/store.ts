/**
 * The run store: one file per run, named by the key of everything that determines it, so that
 * finding a file is knowing its result. Entries carry their own hash; an entry that does not match
 * it, or whose content cannot be that of its key, is reported and made again.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { z } from "zod";
import { type Job, jobKinds, misfitOf } from "../jobs/mod.ts";
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
   * @param misfit what shows that a value of this form is not that of the key, after the word
   * `result`; null where nothing does
   * @throws {UsageError} where an entry is there but may not be read
   */
  read<T>(
    key: string,
    schema: z.ZodType<T>,
    misfit?: (value: T) => string | null,
  ): Entry<T>;
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

/** What an entry must be. */
interface Wanted<T> {
  readonly key: string;
  readonly schema: z.ZodType<T>;
  readonly misfit?: (value: T) => string | null;
}

function decodeEntry<T>(
  text: string,
  { key, schema, misfit }: Wanted<T>,
): { value: T } | { reason: string } {
  if (text.length === 0) return { reason: "it is empty" };
  const body = text.slice(bodyStart);
  if (text.slice(0, bodyStart) !== hashStart + sha256(body) + hashEnd) {
    return { reason: "its content does not match its hash" };
  }
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(text);
  } catch {
    return { reason: "it is not JSON" };
  }
  if (entry.key !== key) {
    // Whatever else stands there is not for a terminal.
    const isKey = /^"[0-9a-f]{64}"$/.test(JSON.stringify(entry.key) ?? "");
    return { reason: `it holds the key ${isKey ? entry.key : "of no run"}` };
  }
  if (Object.keys(entry).join() !== "sha256,key,result") {
    return { reason: "it holds more or less than a key and a result" };
  }
  const parsed = schema.safeDecode(entry.result as z.input<typeof schema>);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return {
      reason: `result${
        path.map((step) => `.${String(step)}`).join("")
      }: ${message}`,
    };
  }
  const reason = misfit?.(parsed.data) ?? null;
  return reason === null
    ? { value: parsed.data }
    : { reason: `result ${reason}` };
}

/** What a store has under the key of a job. */
export function findResult(
  store: Store,
  job: Job,
  key: string,
): Entry<unknown> {
  const { result } = jobKinds.get(job.kind);
  return store.read(key, result, (value) => misfitOf(job, value));
}

/** A store that ends with the process. */
export function memoryStore(): Store {
  const entries = new Map<string, string>();
  return {
    location: null,
    read(key, schema, misfit) {
      const text = entries.get(key);
      if (text === undefined) return { state: "missing" };
      const entry = decodeEntry(text, { key, schema, misfit });
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
    read(key, schema, misfit) {
      const bytes = readBytes(path(key));
      if (bytes === null) return { state: "missing" };
      // What is not UTF-8, or begins with a byte-order mark, does not match its hash.
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      const entry = decodeEntry(text, { key, schema, misfit });
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
