import { assertEquals, assertThrows } from "@std/assert";
import { normalizeSvg } from "../../src/rendering/normalize.ts";

Deno.test("ids are numbered in the order in which they appear", () => {
  const svg = (a: string, b: string) =>
    `<svg><g clip-path="url(#${a})"/><g fill="url(#${b})"/><defs><clipPath id="${a}"/><linearGradient id="${b}"/></defs></svg>`;
  assertEquals(
    normalizeSvg(svg("clip7", "gradient_3")),
    normalizeSvg(svg("clip1", "gradient_9")),
  );
  assertEquals(
    normalizeSvg(svg("clip7", "gradient_3")),
    `<svg>
<g clip-path="url(#id1)"/>
<g fill="url(#id2)"/>
<defs>
<clipPath id="id1"/>
<linearGradient id="id2"/>
</defs>
</svg>
`,
  );
});

Deno.test("coordinates lose their last digits, texts and colours do not", () => {
  assertEquals(
    normalizeSvg(
      '<path d="M1.23456,-0.001L3e-7,93.00000000000001" fill="#1e5f2b" font-family="F 1.23456"/>',
    ),
    '<path d="M1.23,0L0,93" fill="#1e5f2b" font-family="F 1.23456"/>\n',
  );
});

Deno.test("a text stays on its line, as white space would show", () => {
  assertEquals(
    normalizeSvg(
      "<svg><text>0.123456<tspan>b</tspan></text><text/><g></g></svg>",
    ),
    "<svg>\n<text>0.123456<tspan>b</tspan></text>\n<text/>\n<g>\n</g>\n</svg>\n",
  );
});

Deno.test("a text that is cut off is refused", () => {
  assertThrows(
    () => normalizeSvg("<text>quantized cen…</text>"),
    RangeError,
    "is cut off",
  );
});
