/** `compare --data`. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { read } from "vega";
import { assertNoStore, comparing, rowsOf, withFolder } from "./_compare.ts";

const closed =
  "--schemes drop,average,linear,quantized --segments 2 --features 4 --hidden 2";

Deno.test("--data names the features in the heading, in JSON and in CSV", async () => {
  await withFolder(async (layout) => {
    for (
      const [given, sparsity] of [["correlated:2", 0.5], [
        "anticorrelated:4",
        0.8,
      ], ["zipf:1.5", 0.9]] as const
    ) {
      const flags = `${closed} --data ${given} --sparsity ${sparsity}`;
      const table = await comparing(flags, layout);
      assertEquals(
        table.out.split("\n")[0],
        `4 features in 2 hidden dimensions, sparsity ${sparsity}, data ${given}`,
      );
      const rows = rowsOf(await comparing(`${flags} --format json`, layout));
      assertEquals(rows.length, 5);
      assert(rows.every(({ data }) => data === given));
      const { out } = await comparing(`${flags} --format csv`, layout);
      const parsed: { data?: string }[] = read(out, { type: "csv" });
      assert(parsed.every(({ data }) => data === given));
    }
    const plain = rowsOf(await comparing(`${closed} --format json`, layout));
    assert(plain.every(({ data }) => data === "independent"));
    await assertNoStore(layout);
  });
});

Deno.test("pairs that are active together share a dimension for half of what dropping loses", async () => {
  await withFolder(async (layout) => {
    const rows = rowsOf(
      await comparing(
        `${closed} --data correlated --sparsity 0.5 --format json`,
        layout,
      ),
    );
    const fvu = Object.fromEntries(
      rows.map((row) => [row.scheme, row.fvu.median]),
    );
    assertAlmostEquals(fvu.drop, 0.5, 1e-12);
    // The difference of a pair has the variance p/12 of p/3 − p²/4 a coordinate.
    const lost = 0.5 / 12 / (0.5 / 3 - 0.25 / 4) / 2;
    assertAlmostEquals(fvu.linear, lost, 1e-12);
    assertAlmostEquals(fvu.average, lost, 1e-12);
  });
});

Deno.test("the limit is shown where it applies, and silent where features depend on each other", async () => {
  await withFolder(async (layout) => {
    const flags = `${closed} --noise 0.3 --sparsity 0.8`;
    for (
      const [data, shown] of [["independent", true], ["zipf:1", true], [
        "correlated:2",
        false,
      ], ["anticorrelated:2", false]] as const
    ) {
      const { out, err } = await comparing(`${flags} --data ${data}`, layout);
      assertEquals(err, "");
      assertEquals(
        /no scheme of any size .*: the rate–distortion limit\n/.test(out),
        shown,
        data,
      );
      const json = await comparing(
        `${flags} --data ${data} --format json`,
        layout,
      );
      assertEquals(JSON.parse(json.out).limit !== null, shown, data);
    }
  });
});

Deno.test("trained schemes learn from every kind of data", async () => {
  await withFolder(async (layout) => {
    const flags =
      "--schemes superposition --features 4 --hidden 2 --sparsity 0.8 --steps 3 --batch 8 --seeds 2 --format json";
    const losses = new Set<number>();
    for (
      const data of [
        "independent",
        "correlated:2",
        "anticorrelated:2",
        "zipf:1",
      ]
    ) {
      const [row] = rowsOf(await comparing(`${flags} --data ${data}`, layout));
      assert(row.fvu.median > 0 && row.fvu.median < Infinity);
      losses.add(row.fvu.median);
    }
    assertEquals(losses.size, 4);
  });
});

const refused: [flags: string, message: string][] = [
  [
    "--data cubic",
    '--data is "cubic": give one of anticorrelated:group, correlated:group, independent, zipf:exponent',
  ],
  [
    "--data correlated:1",
    '--data is "correlated:1": give a whole number of at least 2 as group, e.g. correlated:2',
  ],
  [
    "--data zipf:11",
    '--data is "zipf:11": give a number from 0 to 10 as exponent, e.g. zipf:1',
  ],
  [
    "--data independent:1",
    '--data is "independent:1": independent takes no number, give independent',
  ],
  [
    "--features 4 --hidden 2 --data correlated:3",
    "--data is correlated:3: the size of a group must divide 4 features, choose 2 or 4",
  ],
  [
    "--features 5 --hidden 2 --data correlated",
    "--data is correlated:2: the size of a group must divide 5 features, choose 5",
  ],
  [
    "--data anticorrelated --sparsity 0.3",
    "--sparsity is 0.3 for anticorrelated:2: of 2 features only one is active at a time, choose at least 0.5",
  ],
  [
    "--data zipf --sparsity 0.1",
    "--sparsity is 0.1 for zipf:1: the first of 2 features would be active with a probability above 1, choose at least 0.25",
  ],
];

for (const [flags, message] of refused) {
  Deno.test(`compare refuses ${flags} and writes nothing`, async () => {
    await withFolder(async (layout) => {
      const outcome = await comparing(flags, layout);
      assertEquals(outcome, { code: 2, out: "", err: message });
      await assertNoStore(layout);
    });
  });
}

Deno.test("the help lists every kind with its parameter", async () => {
  await withFolder(async (layout) => {
    const { out } = await comparing("--help", layout);
    assertStringIncludes(
      out,
      "correlated:2 (group), groups of features are active together",
    );
    assertMatch(
      out,
      /--data <kind> .*zipf:1 \(exponent\).*\(default: independent\)/,
    );
  });
});
