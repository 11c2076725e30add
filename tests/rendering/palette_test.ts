import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  colorScale,
  palette,
  seriesEncoding,
  spares,
  type Style,
  styleOf,
  stylesOf,
} from "../../src/rendering/palette.ts";
import { distance, linear, sights } from "./_sight.ts";

const styles: [name: string, style: Style][] = [
  ...Object.entries(palette),
  ...spares.map((style, i): [string, Style] => [`spare ${i}`, style]),
];
const pairs = styles.flatMap((a, i) =>
  styles.slice(i + 1).map((b) => [a, b] as const)
);

for (const [sight, matrix] of Object.entries(sights)) {
  Deno.test(`series differ to ${sight} sight by hue, or by dash and shape`, () => {
    for (const [[a, left], [b, right]] of pairs) {
      if (left.color === right.color) {
        assert(
          String(left.dash) !== String(right.dash) &&
            left.shape !== right.shape,
          `${a} and ${b} share a hue and a dash or a shape`,
        );
      } else {
        const found = distance(left.color, right.color, matrix);
        assert(found > 0.12, `${a} and ${b} are ${found} apart`);
      }
    }
  });
}

Deno.test("every hue has a contrast of at least 3 : 1 on white", () => {
  for (const [name, { color }] of styles) {
    const [r, g, b] = linear(color);
    const contrast = 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
    assert(contrast >= 3, `${name}: ${contrast}`);
  }
});

Deno.test("scales keep the order of the names", () => {
  assertEquals(colorScale(["nonlinear", "linear"]), {
    domain: ["nonlinear", "linear"],
    range: [palette["nonlinear"].color, palette["linear"].color],
  });
  const { color, shape, strokeDash } = seriesEncoding("s", ["drop"]);
  assertEquals(
    [color, shape, strokeDash].map(({ field, scale }) => [
      field,
      scale.domain,
      scale.range,
    ]),
    [palette.drop.color, palette.drop.shape, palette.drop.dash].map((look) => [
      "s",
      ["drop"],
      [look],
    ]),
  );
});

const known = Object.keys(palette);

Deno.test("a series that nobody listed has a look that is nobody else's", () => {
  const names = ["top-k", "rotated", "hashed", "zigzag", "deep zigzag"];
  const all = stylesOf([...known, ...names]);
  assertEquals(new Set(all.map((s) => JSON.stringify(s))).size, all.length);
});

Deno.test("a spare look hangs on the name, not on who else is shown, nor on the order", () => {
  // Written down: this year's pictures must agree with last year's.
  const { color, dash, shape } = styleOf("top-k");
  assertEquals([color, dash, shape], ["#92928e", [8, 3, 2, 3], "square"]);
  assertEquals(stylesOf(["linear", "rotated", "top-k"])[2], styleOf("top-k"));
  assertEquals(
    stylesOf(["zigzag", "top-k", "hashed"]),
    stylesOf(["hashed", "top-k", "zigzag"]).reverse(),
  );
  assertEquals(stylesOf(["top-k", "top-k"]), [
    styleOf("top-k"),
    styleOf("top-k"),
  ]);
});

Deno.test("a name that continues another one has its hue", () => {
  for (const name of ["shared-hinges floor", "superposition-mlp, wide"]) {
    const look = styleOf(name);
    const [relative] = known.filter((other) => name.startsWith(other))
      .sort((a, b) => b.length - a.length);
    assertEquals(look.color, palette[relative].color);
    assert(!Object.values(palette).includes(look));
  }
  // Continued within a word, it is another name.
  const names = ["droppings", "drops", "dropper", "dropout"];
  assert(stylesOf(names).some(({ color }) => color !== palette.drop.color));
});

Deno.test("there are looks for thirty new series, and a clear word beyond them", () => {
  assert(spares.length >= 30);
  const names = spares.map((_, i) => `new ${i}`);
  const looks = stylesOf([...known, ...names]);
  assertEquals(new Set(looks).size, looks.length);
  assertThrows(
    () => stylesOf([...names, "one more"]),
    RangeError,
    'no look is left for series "one more"',
  );
});
