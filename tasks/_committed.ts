/**
 * The fast gate: what is committed fits together. Nothing here trains.
 *
 * @module
 */
import { drawFigure } from "../src/protocol/draw.ts";
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import { isDraft } from "../src/runs/drafts.ts";
import { readText } from "../src/runs/files.ts";
import type { Snapshot } from "../src/rendering/snapshot.ts";
import { firstLineDifference } from "./_differences.ts";
import {
  filesOf,
  type Layout,
  ledgerOf,
  profilesOf,
  readSnapshots,
  shownPath,
} from "./_layout.ts";
import { updateReadme } from "./_readme.ts";

/** A figure's committed pictures are what its committed numbers draw. */
export async function checkPictures(
  figure: Figure,
  profile: ProfileName,
  committed: Snapshot,
  layout: Layout,
): Promise<string[]> {
  const files = filesOf(layout, figure.id, profile);
  const drawn = await drawFigure(figure, committed);
  const problems: string[] = [];
  for (const kind of ["svg", "spec"] as const) {
    const name = shownPath(layout, files[kind]);
    const text = readText(files[kind]);
    const difference = text === null
      ? "is missing: run the task figures"
      : firstLineDifference(text, drawn[kind]);
    if (difference !== null) problems.push(`${name} ${difference}`);
  }
  return problems;
}

/** What stands in the folders of the committed files and is none of them. */
export function strays(figures: readonly Figure[], layout: Layout): string[] {
  const owned = new Set(figures.flatMap((figure) => [
    ...profilesOf(figure).flatMap((profile) =>
      Object.values(filesOf(layout, figure.id, profile))
    ),
    ...(figure.full ? [ledgerOf(layout, figure.id)] : []),
  ]));
  const problems: string[] = [];
  const folders = figures.map(({ id }) => `${layout.figures}/${id}`);
  const readmes = [layout.figures, layout.snapshots].map((folder) =>
    `${folder}/README.md`
  );
  for (const folder of [layout.snapshots, layout.figures, ...folders]) {
    let entries: Deno.DirEntry[];
    try {
      entries = [...Deno.readDirSync(folder)];
    } catch (error) {
      problems.push((error as Error).message);
      continue;
    }
    for (const { name, isFile } of entries) {
      const path = `${folder}/${name}`;
      const file = isFile && (name.endsWith(".ts") || readmes.includes(path));
      const known = file || owned.has(path) || folders.includes(path);
      if (known || isDraft(name)) continue;
      problems.push(
        `${
          shownPath(layout, path)
        } belongs to no figure: delete it, or add the figure`,
      );
    }
  }
  return problems.sort();
}

/** Whether the README's claims and gallery are those of the committed snapshots. */
export function checkReadme(
  figures: readonly Figure[],
  layout: Layout,
): string[] {
  try {
    const readme = readText(layout.readme);
    if (readme === null) return ["README.md is missing"];
    const wanted = updateReadme(readme, readSnapshots(layout, figures));
    const difference = firstLineDifference(readme, wanted);
    return difference === null ? [] : [`README.md ${difference}`];
  } catch (error) {
    return [(error as Error).message];
  }
}
