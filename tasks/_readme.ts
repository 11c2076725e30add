/**
 * The parts of the README that are computed: the table of claims and the gallery, each between its markers.
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
 * @param snapshots in the order of the figures; one of the profile `full` stands in place of its figure's other one
 * @throws {UsageError} naming a marker that is missing
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
  return fill(
    fill(readme, "claims", claimsTable(shown)),
    "gallery",
    gallery(shown),
  );
}

function fill(readme: string, name: string, content: string): string {
  const open = `<!-- ${name} -->`, close = `<!-- /${name} -->`;
  const start = readme.indexOf(open), end = readme.indexOf(close);
  if (start < 0 || end < start) {
    throw new UsageError(
      `README.md has no "${open}" before a "${close}": put both markers back`,
    );
  }
  return readme.slice(0, start + open.length) +
    "\n<!-- deno-fmt-ignore-start -->\n\n" + content +
    "\n<!-- deno-fmt-ignore-end -->\n" + readme.slice(end);
}

function claimsTable(snapshots: readonly Snapshot[]): string {
  const lines = [
    "| the paper says | verdict | measured here | figure |",
    "| --- | --- | --- | --- |",
  ];
  const ids = Object.keys(paperClaims);
  const all = snapshots.flatMap(({ id, profile, claims }) =>
    claims.map((claim) => ({
      figure: id,
      picture: `figures/${id}/${fileStem(id, profile)}.svg`,
      ...claim,
    }))
  );
  for (const { claim, figure } of all) {
    if (!ids.includes(claim)) {
      throw new Error(
        `figure ${figure} judges the claim "${claim}": use one of ${
          ids.join(", ")
        }, or add it to src/protocol/claims.ts`,
      );
    }
  }
  for (const id of ids) {
    for (const { claim, verdict, sentence, figure, picture } of all) {
      if (claim !== id) continue;
      const { words, from } = paperClaims[id];
      lines.push(
        `| ${cell(words)} *(${from})* | **${verdict}** | ${
          cell(sentence)
        } | [${figure}](${picture}) |`,
      );
    }
  }
  return lines.join("\n") + "\n";
}

const cell = (text: string): string =>
  text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

function gallery(snapshots: readonly Snapshot[]): string {
  return snapshots.map(({ id, profile, title, caption }) => {
    const stem = fileStem(id, profile);
    const smaller = profile === "full"
      ? ` · [the same with the paper profile](figures/${id}/${id}.svg)`
      : "";
    return `### ${title}\n\n![${title}](figures/${id}/${stem}.svg)\n\n${caption}\n\n` +
      `[Numbers](snapshots/${stem}.json) · [picture as Vega-Lite](figures/${id}/${stem}.vl.json) · [source](figures/${id}/figure.ts)${smaller}\n`;
  }).join("\n");
}
