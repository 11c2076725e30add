/**
 * Where two files part ways, in words.
 *
 * @module
 */

import { encodeSnapshot, type Snapshot } from "../src/rendering/snapshot.ts";

/** How many differences are worth reading. */
const most = 5;
/** How many characters of a value are shown, and how many of these before a difference. */
const widest = 200, before = 80;

/** A place where committed and new data differ. */
export interface Difference {
  /** Names of members and indices of lists, from the whole down to the place. */
  readonly path: readonly (string | number)[];
  readonly committed: unknown;
  readonly made: unknown;
}

/** Where committed and new data differ; numbers are equal where every bit is. */
export function differences(committed: unknown, made: unknown): Difference[] {
  const found: Difference[] = [];
  const compare = (a: unknown, b: unknown, path: Difference["path"]): void => {
    if (
      isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b)
    ) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const step = Array.isArray(a) ? Number(key) : key;
        compare(a[key], b[key], [...path, step]);
      }
    } else if (!Object.is(a, b)) found.push({ path, committed: a, made: b });
  };
  compare(committed, made, []);
  return found;
}

/**
 * The first differences between committed and new data, each with its path and both values.
 *
 * @param place says where a path lies, before it; default nothing
 */
export function firstDifferences(
  committed: unknown,
  made: unknown,
  place: (path: Difference["path"]) => string = () => "",
): string[] {
  const found = differences(committed, made);
  const lines = found.slice(0, most).map(({ path, committed, made }) =>
    `${place(path)}${shownSteps(path)}: committed ${show(committed)}, new ${
      show(made)
    }`
  );
  if (found.length > most) lines.push(`… and ${found.length - most} more`);
  return lines;
}

/** `rows[3].fvu`. */
function shownSteps(path: Difference["path"]): string {
  return path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`)
    .join("").replace(/^\./, "");
}

/** The first line in which a committed text differs from what it should be, or null. */
export function firstLineDifference(
  committed: string,
  wanted: string,
): string | null {
  if (committed === wanted) return null;
  const a = committed.split("\n"), b = wanted.split("\n");
  const at = a.findIndex((line, i) => line !== b[i]);
  const line = at < 0 ? a.length : at;
  const [from, to] = [a[line], b[line]];
  return `differs in line ${line + 1}: committed ${showFrom(from, to)}, new ${
    showFrom(to, from)
  }`;
}

/** A line as far as it fits around the first character in which it differs from another. */
function showFrom(line: string | undefined, other = ""): string {
  if (line === undefined || line.length <= widest) return show(line);
  let at = 0;
  while (line[at] === other[at]) at++;
  const start = Math.max(0, at - before);
  return show(`${start > 0 ? "…" : ""}${line.slice(start)}`);
}

/**
 * The first differences between a committed snapshot and what it should be, each with the line of
 * the file, the row, the column and both values.
 *
 * @param name how to call the file
 */
export function snapshotDifferences(
  committed: Snapshot,
  made: Snapshot,
  name: string,
): string[] {
  const place = rowPlace(committed, name);
  return firstDifferences(
    committed,
    made,
    ([member, row]) =>
      `${member === "rows" && typeof row === "number" ? place(row) : name}: `,
  );
}

/** How to call the file and the line of a row. */
export function rowPlace(
  snapshot: Snapshot,
  name: string,
): (row: number) => string {
  const lines = encodeSnapshot(snapshot).split("\n");
  const first = lines.indexOf('  "rows": [') + 2;
  return (row) => `${name}, line ${first + row}`;
}

type Container = Record<string, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

/** A value in few characters. */
export function show(value: unknown): string {
  const text = value === undefined
    ? "nothing"
    : Object.is(value, -0)
    ? "-0"
    : JSON.stringify(value);
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
