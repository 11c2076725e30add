/**
 * What picture and claims of figure 10 both look up in its rows, and how they call it.
 *
 * @module
 */
import { show } from "../../src/rendering/numbers.ts";
import type { Place, RowOf } from "./rows.ts";

/** The rows at one sparsity and budget. */
export function inCase<Some extends Place>(
  rows: readonly Some[],
  { sparsity, neuronsPerFeature }: Place,
): Some[] {
  return rows.filter((r) =>
    r.sparsity === sparsity && r.neuronsPerFeature === neuronsPerFeature
  );
}

/** A training length, as it is called: `1/4 ×`. */
export function lengthText(length: number): string {
  return length < 1 ? `1/${show(1 / length, 3)} ×` : `${length} ×`;
}

/** A slope with its interval, in words. */
export function slopeText({ slope, low, high }: RowOf<"trend">): string {
  const end = (value: number | null, none: string) =>
    value === null ? none : show(value);
  return low === null && high === null
    ? "not bounded"
    : `${end(slope, "unknown")} [${end(low, "-∞")}, ${end(high, "∞")}]`;
}
