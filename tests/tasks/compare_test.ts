import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { best } from "../../src/protocol/recipe.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { trainSeeds } from "../../src/jobs/training.ts";
import { summarize } from "../../src/statistics/summary.ts";
import { withReluOutput } from "../../src/schemes/_trained.ts";
import { neededInitial } from "../../src/training/initial.ts";
import { superpositionModel } from "../../src/networks/network.ts";
import { loadEngine } from "../../src/runs/kernel.ts";
import { configure } from "../../src/training/config.ts";
import {
  assertNoStore,
  closed,
  comparing,
  entries,
  rowsOf,
  trained,
  withFolder,
  words,
} from "./_compare.ts";
import { filesBelow } from "./_trial.ts";

Deno.test("closed forms: exact values, no seeds, no interval, nothing written", async () => {
  await withFolder(async (layout) => {
    const outcome = await comparing(
      `${closed} --segments 2,3 --format json`,
      layout,
    );
    assertEquals(outcome.err, "");
    const rows = rowsOf(outcome);
    const names = rows.map(({ scheme, variant, segments }) =>
      words(`${scheme} ${variant ?? ""} ${segments ?? ""}`).join(" ")
    );
    const expected: Record<string, number> = {
      "quantized centred 3": 1 / (24 * 9),
      "quantized centred 2": 1 / (24 * 4),
      "quantized floor 3": 1 / (6 * 9),
      "quantized floor 2": 1 / (6 * 4),
      "drop": 1 / 24,
      "average": 1 / 24,
      "linear": 1 / 24,
    };
    assertEquals(names.toSorted(), Object.keys(expected).sort());
    rows.forEach((row, i) => {
      const { mse, fvu } = row;
      assertAlmostEquals(mse.median, expected[names[i]], 1e-16, names[i]);
      assertAlmostEquals(fvu.median, 12 * expected[names[i]], 1e-15);
      for (const { best, median, iqm, ci95 } of [mse, fvu]) {
        assertEquals([best, iqm, ci95], [median, median, null]);
      }
      assertEquals([row.seeds, row.steps, row.epsilon], [0, 0, null]);
      assertEquals(row.neurons.total, 0);
      assertEquals([row.features, row.hidden, row.sparsity], [2, 1, 0]);
    });
    assert(
      rows.every(({ mse }, i) =>
        i === 0 || rows[i - 1].mse.median <= mse.median
      ),
    );
    assertEquals(await filesBelow(layout.root), {});
    await assertNoStore(layout);
  });
});

Deno.test("trained rows: the engine's own results over seeds 0 to k − 1, trained once", async () => {
  await withFolder(async (layout) => {
    const flags =
      `${trained} --neurons 12,6 --split 1:2 --batch 32 --learning-rate 0.02 --format json`;
    const first = await comparing(flags, layout);
    const rows = rowsOf(first);
    assertEquals(
      rows.map(({ variant, neurons }) => ({ variant, ...neurons }))
        .sort((a, b) => a.total - b.total || a.output - b.output),
      [
        { encoder: 2, decoder: 4, output: 0, total: 6 },
        { encoder: 1, decoder: 3, output: 2, total: 6 },
        { encoder: 4, decoder: 8, output: 0, total: 12 },
        { encoder: 3, decoder: 7, output: 2, total: 12 },
      ].map((neurons) => ({
        variant: neurons.output === 0 ? "identity output" : "relu output",
        ...neurons,
      })),
    );
    for (const { neurons: { encoder, decoder, output }, ...row } of rows) {
      const plain = autoencoder([2, encoder, 1], [1, decoder, 2]);
      const architecture = output === 0 ? plain : withReluOutput(plain);
      const results = await trainSeeds(
        loadEngine(),
        configure({
          architecture,
          data: independent(2, 0),
          initial: neededInitial(architecture),
          schedule: {
            ...{ steps: 50, batch: 32, learningRate: 0.02 },
            ...{ decay: 25, finalLearningRate: 0 },
          },
          optimiser: best.optimiser,
        }),
        [0, 1],
      );
      for (const unit of ["mse", "fvu"] as const) {
        const losses = results.map(({ loss }) => loss[unit]);
        assertEquals(row[unit], summarize(losses, { name: "compare" }));
        assertEquals(row[unit].best, Math.min(...losses));
        const mean = (losses[0] + losses[1]) / 2;
        assertAlmostEquals(row[unit].median, mean, 1e-15 * mean);
      }
      assertEquals([row.seeds, row.steps, row.segments], [2, 50, null]);
      assertEquals(row.parameters, 3 * encoder + encoder + 1 + 4 * decoder + 2);
    }
    // Two seeds of each, with all steps and with half of them.
    assertEquals(entries(layout), 16);
    assertEquals(await comparing(flags, layout), first);
    assertEquals(entries(layout), 16);
  });
});

