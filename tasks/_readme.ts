/**
 * The parts of the README that are computed: the table of claims and the gallery, each between its
 * markers.
 *
 * @module
 */
import { paperClaims } from "../src/protocol/claims.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import type { Snapshot } from "../src/rendering/snapshot.ts";
import { fileStem } from "./_layout.ts";

/**
 * The README with its claims and its gallery brought in step.
 *
 * @param snapshots in the order of the figures; one of the profile `full` stands in place of its
 * figure's other one
 * @throws {UsageError} naming a marker that does not stand there exactly once
 * @throws {Error} naming a claim that is not the paper's
 */
export function updateReadme(
  readme: string,
  snapshots: readonly Snapshot[],
): string {
  const full = new Set(
    snapshots.filter(({ profile }) => profile === "full").map(({ id }) => id),
  );
  const shown = snapshots.filter(({ id, profile }) =>
    profile === "full" || !full.has(id)
  );
  const filled = fill(
    fill(readme, "claims", claimsTable(shown)),
    "gallery",
    gallery(shown),
  );
  // A caption or a sentence may hold a marker too.
  for (const name of ["claims", "gallery"]) blockOf(filled, name);
  return filled;
}

/** Where the content of a block begins and ends, its markers left out. */
function blockOf(readme: string, name: string): [start: number, end: number] {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  for (const marker of [open, close]) {
    const count = readme.split(marker).length - 1;
    if (count !== 1) {
      throw new UsageError(
        `README.md has "${marker}" ${count} times: keep it exactly once`,
      );
    }
  }
  const [start, end] = [readme.indexOf(open), readme.indexOf(close)];
  if (end < start) {
    throw new UsageError(
      `README.md has "${close}" before "${open}": put them in order`,
    );
  }
  return [start + open.length, end];
}

function fill(readme: string, name: string, content: string): string {
  const [start, end] = blockOf(readme, name);
  return readme.slice(0, start) +
    "\n<!-- deno-fmt-ignore-start -->\n\n" + content +
    "\n<!-- deno-fmt-ignore-end -->\n" + readme.slice(end);
}

/** A claim as a figure judges it. */
type Judged = Snapshot["claims"][number] & { readonly figure: Snapshot };

/** Every claim of every figure, in the paper's order. */
function judged(snapshots: readonly Snapshot[]): Judged[] {
  const ids = Object.keys(paperClaims);
  const all = snapshots.flatMap((figure) =>
    figure.claims.map((claim) => ({ ...claim, figure }))
  );
  for (const { claim, figure } of all) {
    if (!ids.includes(claim)) {
      throw new Error(
        `figure ${figure.id} judges the claim "${claim}": use one of ${
          ids.join(", ")
        }, or add it to src/protocol/claims.ts`,
      );
    }
  }
  return ids.flatMap((id) => all.filter(({ claim }) => claim === id));
}

/** One line for each verdict; what else there is to know stands in the gallery. */
function claimsTable(snapshots: readonly Snapshot[]): string {
  const lines = judged(snapshots).map(
    ({ claim, verdict, sentence, figure }) =>
      `| ${cell(paperClaims[claim].words)} *(${paperClaims[claim].from})* ` +
      `| **${verdict}** | ${cell(sentence)} ` +
      `| [${figure.id}](#${anchorOf(figure.title)}) |`,
  );
  return [
    "| the paper says | verdict | measured here | figure |",
    "| --- | --- | --- | --- |",
    ...lines,
  ].join("\n") + "\n";
}

/** Where a heading is linked to. */
const anchorOf = (heading: string): string =>
  heading.toLowerCase().replace(/[^\w\s-]/g, "").replace(/\s/g, "-");

const cell = (text: string): string =>
  text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

function gallery(snapshots: readonly Snapshot[]): string {
  return snapshots.map((snapshot) => {
    const { id, profile, title, caption } = snapshot;
    const stem = fileStem(id, profile);
    const smaller = profile === "full"
      ? ` · [the same with the paper profile](figures/${id}/${id}.svg)`
      : "";
    return [
      `### ${title}`,
      `![${title}](figures/${id}/${stem}.svg)`,
      caption,
      ...judged([snapshot]).map(verdictOf),
      `[Numbers](snapshots/${stem}.json) · [picture as Vega-Lite](figures/${id}/${stem}.vl.json) · [source](figures/${id}/figure.ts)${smaller}`,
    ].join("\n\n") + "\n";
  }).join("\n");
}

/** A verdict with all that there is to know about it. */
function verdictOf({ claim, verdict, sentence, details }: Judged): string {
  const { words } = paperClaims[claim];
  return `*${words}* **${verdict[0].toUpperCase()}${verdict.slice(1)}.** ${
    [sentence, ...details].join(" ")
  }`;
}
