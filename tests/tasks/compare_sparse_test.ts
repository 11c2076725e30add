import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { featureVariance } from "../../src/features/mod.ts";
import { comparison, type ComparisonRow } from "../../tasks/_comparison.ts";
import { layoutOf } from "../../tasks/_layout.ts";
import { compare } from "../../tasks/compare.ts";
import { filesBelow, type Outcome, run } from "./_trial.ts";

/** Runs `compare` for 20 features in an empty folder, and says what it left there. */
async function comparing(
  flags: string,
): Promise<{ outcome: Outcome; files: string[] }> {
  const root = await Deno.makeTempDir();
  try {
    const args = `--features 20 ${flags}`.split(" ");
    const outcome = await run(compare, args, layoutOf(root));
    const stored = await Deno.stat(`${root}/.pleat`).catch(() => null);
    const files = Object.keys(await filesBelow(root));
    return { outcome, files: [...files, ...stored ? [".pleat"] : []] };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const settings = "--hidden 5 --segments 4 --steps 200 --seeds 2 --format json";

async function rowsAt(
  sparsity: number,
  budgets: readonly number[],
): Promise<ComparisonRow[]> {
  const { outcome } = await comparing(
    `${settings} --sparsity ${sparsity} --neurons ${budgets}`,
  );
  assertEquals(outcome.code, 0, outcome.err);
  // The only remarks: no seed diverged, and no other scheme is left out.
  assertMatch(
    outcome.err,
    /^left out piecewise-linear: [^\n]*\nmore --steps may change the order: [^\n]*$/,
  );
  return comparison.decode(JSON.parse(outcome.out)).rows;
}

/** The least median loss of a scheme, over all budgets and variants. */
const lowest = (rows: readonly ComparisonRow[], scheme: string) =>
  Math.min(
    ...rows.filter((r) => r.scheme === scheme).map((r) => r.fvu.median),
  );

const cases: [sparsity: number, budgets: number[], trained: number][] = [
  [0, [40], 5],
  [0.9, [20, 40, 80], 11],
  [0.999, [40], 5],
];
for (const [sparsity, budgets, count] of cases) {
  Deno.test(`compare: 20 features in 5 dimensions at S = ${sparsity}`, async () => {
    const rows = await rowsAt(sparsity, budgets);
    const closed = rows.filter((r) => r.seeds === 0);
    const losses = new Map(
      closed.map((r) => [`${r.scheme} ${r.variant ?? ""}`.trim(), r]),
    );
    assertEquals(losses.size, 5);
    for (const id of ["drop", "linear", "average"]) {
      // Any linear code explains as many dimensions as it has, whatever the sparsity.
      assertAlmostEquals(losses.get(id)!.fvu.median, 15 / 20, 1e-12, id);
    }
    // Z = 4: a digit's squared error is p/3 or p/12 + S/4, in units of 1/Z².
    const p = 1 - sparsity;
    const digits = { floor: p / 3, centred: p / 12 + sparsity / 4 };
    for (const [variant, error] of Object.entries(digits)) {
      const { mse } = losses.get(`quantized ${variant}`)!;
      assertAlmostEquals(mse.median, error / 16 * 15 / 20, 1e-15);
    }
    const trained = rows.filter((r) => r.seeds > 0);
    for (const id of ["nonlinear", "superposition-mlp"]) {
      const found = trained.filter((r) => r.scheme === id)
        .map((r) => r.neurons.total);
      assertEquals([...new Set(found)], budgets);
    }
    assertEquals(trained.length, count);
    const variance = featureVariance(sparsity);
    for (const { scheme, variant, mse, fvu } of trained) {
      const name = `${scheme} ${variant}: ${JSON.stringify(fvu)}`;
      assertAlmostEquals(mse.median / variance, fvu.median, 1e-12, name);
      const [low, high] = fvu.ci95!;
      const order = [fvu.best, low, fvu.median, high];
      assertEquals(order, order.toSorted((a, b) => a - b), name);
      // Guessing the mean loses 1.
      assert(fvu.best > 0 && high < 1, name);
    }
    if (sparsity === 0) {
      // Dense, independent features have no better linear code, and in so few steps nothing better
      // is found.
      assert(lowest(trained, "superposition") > 0.74);
    } else {
      assert(lowest(trained, "superposition") < 0.75);
      assert(lowest(trained, "superposition-mlp") < 0.75);
    }
  });
}

Deno.test("compare: as many dimensions as features, or more, are refused and nothing is written", async () => {
  for (const hidden of [20, 21, 1000]) {
    const { outcome, files } = await comparing(
      `--hidden ${hidden} --sparsity 0.9 --neurons 20,40,80`,
    );
    assertEquals(outcome, {
      code: 2,
      out: "",
      err:
        `--hidden is ${hidden} for 20 features: choose a whole number from 1 to 19, else nothing is compressed`,
    });
    assertEquals(files, []);
  }
});

const rare =
  "--hidden 5 --sparsity 0.9999999 --schemes drop,superposition,superposition-mlp --neurons 24 --steps 20 --seeds 2";

Deno.test("compare: features that no set of samples would meet are answered in seconds, and never lose nothing", async () => {
  const start = performance.now();
  const { outcome } = await comparing(`${rare} --format json`);
  assertEquals(outcome.code, 0, outcome.err);
  assertMatch(outcome.err, /^more --steps may change the order: [^\n]*$/);
  assert(performance.now() - start < 30_000);
  const { rows } = comparison.decode(JSON.parse(outcome.out));
  for (const { scheme, mse, standardError } of rows) {
    assert(mse.best > 0, scheme);
    if (scheme !== "drop") assert(standardError! > 0, scheme);
  }
  const table = (await comparing(rare)).outcome.out;
  assertStringIncludes(
    table,
    "trained losses are means over 16384 samples at sparsity 0.9992, continued to 0.9999999 in proportion to the density, standard error of mse at most ",
  );
});

Deno.test("compare: with noise it says how few samples have an active feature", async () => {
  for (
    const [sparsity, words] of [
      ["0.9999999", "0 of the 16384 samples that losses are means over have"],
      ["0.99999", "3 of the 16384 samples that losses are means over have"],
    ]
  ) {
    const { outcome } = await comparing(
      `--hidden 5 --noise 0.1 --sparsity ${sparsity} --schemes quantized --segments 2`,
    );
    assertEquals(outcome.code, 0, outcome.err);
    assertEquals(
      outcome.err,
      `${words} an active feature: with noise, these losses say ${
        words.startsWith("0") ? "nothing" : "little"
      } of so sparse features; choose a smaller --sparsity`,
    );
  }
  const { outcome } = await comparing(
    "--hidden 5 --noise 0.1 --sparsity 0.999 --schemes quantized --segments 2",
  );
  assertEquals(outcome.err, "");
});
