/**
 * SVG text that depends on nothing but the picture: ids numbered in the order in which they appear,
 * coordinates rounded so that the last bits of the host's `Math` never show, one element a line.
 *
 * @module
 */

/** Attributes whose numbers are geometry or opacity; all others pass as they are. */
const numeric = new Set(
  ("d transform x y x1 x2 y1 y2 dx dy cx cy r rx ry points width height viewBox offset opacity fill-opacity " +
    "stroke-opacity stroke-width stroke-dasharray stroke-dashoffset font-size")
    .split(" "),
);

const decimals = 2;

/**
 * Normalises an SVG document as Vega writes it.
 *
 * @throws {RangeError} where a text is cut off
 */
export function normalizeSvg(svg: string): string {
  const ids = new Map<string, string>();
  const renamed = (id: string): string => {
    const known = ids.get(id) ?? `id${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  const lines: string[] = [];
  let inText = false;
  // Vega escapes < and > inside attributes and text, so a tag ends at the first >.
  for (const [token] of svg.matchAll(/<[^>]+>|[^<]+/g)) {
    const tag = token.startsWith("<");
    if (!tag && token.includes("…")) {
      throw new RangeError(
        `the text "${token}" is cut off: give it room, or write it without "…"`,
      );
    }
    const text = tag ? normalizeTag(token, renamed) : token;
    if (inText) lines[lines.length - 1] += text;
    else if (text.trim() !== "") lines.push(text);
    if (token.startsWith("<text") && !token.endsWith("/>")) inText = true;
    if (token === "</text>") inText = false;
  }
  return lines.join("\n") + "\n";
}

function normalizeTag(tag: string, renamed: (id: string) => string): string {
  return tag.replace(
    /([\w:-]+)="([^"]*)"/g,
    (_, name: string, value: string) => {
      if (name === "id") return `id="${renamed(value)}"`;
      const linked = value.replace(
        /url\(#([^)]+)\)/g,
        (_, id: string) => `url(#${renamed(id)})`,
      );
      if (name.endsWith("href") && value.startsWith("#")) {
        return `${name}="#${renamed(value.slice(1))}"`;
      }
      return `${name}="${numeric.has(name) ? round(linked) : linked}"`;
    },
  );
}

function round(value: string): string {
  return value.replace(
    /-?\d+\.\d+(e[-+]?\d+)?|-?\d+e[-+]?\d+/gi,
    (number) => String(Number(Number(number).toFixed(decimals)) + 0),
  );
}
