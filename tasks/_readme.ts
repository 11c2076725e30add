/**
 * The parts of the README that are computed: the table of claims and the gallery, each between its markers.
 *
 * @module
 */
import { paperClaims } from "../figures/_claims.ts";
import { UsageError } from "../src/features/usage_error.ts";
import type { Snapshot } from "../src/rendering/snapshot.ts";

/**
 * The README with its claims and its gallery brought in step.
 *
 * @param snapshots in the order of the figures
 * @throws {UsageError} naming a marker that is missing
 * @throws {Error} naming a claim that is not the paper's
 */
export function updateReadme(
  readme: string,
  snapshots: readonly Snapshot[],
): string {
  return fill(
    fill(readme, "claims", claimsTable(snapshots)),
    "gallery",
    gallery(snapshots),
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
  const all = snapshots.flatMap(({ id, claims }) =>
    claims.map((claim) => ({ figure: id, ...claim }))
  );
  for (const { claim, figure } of all) {
    if (!ids.includes(claim)) {
      throw new Error(
        `figure ${figure} judges the claim "${claim}": use one of ${
          ids.join(", ")
        }, or add it to figures/_claims.ts`,
      );
    }
  }
  for (const id of ids) {
    for (const { claim, verdict, sentence, figure } of all) {
      if (claim !== id) continue;
      const { words, from } = paperClaims[id];
      lines.push(
        `| ${cell(words)} *(${from})* | **${verdict}** | ${
          cell(sentence)
        } | [${figure}](figures/${figure}.svg) |`,
      );
    }
  }
  return lines.join("\n") + "\n";
}

const cell = (text: string): string =>
  text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

function gallery(snapshots: readonly Snapshot[]): string {
  return snapshots.map(({ id, title, caption }) =>
    `### ${title}\n\n![${title}](figures/${id}.svg)\n\n${caption}\n\n` +
    `[Numbers](snapshots/${id}.json) · [picture as Vega-Lite](figures/${id}.vl.json) · [source](figures/${id}.ts)\n`
  ).join("\n");
}
