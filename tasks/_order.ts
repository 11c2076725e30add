/**
 * Whether more steps may change the order in which `compare` puts its rows.
 *
 * @module
 */
import { listed } from "./_candidates.ts";
import type { Compared } from "./_comparison.ts";
import { readable } from "./_formats.ts";

/**
 * The line about trained rows that the last doubling moved by more than the gap to the next row:
 * the nearest in loss among networks with as many neurons, and among networks with fewer whose loss
 * no training changes. Null where there is none.
 */
export function orderRemark(compared: readonly Compared[]): string | null {
  const networks = compared.filter(({ network }) => network)
    .map(({ row }) => row);
  const moved = networks.flatMap((row) => {
    const { scheme, variant, neurons: { total }, fvu, lastDoubling } = row;
    if (lastDoubling === null) return [];
    const gaps = networks.filter((other) =>
      other !== row && (other.neurons.total === total ||
        other.seeds === 0 && other.neurons.total < total)
    ).map((other) => Math.abs(other.fvu.median - fvu.median));
    const change = Math.abs(fvu.median / lastDoubling - fvu.median);
    const gap = Math.min(...gaps);
    const name = [scheme, variant ?? ""].join(" ").trim();
    return change > gap
      ? [
        `${name} with ${total} neurons (${readable(change)}, ${readable(gap)})`,
      ]
      : [];
  });
  return moved.length === 0
    ? null
    : `more --steps may change the order: the last doubling moved the fvu of these rows by more than the gap to the next (moved, gap): ${
      listed(moved)
    }`;
}
