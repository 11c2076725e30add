/**
 * Where a repository keeps what the figures read and write, and how it is read and written.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import {
  prepareFolder,
  requireRenaming,
  requireReplaceable,
  writeWhole,
} from "../src/runs/drafts.ts";
import { readText, unwritable } from "../src/runs/files.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import { decodeSnapshot, type Snapshot } from "../src/rendering/snapshot.ts";
import { quote } from "./_quote.ts";

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
        `${quote(id)} is not a figure: use one of ${named(figures)}`,
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

/**
 * The committed snapshots that are there, of every profile, in the order of the figures.
 *
 * @param without paths that are not looked at
 * @throws {UsageError} naming one that cannot be read
 */
export function readSnapshots(
  layout: Layout,
  figures: readonly Figure[],
  without: readonly string[] = [],
): Snapshot[] {
  const snapshots: Snapshot[] = [];
  for (const figure of figures) {
    for (const profile of profilesOf(figure)) {
      const path = filesOf(layout, figure.id, profile).snapshot;
      const text = without.includes(path) ? null : readText(path);
      if (text === null) continue;
      try {
        snapshots.push(decodeSnapshot(text, shownPath(layout, path)));
      } catch (error) {
        const how = profile === "full" ? " with --profile full" : "";
        throw new UsageError(
          `${(error as Error).message}: ` +
            `let the task figures make "${figure.id}" anew too${how}`,
          { cause: error },
        );
      }
    }
  }
  return snapshots;
}

/**
 * Writes files of a repository so that each is either the old or the new one, whole; see
 * {@link writeWhole}.
 *
 * @throws {UsageError} where they cannot be written
 */
export function writeFiles(
  layout: Layout,
  texts: ReadonlyMap<string, string>,
): void {
  try {
    writeWhole(
      [...texts].map(([path, text]) => ({
        path,
        text,
        folder: draftFolder(layout, path),
      })),
    );
  } catch (error) {
    throw unwritable([...texts.keys()].join(", "), error);
  }
}

/**
 * Tries all that {@link writeFiles} needs for some files, before hours of work go into what could
 * not be written. Their folders are made where they are missing, and rid of old drafts.
 *
 * @throws {UsageError} naming what cannot be written
 */
export function requireWritable(
  layout: Layout,
  paths: readonly string[],
): void {
  const folders = new Set(paths.map((path) => draftFolder(layout, path)));
  for (const folder of folders) {
    try {
      prepareFolder(folder);
    } catch (error) {
      throw unwritable(`"${folder}"`, error);
    }
  }
  for (const path of paths) requireReplaceable(path);
  if (!paths.includes(layout.readme)) return;
  try {
    requireRenaming(layout.figures, layout.readme);
  } catch (error) {
    throw unwritable(`"${layout.readme}"`, error);
  }
}

/** Where a file is drafted: beside it; the page at the root has the task no permission for that. */
function draftFolder(layout: Layout, path: string): string {
  return path === layout.readme
    ? layout.figures
    : path.slice(0, path.lastIndexOf("/"));
}
