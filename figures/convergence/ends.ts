/**
 * Where the panels of figure 13 begin and end, and how limits look that lie beyond.
 *
 * @module
 */
import { logTicks, type NumberAxis } from "../../src/rendering/axes.ts";
import { type Layer, points } from "../../src/rendering/marks.ts";

/** The first and last place of a logarithmic axis where a symbol does not stick out. */
function innerEnds([least, most]: readonly [number, number]) {
  const margin = (most / least) ** 0.03;
  return [least * margin, most / margin] as const;
}

/** Rows with what lies beyond a logarithmic axis at its ends. */
export function within<Shown extends object>(
  values: readonly Shown[],
  columns: readonly (keyof Shown)[],
  domain: readonly [number, number],
): Shown[] {
  const [least, most] = innerEnds(domain);
  return values.map((value) => ({
    ...value,
    ...Object.fromEntries(columns.map((column) => {
      const number = (value[column] ?? most) as number;
      return [column, Math.min(Math.max(number, least), most)];
    })),
  }));
}

/** All that was measured, and where training leads unless that is far from it. */
export function domainOf(
  measured: readonly number[],
  extrapolated: readonly number[],
): readonly [number, number] {
  const least = Math.min(...measured), most = Math.max(...measured);
  const near = extrapolated.filter((end) => end > least / 2 && end < most * 2);
  return [Math.min(least, ...near) / 1.06, Math.max(most, ...near) * 1.06];
}

/** Ticks clear of both ends, where their labels would push titles away. */
export function ticksOf([least, most]: readonly [number, number]): number[] {
  const wide = most / least > 2;
  const margin = (most / least) ** 0.06;
  return logTicks(
    [least * margin, most / margin],
    wide ? [1, 1.5, 2, 3, 5, 7] : [1, 1.1, 1.2, 1.3, 1.5, 2, 2.5, 6, 7, 8, 9],
  );
}

/** Hollow symbols, triangles where a limit lies beyond the ends of its axis. */
export function limits(
  values: readonly object[],
  place: { x: NumberAxis; y: NumberAxis },
  domain: readonly [number, number],
  { color, shape }: { color: string; shape: string },
): Layer[] {
  const [least, most] = innerEnds(domain);
  return values.map((value) => {
    const number = (value as Record<string, number>)[place.y.field];
    const clipped = number <= least
      ? "triangle-down"
      : number >= most
      ? "triangle-up"
      : shape;
    return points([value], place, {
      color,
      shape: clipped,
      filled: false,
      size: 45,
    });
  });
}
