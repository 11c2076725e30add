import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { best } from "../../src/protocol/recipe.ts";
import { featureVariance, independent } from "../../src/features/mod.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { trainSeeds } from "../../src/jobs/training.ts";
import type { TrainResult } from "../../src/training/result.ts";
import { median } from "../../src/statistics/quantile.ts";
import { summarize } from "../../src/statistics/summary.ts";
import { loadEngine } from "../../src/runs/kernel.ts";
import { configure } from "../../src/training/config.ts";
import { neededInitial } from "../../src/training/initial.ts";
import { comparing, rowsOf, withFolder } from "./_compare.ts";
import { filesBelow } from "./_trial.ts";

Deno.test("compare --noise: closed forms, in every format", async () => {
  await withFolder(async (layout) => {
    const flags =
      "--schemes drop,linear,quantized,piecewise-linear --segments 2 --noise 0.5";
    const rows = rowsOf(await comparing(`${flags} --format json`, layout));
    assertEquals(new Set(rows.map(({ noise }) => noise)), new Set([0.5]));
    for (const id of ["drop", "linear"]) {
      const { mse, fvu } = rows.find(({ scheme }) => scheme === id)!;
      // One of two features is left, and of it 1/(1 + σ²).
      assertAlmostEquals(fvu.median, 1 - 1 / 1.25 / 2, 1e-12);
      assertAlmostEquals(mse.median, fvu.median * featureVariance(0), 1e-12);
    }
    const csv = await comparing(`${flags} --format csv`, layout);
    const [names, ...lines] = csv.out.split("\n").map((line) =>
      line.split(",")
    );
    const at = names.indexOf("noise");
    assertEquals(lines.map((cells) => cells[at]), rows.map(() => "0.5"));
    const { out, err } = await comparing(flags, layout);
    assertEquals(err, "");
    const [what, , limit, samples, blank] = out.split("\n");
    assertEquals(
      what,
      "2 features in 1 hidden dimension of unit power with noise of deviation 0.5, sparsity 0",
    );
    assertMatch(limit, /^no scheme of any size can lose less than mse /);
    assertMatch(
      samples,
      /^losses are means over 16384 samples, standard error of mse at most 0\.000\d+; exact: (drop, linear|linear, drop)$/,
    );
    assertEquals(blank, "");
    // The best linear code is a network, with noise as without.
    const [, networks] = out.split("ReLU networks (");
    assertMatch(networks, / linear .* 0\.6000$/m);
    assertEquals(await filesBelow(layout.root), {});
  });
});

Deno.test("compare: --noise 0 is the comparison without the flag", async () => {
  await withFolder(async (layout) => {
    for (const format of ["table", "json", "csv"]) {
      const flags = `--schemes drop,quantized --segments 2 --format ${format}`;
      const plain = await comparing(flags, layout);
      assertEquals(plain.out.includes("unit power"), false);
      assertEquals(await comparing(`${flags} --noise 0`, layout), plain);
    }
  });
});

for (
  const value of ["-1", "x", "NaN", "Infinity", "1e9", "0,1", "1e-7", "1e-200"]
) {
  Deno.test(`compare --noise ${value} is refused in one line, and nothing is written`, async () => {
    await withFolder(async (layout) => {
      assertEquals(await comparing(`--noise ${value}`, layout), {
        code: 2,
        out: "",
        err:
          `--noise is "${value}": give 0, or a number from 0.000001 to 1000: training rounds less away`,
      });
      assertEquals([...Deno.readDirSync(layout.root)], []);
    });
  });
}

/** What `compare` trains for the flags below, trained here. */
function expected(neurons: number, noise: number): Promise<TrainResult[]> {
  const half = neurons / 2;
  const architecture = autoencoder([2, half, 1], [1, half, 2]);
  return trainSeeds(
    loadEngine(),
    configure({
      architecture,
      data: independent(2, 0),
      initial: neededInitial(architecture),
      schedule: {
        ...{ steps: 50, batch: 64, learningRate: 0.01 },
        ...{ decay: 25, finalLearningRate: 0 },
      },
      optimiser: best.optimiser,
      noise,
    }),
    [0, 1],
  );
}
const trained = "--schemes nonlinear --steps 50 --seeds 2 --neurons 6,12";

Deno.test("compare --noise: trained schemes are trained and measured with it", async () => {
  await withFolder(async (layout) => {
    const medians: number[] = [];
    for (const noise of [0.3, 0.6]) {
      const flags = `${trained} --noise ${noise} --format json`;
      const rows = rowsOf(await comparing(flags, layout))
        .filter(({ neurons }) => neurons.output === 0);
      assertEquals(rows.length, 2);
      for (const row of rows) {
        const results = await expected(row.neurons.total, noise);
        const losses = results.map(({ loss }) => loss.mse);
        assertEquals(row.mse, summarize(losses, { name: "compare" }));
        assertEquals(row.noise, noise);
        medians.push(row.mse.median);
      }
    }
    assertEquals(new Set(medians).size, 4);
  });
});

Deno.test("the table of compare tells the share of dead units where there are any, and only there", async () => {
  await withFolder(async (layout) => {
    const { out } = await comparing(`${trained} --noise 0.1`, layout);
    const legend =
      "dead: median share of the ReLUs that never fire on these samples";
    assertStringIncludes(out, `${legend}\n`);
    let some = 0;
    for (const neurons of [6, 12]) {
      const results = await expected(neurons, 0.1);
      const share = median(results.map(({ deadUnits }) => deadUnits!));
      some += share;
      const half = neurons / 2;
      const line = out.split("\n")
        .find((text) => text.includes(`${neurons}  ${half}+${half}+0 `))!;
      assertMatch(line, new RegExp(` ${Math.round(100 * share)} % +0\\.\\d+ `));
    }
    assert(some > 0);
    // Without noise the losses of two features are exact, and nobody looks.
    const exact = await comparing(trained, layout);
    assertEquals(/dead| % +0\./.test(exact.out), false);
    const shares = async (flags: string) =>
      rowsOf(await comparing(`${flags} --format json`, layout))
        .map(({ deadUnits, standardError }) => [deadUnits, standardError]);
    assertEquals(new Set((await shares(trained)).flat()), new Set([null]));
    for (const [dead, error] of await shares(`${trained} --noise 0.1`)) {
      assert(dead !== null && dead >= 0 && error! > 0);
    }
  });
});
