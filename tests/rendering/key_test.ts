import { assert, assertEquals } from "@std/assert";
import { key, seriesKey } from "../../src/rendering/key.ts";
import { palette } from "../../src/rendering/palette.ts";
import { type Panel, row } from "../../src/rendering/panels.ts";
import { completeSpec } from "../../src/rendering/complete_spec.ts";
import { renderSvg } from "../../src/rendering/render.ts";

const names = ["quantized floor", "quantized centred", "superposition-mlp"];

const draw = (panel: Panel) => renderSvg(completeSpec(row([panel]), "a key"));

/** The elements of one kind of mark. */
function marks(svg: string, kind: string): string[] {
  const start = svg.search(`<g class="mark-${kind} role-mark`);
  if (start < 0) return [];
  const end = svg.indexOf("</g>", start);
  return svg.slice(start, end).split("\n").slice(1).filter(Boolean);
}

Deno.test("a key shows every series as it is drawn: colour, dash and symbol", async () => {
  const svg = await draw(seriesKey(names));
  const [lines, symbols, texts] = ["rule", "symbol", "text"]
    .map((kind) => marks(svg, kind));
  assertEquals([lines.length, symbols.length, texts.length], [3, 3, 3]);
  names.forEach((name, i) => {
    const { color, dash } = palette[name];
    assert(lines[i].includes(`stroke="${color}"`), lines[i]);
    assert(lines[i].includes(`stroke-dasharray="${dash.join(",")}"`), lines[i]);
    assert(symbols[i].includes(`fill="${color}"`), symbols[i]);
    assert(texts[i].includes(`>${name}<`), texts[i]);
  });
  const shapes = symbols.map((s) => s.match(/ d="([^"]*)"/)![1]);
  assertEquals(new Set(shapes).size, 3);
});

Deno.test("a key shows lines and symbols only of series that have them", async () => {
  const some = await draw(
    seriesKey(names, { lines: names.slice(0, 2), symbols: [names[2]] }),
  );
  assertEquals(marks(some, "rule").length, 2);
  assertEquals(marks(some, "symbol").length, 1);
  const none = await draw(seriesKey(names, { lines: [] }));
  assertEquals(marks(none, "rule").length, 0);
});

Deno.test("a key has a title above its entries, and no axes", async () => {
  const entry = { color: "#123456", dash: [1, 0], shape: null };
  const svg = await draw(
    key([{ ...entry, label: "1 ×" }, { ...entry, label: "2 ×" }], "steps"),
  );
  const heights = [
    ...svg.matchAll(/<text [^>]*translate\([\d.]+,([\d.]+)\)[^>]*>([^<]*)/g),
  ]
    .map(([, y, text]): [string, number] => [text, Number(y)])
    .sort((a, b) => a[1] - b[1]);
  assertEquals(heights.map(([text]) => text), ["steps", "1 ×", "2 ×"]);
  assert(!svg.includes("role-axis"));
});
