/**
 * How files come to be: drafted in a folder of the same file system under a reserved name, then
 * renamed into place, so that each is either the old or the new one; and how it is known
 * beforehand that this will work.
 *
 * @module
 */
import { refused, requireFile } from "./files.ts";
import { UsageError } from "./usage_error.ts";

/** Temporary files older than this, in milliseconds, belong to a process that was killed. */
const staleAfter = 60 * 60 * 1000;

const draftName = () => `.draft-${crypto.randomUUID()}`;

/**
 * Whether a name is reserved for what is not yet a file of anybody's: drafts and probes, also those
 * of older versions. A killed process leaves them behind; {@link prepareFolder} sweeps them.
 */
export function isDraft(name: string): boolean {
  return /^\.(?:draft|probe)-[\da-f-]{36}$/.test(name);
}

/** A text, where it belongs, and a folder of the same file system in which it is drafted. */
export interface Draft {
  readonly path: string;
  readonly text: string;
  readonly folder: string;
}

/**
 * Writes files so that each is either the old or the new one, whole; none is renamed into place
 * before all are written. What fails leaves no draft behind.
 *
 * @throws what the system said
 */
export function writeWhole(files: readonly Draft[]): void {
  const drafts: [draft: string, path: string][] = [];
  try {
    for (const { path, text, folder } of files) {
      const draft = `${folder}/${draftName()}`;
      drafts.push([draft, path]);
      Deno.writeTextFileSync(draft, text, { createNew: true });
    }
    for (const [draft, path] of drafts) Deno.renameSync(draft, path);
  } catch (error) {
    for (const [draft] of drafts) {
      try {
        Deno.removeSync(draft);
      } catch {
        // It was renamed, or never written; the first error is the one to tell.
      }
    }
    throw error;
  }
}

/**
 * Makes a folder where it is missing, tries whether it can be written, and rids it of what killed
 * processes left behind more than an hour ago.
 *
 * @param stale which names may be swept
 * @throws what the system said
 */
export function prepareFolder(folder: string, stale = isDraft): void {
  Deno.mkdirSync(folder, { recursive: true });
  const probe = `${folder}/${draftName()}`;
  try {
    // Not empty, so that a full disk is noticed.
    Deno.writeTextFileSync(probe, "may be deleted\n", { createNew: true });
    // The probe's own time is "now" by the file system's clock, which also wrote the others.
    const now = modified(probe) ?? 0;
    for (const { name, isFile, isDirectory } of Deno.readDirSync(folder)) {
      const swept = isFile ? stale(name) : isDirectory && isDraft(name);
      if (!swept) continue;
      const time = modified(`${folder}/${name}`);
      if (time !== null && now - time > staleAfter) remove(`${folder}/${name}`);
    }
  } finally {
    remove(probe);
  }
}

/**
 * Insists that a file can be put in place of what stands under a path, changing nothing there.
 *
 * @throws {UsageError} where it is no file, or is write-protected
 */
export function requireReplaceable(path: string): void {
  try {
    const info = Deno.lstatSync(path);
    requireFile(path, info);
    if (info.mode !== null && (info.mode & 0o222) === 0) {
      throw new UsageError(
        `"${path}" is read-only: make it a file that you may write`,
      );
    }
    // Refused where the file or its file system is write-protected.
    Deno.openSync(path, { write: true }).close();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw refused(
      `write "${path}"`,
      error,
      "make it a file that you may write",
    );
  }
}

/**
 * Insists that a file of a folder may be renamed onto a file of another one, in which no probe may
 * be written. The probe is a folder: none can take a file's place, so that nothing changes, and the
 * system says just this only if it has no other objection.
 *
 * @throws what the system said
 */
export function requireRenaming(folder: string, path: string): void {
  // There a folder may take a file's place.
  if (Deno.build.os === "windows") return;
  const probe = `${folder}/${draftName()}`;
  Deno.mkdirSync(probe);
  try {
    Deno.renameSync(probe, path);
    // Whoever removed the file meanwhile shall not find a folder instead.
    Deno.removeSync(path);
  } catch (error) {
    remove(probe);
    if (!(error instanceof Deno.errors.NotADirectory)) throw error;
  }
}

/** Milliseconds, or null where another process was quicker to remove or rename the file. */
function modified(path: string): number | null {
  try {
    return Deno.lstatSync(path).mtime?.getTime() ?? null;
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
