/**
 * Where training leads, as marks: from a loss down to the limit that it falls to.
 *
 * @module
 */
import { at, type CategoryAxis, type NumberAxis } from "./axes.ts";
import { type Encoding, intervals, type Layer, points } from "./marks.ts";

/** A loss, and where it would end; null for one that nobody trains. */
interface Falling {
  readonly median: number;
  readonly limit: number | null;
}

/**
 * A thin line at every row from its loss to its limit, with a foot there; where the limit lies
 * below the panel, an arrow at its lower edge.
 *
 * @param floor the lower edge of the panel
 */
export function falls(
  rows: readonly Falling[],
  encoding: Encoding & {
    readonly x: NumberAxis | CategoryAxis;
    readonly y: NumberAxis;
  },
  floor: number,
): Layer[] {
  const falling = rows.flatMap((row) =>
    row.limit === null || row.limit >= row.median
      ? []
      : [{ ...row, foot: Math.max(row.limit, floor), below: row.limit < floor }]
  );
  const thin = { strokeWidth: 0.8, opacity: 0.7 };
  const foot = { ...encoding, y: at(encoding.y, "foot") };
  const inside = falling.filter((r) => !r.below);
  const below = falling.filter((r) => r.below);
  return [
    ...falling.length === 0
      ? []
      : [intervals(falling, encoding, thin, "y", ["foot", "median"])],
    ...inside.length === 0 ? [] : [points(inside, foot, {
      shape: "stroke",
      size: 40,
      filled: false,
      ...thin,
    })],
    ...below.length === 0
      ? []
      : [points(below, foot, { shape: "triangle-down", size: 18, ...thin })],
  ];
}
