/** The table and the CSV of `compare`. */
import { assert, assertEquals } from "@std/assert";
import { read } from "vega";
import { comparing, rowsOf, withFolder } from "./_compare.ts";

Deno.test("CSV holds every number of the JSON", async () => {
  await withFolder(async (layout) => {
    const flags =
      "--steps 20 --seeds 2 --neurons 4 --segments 2,4 --epsilon 0.01,0.1";
    const rows = rowsOf(await comparing(`${flags} --format json`, layout));
    const { out } = await comparing(`${flags} --format csv`, layout);
    const parsed = read(out, { type: "csv" });
    const text = (value: unknown) => value === null ? "" : String(value);
    const flat = rows.map((row) => {
      const { neurons, mse, fvu, ...plain } = row;
      const cells: [string, unknown][] = [
        ...Object.entries(plain),
        ...Object.entries(neurons).map(([key, n]) => [`neurons_${key}`, n]),
      ] as [string, unknown][];
      for (const [unit, { ci95, ...rest }] of Object.entries({ mse, fvu })) {
        for (const [key, loss] of Object.entries(rest)) {
          cells.push([`${unit}_${key}`, loss]);
        }
        cells.push([`${unit}_ci95_low`, ci95?.[0] ?? null]);
        cells.push([`${unit}_ci95_high`, ci95?.[1] ?? null]);
      }
      return Object.fromEntries(
        cells.map(([name, value]) => [name, text(value)]),
      );
    });
    assert(rows.length > 20);
    assertEquals(parsed.map((row) => ({ ...row })), flat);
    assert(out.split("\n").every((line) => line.split(",").length === 31));
  });
});

Deno.test("the table of closed forms", async () => {
  await withFolder(async (layout) => {
    const { out } = await comparing(
      "--schemes linear,quantized,piecewise-linear --segments 3",
      layout,
    );
    assertEquals(
      out,
      `2 features in 1 hidden dimension, sparsity 0
mse is the mean over features; fvu is the fraction of variance unexplained, 1 is guessing the mean

   neurons  enc+dec+out  parameters  scheme            variant              Z  ε     mse       fvu
No ReLU network (neurons do not count):
         0  0+0+0                 1  quantized         centred              3        0.004630  0.05556
         0  0+0+0                 1  quantized         floor                3        0.01852   0.2222
ReLU networks (*: none with as many neurons or fewer loses less):
*        0  0+0+0                 7  linear                                          0.04167   0.5000
*        8  5+3+0                35  piecewise-linear  zigzag               3  0.01  0.008104  0.09725
*       10  5+5+0                43  piecewise-linear  gapped               3  0.01  0.006205  0.07446
        10  5+5+0                43  piecewise-linear  shared-hinges        3  0.01  0.007151  0.08582
        10  5+5+0                43  piecewise-linear  shared-hinges floor  3  0.01  0.02050   0.2459
        36  12+24+0             147  piecewise-linear  two-per-segment      3  0.01  0.007151  0.08582`,
    );
  });
});
