import { assertEquals } from "@std/assert";
import { logAxis } from "../../src/rendering/axes.ts";
import { falls } from "../../src/rendering/limits.ts";

const domain = [0.1, 2] as const;
const encoding = {
  x: logAxis("x", null, { domain: [1, 10] }),
  y: logAxis("median", null, { domain }),
};

/** What is drawn: the shape of every layer's marks, and from where to where. */
const drawn = (rows: { x: number; median: number; limit: number | null }[]) =>
  falls(rows, encoding, domain[0]).map((layer) => {
    const { data, mark } = layer as unknown as {
      data: { values: { median: number; foot: number }[] };
      mark: { type: string; shape?: string };
    };
    const ends = data.values.map(({ median, foot }) => [median, foot]);
    return [mark.shape ?? mark.type, ...ends];
  });

Deno.test("losses fall to their limits, as far as the panel goes", () => {
  const inside = { x: 1, median: 1, limit: 0.5 };
  const below = { x: 2, median: 1, limit: 0 };
  assertEquals(drawn([inside, below]), [
    ["rule", [1, 0.5], [1, 0.1]],
    ["stroke", [1, 0.5]],
    ["triangle-down", [1, 0.1]],
  ]);
  assertEquals(drawn([inside]).length, 2);
  assertEquals(drawn([below]).length, 2);
});

Deno.test("what is known, or has nothing to go, has no mark", () => {
  assertEquals(
    drawn([{ x: 1, median: 1, limit: null }, { x: 2, median: 1, limit: 1 }]),
    [],
  );
});
