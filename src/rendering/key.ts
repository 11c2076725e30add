/**
 * Keys: what lines and symbols mean. Vega's own legends show colours and shapes, or dashes, never a
 * line as it is drawn, dash and symbol together; so a key is a panel of its own, beside the others.
 *
 * @module
 */
import { points, rule, text } from "./marks.ts";
import { type Style, stylesOf } from "./palette.ts";
import type { Panel } from "./panels.ts";

/** One line of a key. */
export interface KeyEntry {
  readonly label: string;
  /** `#rrggbb` of line and symbol. */
  readonly color: string;
  /** How the line is dashed; null for a symbol alone. */
  readonly dash: readonly number[] | null;
  /** The symbol; null for a line alone. */
  readonly shape: string | null;
}

/**
 * Pixels: the height of an entry, the lengths of a line and of a symbol alone, and the gap before
 * the text.
 */
const pitch = 20, lineLength = 34, symbolLength = 10, gap = 8;

/** A place on the panel in pixels: without a scale there is no axis. */
const pixels = (field: string) => ({
  field,
  type: "quantitative" as const,
  scale: null,
});
/** A column that holds a look. */
const own = (field: string) => ({
  field,
  type: "nominal" as const,
  scale: null,
  legend: null,
});

/** A key of entries from top to bottom, below a title if there is one. */
export function key(
  entries: readonly KeyEntry[],
  title: string | null = null,
): Panel {
  const first = title === null ? 0 : 1;
  const rows = entries.map((entry, i) => ({
    ...entry,
    y: (first + i + 0.5) * pitch,
  }));
  const titles = title === null ? [] : [{ label: title, y: 0.5 * pitch }];
  const lines = rows.filter((r) => r.dash !== null);
  const symbols = rows.filter((r) => r.shape !== null);
  const length = lines.length > 0 ? lineLength : symbolLength;
  const words = { align: "left", baseline: "middle", fontSize: 12 } as const;
  return {
    width: length,
    height: pitch * (first + entries.length),
    layer: [
      ...(lines.length === 0 ? [] : [rule(lines, {
        x: { value: 0 },
        x2: { value: length },
        y: pixels("y"),
        color: own("color"),
        strokeDash: own("dash"),
      }, { strokeWidth: 2 })]),
      ...(symbols.length === 0 ? [] : [points(symbols, {
        x: { value: length / 2 },
        y: pixels("y"),
        color: own("color"),
        shape: own("shape"),
      }, { size: 50 })]),
      text(
        rows,
        { x: { value: length + gap }, y: pixels("y") },
        "label",
        words,
      ),
      ...(titles.length === 0 ? [] : [
        text(titles, { x: { value: 0 }, y: pixels("y") }, "label", words),
      ]),
    ],
  };
}

/**
 * The key of series, each with its line and its symbol as `palette.ts` gives them.
 *
 * @param names in the order of the key
 * @param drawn which of them have a line, and which have symbols; default: all
 */
export function seriesKey(
  names: readonly string[],
  { lines = names, symbols = names, title = null }: {
    readonly lines?: readonly string[];
    readonly symbols?: readonly string[];
    readonly title?: string | null;
  } = {},
): Panel {
  const styles: Style[] = stylesOf(names);
  return key(
    names.map((label, i) => ({
      label,
      color: styles[i].color,
      dash: lines.includes(label) ? styles[i].dash : null,
      shape: symbols.includes(label) ? styles[i].shape : null,
    })),
    title,
  );
}
