/**
 * Makes a figure's numbers again and holds the committed ones against them.
 *
 * @module
 */
import { makeSnapshot } from "../src/protocol/draw.ts";
import type { Figure } from "../src/protocol/figure.ts";
import { decodeSnapshot, encodeSnapshot } from "../src/rendering/snapshot.ts";
import { readText } from "../src/runs/files.ts";
import { Interrupted } from "../src/runs/runner.ts";
import type { Runs } from "../src/runs/runs.ts";
import { checkPictures, remedy } from "./_committed.ts";
import { firstLineDifference, snapshotDifferences } from "./_differences.ts";
import { filesOf, type Layout, shownPath } from "./_layout.ts";

/**
 * What is wrong with a figure's committed files, in lines; none where the given runs reproduce
 * them.
 */
export async function reproduce(
  figure: Figure,
  profile: "paper" | "full",
  { get, train }: Runs,
  layout: Layout,
): Promise<string[]> {
  const path = filesOf(layout, figure.id, profile).snapshot;
  const name = shownPath(layout, path);
  try {
    const text = readText(path);
    if (text === null) return [missing(name, profile)];
    const committed = decodeSnapshot(text, name);
    const problems = await checkPictures(figure, profile, committed, layout);
    const form = firstLineDifference(text, encodeSnapshot(committed));
    if (form !== null) {
      problems.push(
        `${name} is not in the form that the task figures writes: it ${form}`,
      );
    }
    const rows = await figure.rows({ profile, get, train });
    const made = encodeSnapshot(makeSnapshot(figure, profile, rows));
    const wanted = decodeSnapshot(made, "the new numbers");
    problems.unshift(...snapshotDifferences(committed, wanted, name));
    if (problems.length > 0) problems.push(remedy(figure.id, profile));
    return problems;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return [(error as Error).message];
  }
}

/** What to do about a committed file that is not there. */
export function missing(name: string, profile: "paper" | "full"): string {
  const how = profile === "full" ? " with --profile full" : "";
  return `${name} is missing: run the task figures${how}`;
}
