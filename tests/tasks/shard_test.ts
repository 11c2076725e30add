import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Layout } from "../../tasks/_layout.ts";
import { figures } from "../../tasks/figures.ts";
import { storeEntries } from "../runs/_runs.ts";
import { filesBelow, run, trialFigure, withTree } from "./_trial.ts";

/** Tunes a learning rate, then reports networks at the best one, and others that grow from them. */
const staged = trialFigure("staged", 3).replace(
  /const results = await train[^]*?\[1\]\);/,
  `
    const configure = (neurons, learningRate, initial) => configuration({
      architecture: autoencoder([2, neurons, 1], [1, neurons, 2]),
      data: independent(2, 0),
      initial,
      schedule: { steps: 30, batch: 32, learningRate },
      curvePoints: 2,
    });
    const uniform = { kind: "uniform", gain: 1 };
    const scored = await Promise.all([0.001, 0.003, 0.01, 0.03].map(async (rate) => {
      const runs = await train(configure(3, rate, uniform), [1000, 1001, 1002, 1003, 1004, 1005]);
      return { rate, mse: runs.reduce((sum, { loss }) => sum + loss.mse, 0) };
    }));
    const { rate } = scored.reduce((best, one) => one.mse < best.mse ? one : best);
    const from = configure(3, rate, uniform);
    const seeds = Array.from({ length: 16 }, (_, seed) => seed);
    const [base, grown] = await Promise.all([
      train(from, seeds),
      train(configure(5, rate, { kind: "grown", gain: 1, from }), seeds),
    ]);
    const results = profile === "paper" ? [...base, ...grown] : base;`,
);
const trees = {
  "staged/figure.ts": staged,
  "one/figure.ts": trialFigure("one", 2),
};

/** Every run that the two figures make: tuning, base, grown; and those of the other figure. */
const runCount = 4 * 6 + 16 + 16 + 3;

async function train(part: number, layout: Layout) {
  const { code, out, err } = await run(
    figures,
    ["--shard", `${part}/2`, "--jobs", "1"],
    layout,
  );
  assertEquals([code, err], [0, ""]);
  const [, trained] = out.match(/: trained (\d+) runs/)!;
  return {
    out,
    trained: Number(trained),
    pending: out.includes("merge the stores"),
  };
}

/** Copies the entries of one store into another. */
async function copyStore(from: Layout, to: Layout): Promise<void> {
  for (const [path, text] of storeEntries(from.store)) {
    await Deno.mkdir(`${to.store}/${path.split("/")[0]}`, { recursive: true });
    await Deno.writeTextFile(`${to.store}/${path}`, text);
  }
}

Deno.test("two shards in two stores, merged, are one run bit for bit", async () => {
  await withTree(trees, async (one) => {
    assertEquals((await run(figures, ["--jobs", "1"], one)).code, 0);
    const expected = storeEntries(one.store);
    assertEquals(expected.size, runCount);
    await withTree(trees, (first) =>
      withTree(trees, async (second) => {
        const before = await filesBelow(first.root);
        let rounds = 0, trained = 0, pending = true;
        while (pending) {
          // Tuning, what it chooses, and a look at that: what grows needs no round of its own.
          assert(++rounds <= 3);
          const a = await train(1, first);
          const b = await train(2, second);
          const stores = [first, second].map(({ store }) =>
            storeEntries(store)
          );
          trained += a.trained + b.trained;
          pending = a.pending || b.pending;
          if (rounds === 1) {
            assert(a.trained > 0 && b.trained > 0);
            assertEquals([stores[0].size, stores[1].size], [
              a.trained,
              b.trained,
            ]);
            const shared = [...stores[0].keys()].filter((path) =>
              stores[1].has(path)
            );
            assertEquals(shared, []);
            assertStringIncludes(a.out, "staged: waits for other shards");
          }
          await copyStore(first, second);
          await copyStore(second, first);
        }
        // Nothing twice, nothing that is not asked for, nothing but the store written.
        assertEquals(trained, runCount);
        assertEquals(storeEntries(first.store), expected);
        assertEquals(await filesBelow(first.root), before);

        const { out } = await run(figures, ["--dry-run"], first);
        assertEquals(
          out,
          "one: nothing to train, all runs are in the store\n" +
            "staged: nothing to train, all runs are in the store\n" +
            `profile paper: all of ${runCount} runs are in the store`,
        );
        assertEquals((await run(figures, ["--jobs", "1"], first)).code, 0);
        assertEquals(storeEntries(first.store), expected);
        assertEquals(await filesBelow(first.root), await filesBelow(one.root));
      }));
  });
});

