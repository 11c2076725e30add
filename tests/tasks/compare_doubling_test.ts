/** What the last doubling of the steps did, beside the trained rows of `compare`. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Compared,
  type ComparisonRow,
  doublingOf,
} from "../../tasks/_comparison.ts";
import { orderRemark } from "../../tasks/_order.ts";
import { comparing, entries, rowsOf, withFolder } from "./_compare.ts";

Deno.test("the last doubling is the median over that of a comparison with half the steps", async () => {
  await withFolder(async (layout) => {
    const flags =
      "--schemes linear,nonlinear --neurons 6 --seeds 3 --format json --steps";
    const half = rowsOf(await comparing(`${flags} 50`, layout));
    const before = entries(layout);
    const outcome = await comparing(`${flags} 100`, layout);
    // Half of the steps has been trained.
    assertEquals(entries(layout), before + 6);
    const rows = rowsOf(outcome);
    assertEquals(rows.map(({ seeds }) => seeds), [0, 3, 3]);
    for (const { scheme, variant, fvu, mse, lastDoubling } of rows) {
      const same = half.find((r) =>
        r.scheme === scheme && r.variant === variant
      )!;
      const expected = scheme === "linear"
        ? null
        : fvu.median / same.fvu.median;
      assertEquals(lastDoubling, expected);
      if (expected === null) continue;
      const ofMse = mse.median / same.mse.median;
      assert(Math.abs(ofMse / expected - 1) < 1e-12);
    }
    const table = await comparing(
      `${flags.replace("json", "table")} 100`,
      layout,
    );
    assertStringIncludes(
      table.out,
      "\nlast doubling: by how much the median differs from that of runs with half the steps\n",
    );
    for (const { neurons, lastDoubling } of rows.slice(1)) {
      const { encoder, decoder, output } = neurons;
      const line = table.out.split("\n").find((text) =>
        text.includes(` ${encoder}+${decoder}+${output} `)
      )!;
      const shown = Number(
        line.match(/([−+]?\d+\.\d) %$/)![1].replace("−", "-"),
      );
      assert(Math.abs(shown - 100 * (lastDoubling! - 1)) <= 0.051, line);
    }
    const csv = await comparing(`${flags.replace("json", "csv")} 100`, layout);
    const [names, ...lines] = csv.out.split("\n").map((text) =>
      text.split(",")
    );
    const at = names.indexOf("lastDoubling");
    assertEquals(
      lines.map((cells) => cells[at]),
      rows.map(({ lastDoubling }) => String(lastDoubling ?? "")),
    );
  });
});

Deno.test("a single step has no half, and closed forms alone have no such column", async () => {
  await withFolder(async (layout) => {
    const flags = "--schemes nonlinear --neurons 4 --seeds 1 --steps 1";
    const rows = rowsOf(await comparing(`${flags} --format json`, layout));
    assertEquals(rows.map(({ lastDoubling }) => lastDoubling), [null, null]);
    assertEquals(entries(layout), 2);
    const { out, err } = await comparing("--schemes linear", layout);
    assertEquals([out.includes("doubling"), err], [false, ""]);
  });
});

Deno.test("doublingOf: a ratio, or null where runs diverged", () => {
  assertEquals(doublingOf(0.1, 0.2), 0.5);
  assertEquals(doublingOf(Infinity, 0.2), null);
  assertEquals(doublingOf(0.1, Infinity), null);
  assertEquals(doublingOf(Infinity, Infinity), null);
  assertEquals(doublingOf(0, 0), null);
});

/** A row of which only what the remark looks at is there. */
function rowOf(
  scheme: string,
  neurons: number,
  median: number,
  lastDoubling: number | null,
  network = true,
): Compared {
  const row = {
    scheme,
    variant: null,
    seeds: lastDoubling === null ? 0 : 8,
    neurons: { encoder: 0, decoder: neurons, output: 0, total: neurons },
    fvu: { best: median, median, iqm: median, ci95: null },
    lastDoubling,
  };
  return { row: row as unknown as ComparisonRow, network };
}

const named = (...rows: Compared[]) =>
  (orderRemark(rows)?.match(/[a-z]+ with \d+ neurons/g) ?? []).join();

Deno.test("orderRemark: rows that moved by more than the gap to the nearest row are named", () => {
  // From 0.25 to 0.2, and 0.04 to the next.
  const a = rowOf("a", 8, 0.2, 0.8), b = rowOf("b", 8, 0.24, 0.96);
  assertEquals(named(a, b), "a with 8 neurons");
  assertStringIncludes(
    orderRemark([a, b])!,
    "more --steps may change the order: ",
  );
  assertStringIncludes(
    orderRemark([a, b])!,
    "a with 8 neurons (0.05000, 0.04000)",
  );
  // It need not be a fall, and both may have moved.
  assertEquals(named(rowOf("a", 8, 0.2, 1.5), b), "a with 8 neurons");
  assertEquals(
    named(a, rowOf("b", 8, 0.24, 0.8)),
    "a with 8 neurons,b with 8 neurons",
  );
  assertEquals(orderRemark([rowOf("a", 8, 0.2, 0.9), b]), null);
  // The gap is to the nearest of all.
  assertEquals(
    named(a, rowOf("b", 8, 0.3, 1), rowOf("c", 8, 0.19, 1)),
    "a with 8 neurons",
  );
});

Deno.test("orderRemark: the next row is a network with as many neurons, or a known one with fewer", () => {
  const a = rowOf("a", 8, 0.2, 0.8);
  assertEquals(orderRemark([a]), null);
  assertEquals(orderRemark([a, rowOf("b", 4, 0.21, 1)]), null);
  assertEquals(orderRemark([a, rowOf("b", 12, 0.21, 1)]), null);
  assertEquals(named(a, rowOf("linear", 0, 0.21, null)), "a with 8 neurons");
  assertEquals(orderRemark([a, rowOf("built", 12, 0.21, null)]), null);
  assertEquals(orderRemark([a, rowOf("floor", 0, 0.21, null, false)]), null);
  // A closed form does not move.
  assertEquals(
    orderRemark([rowOf("x", 4, 0.2, null), rowOf("y", 4, 0.2, null)]),
    null,
  );
});
