/**
 * Where two files part ways, in words.
 *
 * @module
 */

/** How many differences are worth reading. */
const most = 5;

/**
 * The first differences between committed and new data, each with its path and both values; numbers
 * are equal where every bit is.
 */
export function firstDifferences(committed: unknown, made: unknown): string[] {
  const found: string[] = [];
  let count = 0;
  const compare = (a: unknown, b: unknown, path: string): void => {
    if (
      isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b)
    ) {
      const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
      for (const key of keys) {
        const step = Array.isArray(a) ? `[${key}]` : `.${key}`;
        compare(a[key], b[key], path + step);
      }
    } else if (!Object.is(a, b)) {
      count++;
      if (count <= most) {
        found.push(
          `${path.slice(1)}: committed ${show(a)}, new ${show(b)}`,
        );
      }
    }
  };
  compare(committed, made, "");
  if (count > most) found.push(`… and ${count - most} more`);
  return found;
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
  return `differs in line ${line + 1}: committed ${show(a[line])}, new ${
    show(b[line])
  }`;
}

type Container = Record<string, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  const text = value === undefined
    ? "nothing"
    : Object.is(value, -0)
    ? "-0"
    : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