Deno.test("shards say what they trained, what they leave, and how to go on", async () => {
  await withTree(
    { "one/figure.ts": trees["one/figure.ts"] },
    async (layout) => {
      const outs: string[] = [];
      for (const part of [1, 2, 1]) {
        outs.push((await train(part, layout)).out);
      }
      // Its three seeds make one job, so that one of the parts has them all.
      const waits = "one: waits for other shards\nshard 1/2: trained 0 runs, " +
        "left 3 to other shards; merge the stores (copy the files of .pleat/store), then the same command goes on";
      const has = (part: number, trained: number) =>
        `one: all runs are in the store\nshard ${part}/2: trained ${trained} runs, ` +
        "nothing is left to other shards; without --shard the figures are drawn";
      assertEquals(
        outs,
        outs[0] === waits
          ? [waits, has(2, 3), has(1, 0)]
          : [has(1, 3), has(2, 0), has(1, 0)],
      );
    },
  );
});

Deno.test("--shard with --dry-run lists the part of the shard and writes nothing", async () => {
  await withTree(trees, async (layout) => {
    const before = await filesBelow(layout.root);
    const plans: string[] = [];
    for (const part of [1, 2]) {
      const args = ["staged", "--dry-run", "--shard", `${part}/2`];
      const { code, out, err } = await run(figures, args, layout);
      assertEquals([code, err], [0, ""]);
      plans.push(out);
    }
    const counts = plans.map((out, i) =>
      Number(
        out.match(`^staged: shard ${i + 1}/2 would train (\\d+) runs; `)![1],
      )
    );
    assertEquals(counts[0] + counts[1], 4 * 6);
    assertEquals(await filesBelow(layout.root), before);
    const other = await run(
      figures,
      ["one", "--dry-run", "--shard", "1/1"],
      layout,
    );
    assertStringIncludes(other.out, "one: shard 1/1 would train 3 runs");
    for (const part of [1, 2]) await train(part, layout);
  });
});

Deno.test("a figure that fails fails its shard", async () => {
  const bad = trialFigure("bad", 3).replace(
    "return results.map",
    'throw new Error("unlucky"); results.map',
  );
  await withTree({ "bad/figure.ts": bad }, async (layout) => {
    const { code, err } = await run(
      figures,
      ["--shard", "1/1", "--jobs", "1"],
      layout,
    );
    assertEquals(code, 1);
    assertStringIncludes(err, "unlucky");
  });
});

Deno.test("Ctrl-C ends a shard with exit code 130 and one line", async () => {
  await withTree(trees, async (layout) => {
    const args = ["--shard", "1/2"];
    const { code, err } = await run(figures, args, layout, AbortSignal.abort());
    assertEquals([code, err.split("\n").length], [130, 1]);
    assertStringIncludes(err, "interrupted");
  });
});

for (const text of ["0/2", "3/2", "a", "1/0", "1/2/3", "-1/2", "1.5/2"]) {
  for (const more of [[], ["--dry-run"]]) {
    const args = ["--shard", text, ...more];
    Deno.test(`figures refuses ${args.join(" ")} and writes nothing`, async () => {
      await withTree(trees, async (layout) => {
        const before = await filesBelow(layout.root);
        assertEquals(await run(figures, args, layout), {
          code: 2,
          out: "",
          err:
            `--shard is "${text}": give i/k with whole numbers, 1 ≤ i ≤ k, e.g. 1/2`,
        });
        assertEquals(await filesBelow(layout.root), before);
        assertEquals(
          await Deno.stat(layout.store).catch(() => "missing"),
          "missing",
        );
      });
    });
  }
}
