/**
 * Where a repository keeps what the figures read and write, and how it is read and written.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import { decodeSnapshot, type Snapshot } from "../src/rendering/snapshot.ts";

/** The paths of a repository; all end without a slash. */
export interface Layout {
  readonly root: string;
  readonly figures: string;
  readonly snapshots: string;
  readonly readme: string;
  /** Kept out of version control. */
  readonly store: string;
  /** Pictures that were drawn before, to be had without drawing; may be deleted at any time. */
  readonly drawings: string;
  readonly smoke: string;
  /** Where files are written before they are renamed into place. */
  readonly drafts: string;
}

/** The paths below a folder. */
export function layoutOf(root: string): Layout {
  return {
    root,
    figures: `${root}/figures`,
    snapshots: `${root}/snapshots`,
    readme: `${root}/README.md`,
    store: `${root}/.pleat/store`,
    drawings: `${root}/.pleat/drawings`,
    smoke: `${root}/.pleat/smoke`,
    drafts: `${root}/.pleat/drafts`,
  };
}

/** The repository of this file. */
export const repository: Layout = layoutOf(
  fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, ""),
);

/** The files of one figure. */
export type FigureFiles = Readonly<Record<"snapshot" | "svg" | "spec", string>>;

/** Where a figure's files stand; a smoke run never touches the committed ones. */
export function filesOf(
  layout: Layout,
  id: string,
  profile: ProfileName,
): FigureFiles {
  const smoke = profile === "smoke";
  const stem = fileStem(id, profile);
  const pictures = smoke ? layout.smoke : `${layout.figures}/${id}`;
  return {
    snapshot: `${smoke ? layout.smoke : layout.snapshots}/${stem}.json`,
    svg: `${pictures}/${stem}.svg`,
    spec: `${pictures}/${stem}.vl.json`,
  };
}

/** What the names of a figure's files begin with. */
export function fileStem(id: string, profile: ProfileName): string {
  return profile === "full" ? `${id}.full` : id;
}

/** Where the runs of a figure's full profile are listed. */
export function ledgerOf(layout: Layout, id: string): string {
  return `${layout.snapshots}/${fileStem(id, "full")}.runs.json`;
}

/** The committed profiles of a figure. */
export function profilesOf({ full }: Figure): ("paper" | "full")[] {
  return full ? ["paper", "full"] : ["paper"];
}

/** A path as it is shown, from the root of the repository. */
export function shownPath(layout: Layout, path: string): string {
  return path.slice(layout.root.length + 1);
}

/**
 * The figures that were asked for; where none was named, all that have the profile.
 *
 * @throws {UsageError} naming an id that is no figure, or none with this profile
 */
export function chooseFigures(
  figures: readonly Figure[],
  ids: readonly string[],
  profile: ProfileName = "paper",
): Figure[] {
  const named = (list: readonly Figure[]) =>
    list.map(({ id }) => id).join(", ");
  for (const id of ids) {
    if (!figures.some((figure) => figure.id === id)) {
      throw new UsageError(
        `"${id}" is not a figure: use one of ${named(figures)}`,
      );
    }
  }
  const having = figures.filter(({ full }) => profile !== "full" || full);
  if (having.length === 0) {
    throw new UsageError("no figure has a full profile: use another profile");
  }
  const without = ids.find((id) => !having.some((figure) => figure.id === id));
  if (without !== undefined) {
    throw new UsageError(
      `"${without}" has no full profile: use one of ${named(having)}`,
    );
  }
  return having.filter(({ id }) => ids.length === 0 || ids.includes(id));
}

/** The text of a file, or null where it does not exist. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The committed snapshots that are there, of every profile, in the order of the figures. */
export async function readSnapshots(
  layout: Layout,
  figures: readonly Figure[],
): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for (const figure of figures) {
    for (const profile of profilesOf(figure)) {
      const path = filesOf(layout, figure.id, profile).snapshot;
      const text = await readIfThere(path);
      if (text === null) continue;
      snapshots.push(decodeSnapshot(text, shownPath(layout, path)));
    }
  }
  return snapshots;
}

/**
 * Writes files so that each is either the old or the new one, whole; none is renamed into place
 * before all are written.
 *
 * @throws {UsageError} where a folder cannot be written
 */
export async function writeFiles(
  layout: Layout,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const drafts: [draft: string, path: string][] = [];
  try {
    await Deno.mkdir(layout.drafts, { recursive: true });
    for (const [path, text] of texts) {
      const draft = `${layout.drafts}/${crypto.randomUUID()}`;
      drafts.push([draft, path]);
      await Deno.writeTextFile(draft, text);
    }
    for (const [draft, path] of drafts) await Deno.rename(draft, path);
  } catch (error) {
    for (const [draft] of drafts) await Deno.remove(draft).catch(() => {});
    throw unwritable([...texts.keys()].join(", "), error);
  }
}

/**
 * Tries a folder, before hours of work go into what could not be written.
 *
 * @throws {UsageError} where it cannot be written
 */
export async function requireWritable(folder: string): Promise<void> {
  const probe = `${folder}/.probe-${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(what: string, error: unknown): UsageError {
  const reason = (error as Error).message.split("\n")[0];
  return new UsageError(
    `cannot write ${what} (${reason}): make the folder one that you may write, with space left`,
  );
}
