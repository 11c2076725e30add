import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  colorScale,
  palette,
  seriesEncoding,
  type Style,
} from "../../src/rendering/palette.ts";
import { distance, linear, sights } from "./_sight.ts";

const styles: [name: string, style: Style][] = Object.entries(palette);
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
  const { color, shape, strokeDash } = seriesEncoding("s", ["drop"], "scheme");
  assertEquals(
    [color, shape, strokeDash].map(({ field, title, scale }) => [
      field,
      title,
      scale.domain,
      scale.range,
    ]),
    [palette.drop.color, palette.drop.shape, palette.drop.dash].map((look) => [
      "s",
      "scheme",
      ["drop"],
      [look],
    ]),
  );
});

Deno.test("an unknown series is named, with those that there are", () => {
  assertThrows(
    () => colorScale(["cubic"]),
    RangeError,
    'series "cubic" has no style: use one of linear, drop,',
  );
});
