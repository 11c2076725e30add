/**
 * The run store: one file per run, named by the key of everything that determines it, so that
 * finding a file is knowing its result. Entries carry their own hash; an entry that does not match
 * it is reported and made again.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { z } from "zod";
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

/** Temporary files older than this, in milliseconds, belong to a process that was killed. */
const staleAfter = 60 * 60 * 1000;

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
      let text: string;
      try {
        text = Deno.readTextFileSync(path(key));
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return { state: "missing" };
        throw unusable(folder, "read", error);
      }
      const entry = decodeEntry(key, schema, text);
      return "value" in entry
        ? { state: "found", value: entry.value }
        : { state: "damaged", reason: `${path(key)}: ${entry.reason}` };
    },
    write(key, schema, value) {
      const text = encodeEntry(key, schema, value);
      try {
        const draft = Deno.makeTempFileSync({ dir: temporary });
        Deno.writeTextFileSync(draft, text);
        Deno.mkdirSync(`${folder}/${key.slice(0, 2)}`, { recursive: true });
        Deno.renameSync(draft, path(key));
      } catch (error) {
        throw unusable(folder, "write", error);
      }
    },
  };
}

function prepare(folder: string, temporary: string): void {
  try {
    Deno.mkdirSync(temporary, { recursive: true });
    const probe = Deno.makeTempFileSync({ dir: temporary });
    // The probe's own time is "now" by the file system's clock, which also wrote the others.
    const now = modified(probe) ?? 0;
    for (const { name } of Deno.readDirSync(temporary)) {
      const time = modified(`${temporary}/${name}`);
      if (time !== null && now - time > staleAfter) {
        remove(`${temporary}/${name}`);
      }
    }
    remove(probe);
  } catch (error) {
    throw unusable(folder, "write", error);
  }
}

/** Milliseconds, or null where another process was quicker to remove or rename the file. */
function modified(path: string): number | null {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function unusable(
  folder: string,
  verb: "read" | "write",
  error: unknown,
): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `cannot ${verb} the run store "${folder}" (${reason.split("\n")[0]}): ` +
      `make it a folder that you may ${verb}, with space left`,
  );
}
