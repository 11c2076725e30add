/**
 * How figure 11 calls a case.
 *
 * @module
 */
import type { Row } from "./rows.ts";

/** A case in a few words. */
export function caseName(rows: readonly Row[]): string {
  const { features, hidden } = rows[0];
  return `${features} features in ${hidden} dimension${
    hidden === 1 ? "" : "s"
  }`;
}

/** A case in a line. */
export function caseTitle(rows: readonly Row[]): string {
  const neurons = Math.max(
    ...rows.map((r) => r.kind === "scheme" ? r.neurons : 0),
  );
  return `${caseName(rows)}, S = ${rows[0].sparsity}, N = ${neurons}`;
}