Deno.test("the preset is the paper's setting, and flags override it", async () => {
  await withFolder(async (layout) => {
    const flags =
      "--preset toy-models --schemes drop,superposition --sparsity 0.9 --seeds 2 --steps 30 --format json";
    const rows = rowsOf(await comparing(flags, layout));
    assertEquals(
      rows.map(({ scheme, features, hidden }) => [scheme, features, hidden]),
      [["drop", 5, 2], ["superposition", 5, 2]],
    );
    const importance = [1, 0.9, 0.9 * 0.9, 0.9 ** 3, 0.9 ** 4];
    assertAlmostEquals(
      rows[0].fvu.median,
      importance.slice(2).reduce((a, b) => a + b) /
        importance.reduce((a, b) => a + b),
    );
    const architecture = superpositionModel(5, 2);
    const results = await trainSeeds(
      loadEngine(),
      configure({
        architecture,
        data: independent(5, 0.9, [
          1,
          0.9,
          0.9 * 0.9,
          0.9 * (0.9 * 0.9),
          0.9 * (0.9 * (0.9 * 0.9)),
        ]),
        initial: neededInitial(architecture),
        schedule: {
          ...{ steps: 30, batch: 1024, learningRate: 0.001 },
          finalLearningRate: 0,
        },
        optimiser: { kind: "adam", weightDecay: 0.01 },
      }),
      [0, 1],
    );
    assertEquals(
      rows[1].mse,
      summarize(results.map(({ loss }) => loss.mse), { name: "compare" }),
    );
    const other = rowsOf(
      await comparing(
        `${flags} --importance 1 --features 4 --hidden 1 --weight-decay 0`,
        layout,
      ),
    );
    assertEquals([other[0].features, other[0].hidden], [4, 1]);
    assertAlmostEquals(other[0].fvu.median, 3 / 4);
    const table = await comparing(
      flags.replace("json", "table").replace("drop,", ""),
      layout,
    );
    assertStringIncludes(table.out, "sparsity 0.9, importance 0.9ⁱ\n");
    assertStringIncludes(
      table.out,
      "30 steps of 1024 samples, learning rate 0.001, weight decay 0.01, split 1:1",
    );
  });
});

Deno.test("tfjs agrees with compiled to 1e-5 after 50 steps and shares no run with it", async () => {
  await withFolder(async (layout) => {
    const flags = `${trained} --neurons 6,12 --format json`;
    const [compiled, tfjs] = [
      rowsOf(await comparing(flags, layout)),
      rowsOf(await comparing(`${flags} --engine tfjs`, layout)),
    ];
    assertEquals(entries(layout), 32);
    compiled.forEach(({ mse, ...row }, i) => {
      assertEquals(tfjs[i].neurons, row.neurons);
      for (const key of ["best", "median", "iqm"] as const) {
        const difference = Math.abs(tfjs[i].mse[key] - mse[key]);
        assert(difference <= 1e-5 * mse[key], `${key}: ${difference}`);
      }
    });
  });
});

