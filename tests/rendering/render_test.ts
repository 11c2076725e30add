import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { TopLevelSpec } from "vega-lite";
import { completeSpec } from "../../src/rendering/complete_spec.ts";
import { renderSvg } from "../../src/rendering/render.ts";
import { picture, rows } from "./_spec.ts";

Deno.test("the same picture has the same bytes, whatever was drawn before it", async () => {
  const first = await renderSvg(picture());
  await renderSvg(picture(rows.slice(0, 6)));
  assertEquals(await renderSvg(picture()), first);
  assertStringIncludes(first, "clip-path");
});

Deno.test("the same picture has the same bytes in another process", async () => {
  const here = await renderSvg(picture());
  const module = new URL("./_spec.ts", import.meta.url).href;
  const render = new URL("../../src/rendering/render.ts", import.meta.url).href;
  const code = `
    import { picture } from ${JSON.stringify(module)};
    import { renderSvg } from ${JSON.stringify(render)};
    await Deno.stdout.write(new TextEncoder().encode(await renderSvg(picture())));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "-q", code],
    cwd: new URL("../../", import.meta.url),
    env: { TZ: "Pacific/Auckland", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
  }).output();
  assertEquals(new TextDecoder().decode(stdout), here);
});

Deno.test("a picture is described once, in the svg element", async () => {
  const svg = await renderSvg(picture());
  const labels = svg.match(/aria-[\w-]+="[^"]*"/g);
  assertEquals(labels, ['aria-label="Loss against &quot;neurons&quot;"']);
});

/** A mark whose own transform leaves it nothing, beside scales that do not notice. */
function withRule(filter: { filter: string }): TopLevelSpec {
  return completeSpec({
    data: { values: rows },
    layer: [
      { mark: "rule", transform: [filter] },
      { mark: "point" },
    ],
    encoding: {
      x: {
        field: "neurons",
        type: "quantitative",
        scale: { domain: [0, 40] },
      },
    },
  }, "a rule");
}

Deno.test("a mark that draws something passes", async () => {
  await renderSvg(withRule({ filter: "datum.neurons > 9" }));
});

const refused: [name: string, spec: TopLevelSpec, message: string][] = [
  [
    "a field that no row has",
    picture(rows.map(({ scheme, neurons }) => ({ scheme, neurons }))),
    'names the field "mse", which no row has: use one of scheme, neurons',
  ],
  ["no rows", picture([]), "without a single row"],
  [
    "the log of 0",
    picture([...rows, { scheme: "linear", neurons: 48, mse: 0 }]),
    "Log scale domain includes zero",
  ],
  [
    "the log of 0 where the axis hides it",
    picture([...rows, { scheme: "linear", neurons: 48, mse: 0 }], [0.01, 1]),
    "layer_0_marks (line) has no finite y for {",
  ],
  [
    "a field of nulls",
    picture(rows.map((row) => ({ ...row, mse: null }))),
    'Infinite extent for field "mse"',
  ],
  [
    "data from elsewhere",
    { ...picture(), data: { url: "https://example.org/rows.csv" } },
    "loads its data from https://example.org/rows.csv",
  ],
  [
    "the time of day",
    { ...picture(), transform: [{ calculate: "now()", as: "when" }] },
    "now( does not give the same picture everywhere",
  ],
  [
    "chance",
    { ...picture(), transform: [{ sample: 3 }] },
    "does not give the same picture everywhere",
  ],
  [
    "a mark that draws nothing",
    withRule({ filter: "datum.neurons > 99" }),
    "layer_0_marks (rule) draws nothing",
  ],
  [
    "a text that is cut off",
    {
      ...picture(),
      title: { text: "A title that is longer than its limit", limit: 60 },
    },
    "is cut off",
  ],
  [
    "what Vega-Lite warns of",
    {
      data: { values: [{ a: 1 }] },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" }, z: { field: "a" } },
    } as unknown as TopLevelSpec,
    "the picture is not sound",
  ],
];

for (const [name, spec, message] of refused) {
  Deno.test(`refuses ${name}`, async () => {
    const error = await assertRejects(() => renderSvg(spec), RangeError);
    assert(error.message.includes(message), error.message);
  });
}
