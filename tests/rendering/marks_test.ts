import { assert, assertEquals, assertRejects } from "@std/assert";
import { categoryAxis, linearAxis } from "../../src/rendering/axes.ts";
import {
  band,
  cells,
  intervals,
  labelsRight,
  type Layer,
  line,
  points,
  rects,
  rule,
  segments,
  text,
} from "../../src/rendering/marks.ts";
import { column, panel, row } from "../../src/rendering/panels.ts";
import { completeSpec } from "../../src/rendering/complete_spec.ts";
import { renderSvg } from "../../src/rendering/render.ts";

const x = linearAxis("x", "x", { domain: [0, 10] });
const y = linearAxis("y", "y", { domain: [0, 10] });
const place = { x, y };
const values = [
  { x: 1, y: 2, x2: 3, y2: 5, low: 1, high: 4, name: "first", kind: "a" },
  { x: 6, y: 7, x2: 8, y2: 9, low: 6, high: 9, name: "second", kind: "b" },
];

/** Draws layers on a panel of 100 by 100 pixels, ten a unit; returns the marks of each. */
async function draw(...layers: Layer[]): Promise<string[]> {
  const spec = row([panel({}, [100, 100], layers)]);
  const svg = await renderSvg(completeSpec(spec, "marks"));
  return svg.split(/<g class="mark-\w+ role-mark [^"]*">\n/).slice(1)
    .map((part) => part.slice(0, part.indexOf("</g>")));
}

/** What every mark puts where. */
const expected: [name: string, layer: Layer, parts: string[]][] = [
  ["line", line(values, place), ['d="M10,80L60,30"', 'stroke-width="2"']],
  [
    "points",
    points(values, place, { color: "#123456", size: 9 }),
    ['translate(10,80)"', 'translate(60,30)"', 'fill="#123456"'],
  ],
  [
    "hollow points",
    points(values, place, { color: "#123456", filled: false }),
    ['1,1,3.16,0" stroke="#123456"'],
  ],
  [
    "intervals",
    intervals(values, place),
    [
      'translate(10,90)" x2="0" y2="-30"',
      'translate(60,40)" x2="0" y2="-30"',
      'stroke-width="2"',
    ],
  ],
  [
    "intervals along x, of other columns",
    intervals(values, place, { strokeWidth: 3 }, "x", ["x", "x2"]),
    ['translate(10,80)" x2="20" y2="0"', 'stroke-width="3"'],
  ],
  ["band", band(values, place), ["M10,90L60,40L60,10L10,60Z", 'opacity="0.2"']],
  ["rule", rule(values, { y }), ['translate(100,80)" x2="-100" y2="0"']],
  ["segments", segments(values, place), ['translate(10,80)" x2="20" y2="-30"']],
  ["rects", rects(values, place), ['d="M10,50h20v30h-20Z"']],
  [
    "cells",
    cells(values, {
      x: categoryAxis("kind", null, ["b", "a"]),
      y: categoryAxis("name", null, ["first"]),
    }),
    ['d="M50,0h50v', 'd="M0,'],
  ],
  ["text", text(values, place, "name"), [">first<", ">second<", "middle"]],
  [
    "labels to the right",
    labelsRight(values, place, "name"),
    ['text-anchor="start"', "translate(17,", ">second<"],
  ],
];

for (const [name, layer, parts] of expected) {
  Deno.test(`${name} stand where their columns say`, async () => {
    const [drawn] = await draw(layer);
    for (const part of parts) assert(drawn.includes(part), drawn);
  });
}

Deno.test("an interval stands on the axis along which it lies", async () => {
  const wide = { x: linearAxis("x", "x", { domain: [0, 20] }), y };
  const [drawn] = await draw(intervals(values, wide, {}, "x", ["x", "x2"]));
  assert(drawn.includes('translate(5,80)" x2="10" y2="0"'), drawn);
});

Deno.test("layers are drawn from back to front", async () => {
  const drawn = await draw(rule(values, { y }), text(values, place, "name"));
  assertEquals(drawn.map((part) => part.includes("<text")), [false, true]);
});

Deno.test("a column that no row has is named", async () => {
  for (
    const layer of [
      intervals(values, place, {}, "y", ["low", "hihg"]),
      band(values, place, {}, ["low", "hihg"]),
      text(values, place, "hihg"),
      segments(values.map(({ x, y, x2 }) => ({ x, y, x2 })), place),
    ]
  ) {
    await assertRejects(() => draw(layer), RangeError, "which no row has");
  }
});

Deno.test("panels stand in rows and columns below their titles", async () => {
  const one = (title: string, subtitle?: string) =>
    panel({ title, ...(subtitle && { subtitle }) }, [50, 40], [
      points(values, place),
    ]);
  const spec = column([
    row([one("left"), one("right", "below it")], { title: "both", spacing: 5 }),
    panel({ title: "small", minor: true }, [50, 40], [points(values, place)]),
    panel({ title: "narrow", small: true }, [50, 40], [points(values, place)]),
  ], { spacing: 6 });
  const svg = await renderSvg(completeSpec(spec, "panels"));
  assertEquals([spec.spacing, row([], { spacing: 5 }).spacing], [6, 5]);
  assertEquals("spacing" in row([]), false);
  const titles = [...svg.matchAll(/<text ([^>]*)>([^<]*)/g)]
    .filter(([, , title]) => /^[a-z ]{4,}$/.test(title))
    .map(([, look, title]) => {
      const [, size] = look.match(/font-size="(\d+)px"/)!;
      return `${title} ${size}${look.includes("bold") ? " bold" : ""}`;
    });
  assertEquals(titles.sort(), [
    "below it 12",
    "both 14 bold",
    "left 14 bold",
    "narrow 12 bold",
    "right 14 bold",
    "small 12",
  ]);
});
