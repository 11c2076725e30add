/**
 * Files as they lie on a disk: read strictly, and what stands in the way said in one line. No
 * symbolic link is followed, so that a file is what is committed, and is written where it stands.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";

/**
 * What the system said when it refused, in one line without a stack; null where an error is none of
 * the system's.
 */
export function systemReason(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { message, code } = error as Error & { code?: unknown };
  const line = () => message.split("\n")[0];
  if (error instanceof Deno.errors.NotCapable) {
    // Deno would have the task run with more permissions: what leads out of its own is no reason.
    return `${line().split(", run again")[0]}, which this task does not have`;
  }
  return typeof code === "string" && /^E[A-Z\d]+$/.test(code) ? line() : null;
}

/**
 * The one line about a path that the system refused; an error that is not the system's is handed
 * back as it is.
 */
export function refused(what: string, error: unknown, remedy: string): unknown {
  const reason = systemReason(error);
  return reason === null
    ? error
    : new UsageError(`cannot ${what} (${reason}): ${remedy}`);
}

/** The error about a folder that could not be written. */
export function unwritable(what: string, error: unknown): unknown {
  return refused(
    `write ${what}`,
    error,
    "make it one that you may write, with space left",
  );
}

/**
 * Insists on a file of its own.
 *
 * @param entry what the system says that stands under the path, links not followed
 * @throws {UsageError} where it is a folder, a symbolic link, a pipe or the like
 */
export function requireFile(
  path: string,
  { isFile, isDirectory, isSymlink }: Pick<
    Deno.DirEntry,
    "isFile" | "isDirectory" | "isSymlink"
  >,
): void {
  if (isFile) return;
  const kind = isDirectory
    ? "a folder"
    : isSymlink
    ? "a symbolic link"
    : "neither a file nor a folder";
  throw new UsageError(
    `"${path}" is ${kind}: put the file itself there, or delete it`,
  );
}

/**
 * The bytes of a file, or null where nothing stands there.
 *
 * @throws {UsageError} where something else stands there, or it may not be read
 */
export function readBytes(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    // Before it is opened: to open a pipe is to wait for whoever writes into it.
    requireFile(path, Deno.lstatSync(path));
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw refused(`read "${path}"`, error, "make it a file that you may read");
  }
}

/**
 * The text of a file, or null where nothing stands there.
 *
 * @throws {UsageError} where something else stands there, it may not be read, or it is not UTF-8
 * without a byte-order mark
 */
export function readText(path: string): string | null {
  const bytes = readBytes(path);
  if (bytes === null) return null;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes);
  } catch {
    throw new UsageError(`"${path}" is not UTF-8: put back the text it was`);
  }
  if (text.startsWith("\uFEFF")) {
    throw new UsageError(
      `"${path}" begins with a byte-order mark: save it as UTF-8 without one`,
    );
  }
  return text;
}

/** Whether anything stands under a path, be it of use or not. */
export function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
  return true;
}
