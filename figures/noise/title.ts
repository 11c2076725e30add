/**
 * How figure 11 calls a case.
 *
 * @module
 */
import type { Row } from "./rows.ts";

/** A case in a line. */
export function caseTitle(rows: readonly Row[]): string {
  const { features, hidden, sparsity } = rows[0];
  const neurons = Math.max(
    ...rows.map((r) => r.kind === "scheme" ? r.neurons : 0),
  );
  return `${features} features in ${hidden} dimension${
    hidden === 1 ? "" : "s"
  }, S = ${sparsity}, N = ${neurons}`;
}