Deno.test("sparse features in many dimensions: what does not apply is named, the rest compared", async () => {
  await withFolder(async (layout) => {
    const { code, out, err } = await comparing(
      "--features 20 --hidden 5 --sparsity 0.9 --neurons 20,40,80 --steps 50 --seeds 3",
      layout,
    );
    assertEquals(code, 0);
    assertArrayIncludes(err.split("\n"), [
      "left out piecewise-linear: features is 20 for hidden 5: piecewise-linear puts at most two features into one dimension; choose hidden of at least 10, or the scheme quantized",
    ]);
    const [what, , how, evaluation] = out.split("\n");
    assertEquals(what, "20 features in 5 hidden dimensions, sparsity 0.9");
    assertEquals(
      how,
      "trained: median of 3 seeds with its 95 % interval; 50 steps of 64 samples, learning rate 0.01, split 1:1, engine compiled",
    );
    assertMatch(evaluation, /over 16384 samples, .* at most 0\.000\d{4}; /);
    assertStringIncludes(out, "95 % of fvu    best fvu of 3  last doubling\n");
    const networks = out.split("\n").filter((line) => /nonlinear/.test(line));
    assertEquals(
      networks.map((line) => line.match(/\d+ +\d+\+\d+\+\d+/)?.[0]).sort(),
      [
        ...["20  10+10+0", "40  10+10+20", "40  20+20+0"],
        ...["80  30+30+20", "80  40+40+0"],
      ],
    );
    const linear = out.split("\n").filter((line) => /superposition/.test(line));
    assertEquals(
      linear.map((line) => line.match(/\d+ +\d+\+\d+\+\d+/)?.[0]).sort(),
      [
        ...["20  0+0+20", "20  0+20+0", "40  0+20+20", "40  0+40+0"],
        ...["80  0+60+20", "80  0+80+0"],
      ],
    );
    for (const line of [...networks, ...linear]) {
      assertMatch(
        line,
        /(0\.\d+ +){2}0\.\d{4}–0\.\d{4} +0\.\d{4} +[−+]?\d+\.\d %$/,
      );
    }
  });
});

Deno.test("an ε that is too wide for some Z is left out there only", async () => {
  await withFolder(async (layout) => {
    const outcome = await comparing(
      "--schemes piecewise-linear --segments 2,4 --epsilon 0.01,0.3 --format json",
      layout,
    );
    assertEquals(
      outcome.err,
      "left out piecewise-linear with segments 4, epsilon 0.3: epsilon is 0.3: choose a ramp width of at least 0.000001 and at most 1/Z (here at most 0.25, for segments 4)",
    );
    const pairs = rowsOf(outcome).map(({ segments, epsilon }) =>
      `${segments} ${epsilon}`
    );
    assertEquals([...new Set(pairs)].sort(), ["2 0.01", "2 0.3", "4 0.01"]);
  });
});

Deno.test("a code that ignores segments and ε comes once", async () => {
  await withFolder(async (layout) => {
    const rows = rowsOf(
      await comparing(
        "--schemes linear,quantized --segments 2,3 --epsilon 0.01,0.02 --format json",
        layout,
      ),
    );
    assertEquals(rows.length, 5);
  });
});

Deno.test("diverged runs are null in JSON, inf in CSV, and named", async () => {
  await withFolder(async (layout) => {
    // Too few for a ReLU on the output, which could die before it diverges.
    const flags = `${trained} --neurons 3 --learning-rate 1e30`;
    const json = await comparing(`${flags} --format json`, layout);
    assertEquals(
      json.err,
      "nonlinear identity output with 3 neurons: 2 of 2 seeds diverged; choose a smaller --learning-rate",
    );
    const none = { best: null, median: null, iqm: null, ci95: [null, null] };
    assertEquals(JSON.parse(json.out).rows[0].mse, none);
    assertEquals(rowsOf(json)[0].fvu.ci95, [Infinity, Infinity]);
    const csv = await comparing(`${flags} --format csv`, layout);
    assertStringIncludes(csv.out, `,2,50${",inf".repeat(10)}`);
    const table = await comparing(flags, layout);
    assertMatch(
      table.out,
      /diverged {2}diverged {2}diverged–diverged +diverged$/m,
    );
    assertEquals(rowsOf(json)[0].lastDoubling, null);
  });
});
