/**
 * Which seeds choose and which are reported. No seed does both, so that what was chosen is not
 * flattered by what chose it.
 *
 * @module
 */

/** Report seeds are 0, 1, …; selection seeds start here. */
const firstSelectionSeed = 1000;

/** Two disjoint sets of seeds. */
export interface Seeds {
  /** Free choices are made on these: learning rates, splits, schemes. */
  readonly selection: readonly number[];
  /** These are reported; none of them has chosen anything. */
  readonly report: readonly number[];
}

/**
 * So many seeds of either kind.
 *
 * @throws {RangeError} where seeds that are reported would choose as well
 */
export function seeds(count: { selection: number; report: number }): Seeds {
  const { selection, report } = count;
  if (report > firstSelectionSeed && selection > 0) {
    throw new RangeError(
      `report is ${report}: selection seeds start at ${firstSelectionSeed}, so report at most as many`,
    );
  }
  return {
    selection: upFrom(firstSelectionSeed, selection),
    report: upFrom(0, report),
  };
}

const upFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => first + i);
