/**
 * The fast gate: what is committed fits together. Nothing here trains.
 *
 * @module
 */
import { drawFigure, makeSnapshot } from "../src/protocol/draw.ts";
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import { isDraft } from "../src/runs/drafts.ts";
import { readText } from "../src/runs/files.ts";
import {
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
} from "../src/rendering/snapshot.ts";
import {
  differences,
  firstLineDifference,
  rowPlace,
  show,
  snapshotDifferences,
} from "./_differences.ts";
import {
  filesOf,
  type Layout,
  ledgerOf,
  profilesOf,
  readSnapshots,
  shownPath,
} from "./_layout.ts";
import { updateReadme } from "./_readme.ts";

/**
 * Where a figure's committed files do not fit together, in lines that name the file, the row, the
 * column and both values, and the command that mends it; none where they do.
 */
export async function checkCommitted(
  figure: Figure,
  profile: "paper" | "full",
  layout: Layout,
): Promise<string[]> {
  const path = filesOf(layout, figure.id, profile).snapshot;
  const name = shownPath(layout, path);
  try {
    const text = readText(path);
    if (text === null) throw new Error(`${name} is missing`);
    const committed = decodeSnapshot(text, name);
    const problems: string[] = [];
    const form = firstLineDifference(text, encodeSnapshot(committed));
    if (form !== null) problems.push(`${name} ${form}`);
    const place = rowPlace(committed, name);
    committed.rows.forEach((row, i) => {
      for (
        const { path, message } of figure.row.safeParse(row).error?.issues ?? []
      ) {
        const where = [`rows[${i}]`, ...path].join(".");
        problems.push(`${place(i)}: ${where}: ${message}`);
      }
    });
    if (problems.length === 0) {
      const wanted = makeSnapshot(figure, profile, committed.rows);
      problems.push(
        ...snapshotDifferences(committed, wanted, name),
        ...await checkPictures(figure, profile, committed, layout),
      );
    }
    if (problems.length > 0) problems.push(remedy(figure.id, profile));
    return problems;
  } catch (error) {
    return [(error as Error).message, remedy(figure.id, profile)];
  }
}

/** What makes a figure's committed files anew. */
export function remedy(id: string, profile: "paper" | "full"): string {
  const how = profile === "full" ? " --profile full --from-ledger" : "";
  return `mend with "deno task figures ${id}${how}"`;
}

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
    if (difference === null) continue;
    problems.push(`${name} ${difference}`);
    if (text !== null && kind === "spec") {
      const place = rowPlace(committed, shownPath(layout, files.snapshot));
      problems.push(...rowsDrawn(text, drawn.spec, committed, place));
    }
  }
  return problems;
}

/** The rows of a snapshot that a committed specification shows with other values, and these. */
function rowsDrawn(
  spec: string,
  wanted: string,
  { rows }: Snapshot,
  place: (row: number) => string,
): string[] {
  // A picture may leave columns out and add its own.
  const showing = (values: Record<string, unknown>) => {
    const like = rows.flatMap((row, i) =>
      Object.entries(row).every(([column, value]) =>
          !(column in values) || values[column] === value
        )
        ? [i]
        : []
    );
    return like.length === 1 ? like[0] : -1;
  };
  try {
    const made = JSON.parse(wanted);
    const found = differences(JSON.parse(spec), made).flatMap((difference) => {
      const column = difference.path.at(-1)!;
      const shown = difference.path.slice(0, -1)
        .reduce((inner, step) => inner?.[step], made);
      const row = shown === undefined ? -1 : showing(shown);
      return row < 0 || !(column in rows[row]) ? [] : [
        `${place(row)}: rows[${row}].${column} is ${
          show(difference.made)
        }, drawn is ${show(difference.committed)}`,
      ];
    });
    return [...new Set(found)];
  } catch {
    return []; // It is no JSON any more: the line that differs says so.
  }
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
    return difference === null ? [] : [
      `README.md ${difference}`,
      'mend with "deno task figures", which brings claims and gallery in step',
    ];
  } catch (error) {
    return [(error as Error).message];
  }
}
