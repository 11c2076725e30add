/**
 * What pictures ask of rows before they draw them.
 *
 * @module
 */

/** The rows of one kind, where `kind` says which kind a row is. */
export function ofKind<Row extends { kind: string }, Kind extends Row["kind"]>(
  rows: readonly Row[],
  kind: Kind,
): Extract<Row, { kind: Kind }>[] {
  return rows.filter((r): r is Extract<Row, { kind: Kind }> => r.kind === kind);
}

/** Without repetition, in the order in which they first occur. */
export function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

/** Without repetition, from the smallest to the largest. */
export function ascending(values: readonly number[]): number[] {
  return unique(values).sort((a, b) => a - b);
}
