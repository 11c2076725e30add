/**
 * One look for every series, the same in all figures. Those that figures have been designed around
 * stand in a list; any other name gets a spare look of its own, without being listed.
 *
 * Eight hues, found by a search for the largest smallest distance in OKLab under normal sight,
 * protanopia and deuteranopia, with a contrast on white of at least 3 : 1 (the WCAG 2.1 bound for
 * graphics). Relatives share a hue and differ in dash and in shape.
 *
 * @module
 */

/** How one series looks. */
export interface Style {
  /** `#rrggbb`. */
  readonly color: string;
  /** SVG dash array in pixels; `[1, 0]` is solid. */
  readonly dash: readonly number[];
  /** A symbol of Vega. */
  readonly shape: string;
}

const hue = {
  black: "#000000",
  grey: "#92928e",
  orange: "#c77f16",
  blue: "#0b4fc7",
  sky: "#1888d6",
  magenta: "#af3579",
  purple: "#61176b",
  green: "#0c5f2b",
} as const;

const solid = [1, 0], dashed = [6, 3], dotted = [2, 2], mixed = [8, 3, 2, 3];

/** Deliberate looks, by the name under which a series stands in the rows. */
export const palette: Readonly<Record<string, Style>> = {
  "linear": { color: hue.black, dash: solid, shape: "circle" },
  "drop": { color: hue.grey, dash: dotted, shape: "triangle-down" },
  "average": { color: hue.grey, dash: dashed, shape: "triangle-up" },
  "quantized floor": { color: hue.orange, dash: dashed, shape: "square" },
  "quantized centred": { color: hue.orange, dash: solid, shape: "diamond" },
  "two-per-segment": { color: hue.blue, dash: solid, shape: "square" },
  "shared-hinges": { color: hue.sky, dash: solid, shape: "circle" },
  "gapped": { color: hue.sky, dash: dotted, shape: "square" },
  "smallest construction found": {
    color: hue.sky,
    dash: mixed,
    shape: "triangle-up",
  },
  "best construction": { color: hue.sky, dash: dashed, shape: "diamond" },
  "nonlinear": { color: hue.magenta, dash: solid, shape: "circle" },
  "nonlinear, best recipe": {
    color: hue.purple,
    dash: solid,
    shape: "diamond",
  },
  "best polyline": { color: hue.green, dash: dotted, shape: "cross" },
  "limit of polylines": {
    color: hue.green,
    dash: mixed,
    shape: "triangle-down",
  },
  "superposition": { color: hue.green, dash: solid, shape: "square" },
  "superposition-mlp": {
    color: hue.green,
    dash: dashed,
    shape: "triangle-up",
  },
};

const dashes = [solid, dashed, dotted, mixed, [12, 4], [2, 5]];
const shapes = [
  ...["circle", "square", "diamond", "triangle-up", "triangle-down"],
  ...["cross", "triangle-right", "triangle-left"],
];

/**
 * Looks that no deliberate one has: in every hue the dashes and shapes that are left, so that
 * relatives differ in both.
 */
export const spares: readonly Style[] = Object.values(hue).flatMap((color) => {
  const taken = Object.values(palette).filter((style) => style.color === color);
  const left = shapes.filter((s) => !taken.some(({ shape }) => shape === s));
  return dashes.filter((d) => !taken.some(({ dash }) => dash === d))
    .slice(0, left.length)
    .map((dash, i) => ({ color, dash, shape: left[i] }));
});

/**
 * The styles of series that are seen together, in their order. A name that is not in the {@link
 * palette} has a spare look: in the hue of the series whose name it continues, as `shared-hinges
 * floor` continues `shared-hinges`, otherwise in any. Which one depends on the name alone, unless
 * two of the names would look the same; then the second in the alphabet takes the next one.
 *
 * @throws {RangeError} for more names than there are looks
 */
export function stylesOf(names: readonly string[]): Style[] {
  const found = new Map<string, Style>();
  for (const name of [...new Set(names)].sort()) {
    found.set(
      name,
      Object.hasOwn(palette, name)
        ? palette[name]
        : spareOf(name, [...found.values()]),
    );
  }
  return names.map((name) => found.get(name)!);
}

/** The style of one series, see {@link stylesOf}. */
export const styleOf = (name: string): Style => stylesOf([name])[0];

function spareOf(name: string, taken: readonly Style[]): Style {
  const [relative] = Object.keys(palette)
    .filter((other) =>
      name.startsWith(other) && /^[ ,-]/.test(name.slice(other.length))
    )
    .sort((a, b) => b.length - a.length);
  const own = spares.filter((s) => s.color === palette[relative]?.color);
  for (const from of [own, spares]) {
    const free = from.filter((style) => !taken.includes(style));
    // The highest bid has it: a look that is taken, or becomes deliberate, moves no other name.
    const bid = ({ color, dash, shape }: Style) =>
      digest(`${name} ${color} ${dash} ${shape}`);
    if (free.length > 0) return free.reduce((a, b) => bid(b) > bid(a) ? b : a);
  }
  throw new RangeError(
    `no look is left for series "${name}": show at most ${spares.length} that are not in src/rendering/palette.ts`,
  );
}

/** FNV-1a over UTF-16 units, as a whole number from 0 to 2³² − 1. */
function digest(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** A scale of Vega-Lite for `color`, over the given names in their order. */
export function colorScale(
  names: readonly string[],
): { domain: string[]; range: string[] } {
  return { domain: [...names], range: stylesOf(names).map((s) => s.color) };
}

/**
 * Encodings that give every series its look; `key.ts` says what the looks mean. A line takes
 * `color` and `strokeDash`, a symbol `color` and `shape`.
 *
 * @param field the column that holds the series' names
 * @param names the series that occur
 */
export function seriesEncoding(field: string, names: readonly string[]) {
  const base = { field, type: "nominal" as const, legend: null };
  const domain = [...names];
  const styles = stylesOf(names);
  return {
    color: { ...base, scale: colorScale(names) },
    shape: { ...base, scale: { domain, range: styles.map((s) => s.shape) } },
    strokeDash: {
      ...base,
      scale: { domain, range: styles.map((s) => [...s.dash]) },
    },
  };
}
