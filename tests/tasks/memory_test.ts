/** What a comparison would take of the memory is counted, and too much is refused in words. */
import { assert, assertEquals } from "@std/assert";
import type { Problem } from "../../src/constructions/problem.ts";
import { independent } from "../../src/features/mod.ts";
import { autoencoder, countParameters } from "../../src/networks/network.ts";
import { kernelBytes } from "../../src/runs/kernel.ts";
import { createKernel } from "../../src/training/compiled/kernel.ts";
import { layOut } from "../../src/training/compiled/places.ts";
import { workerBytes } from "../../tasks/_memory.ts";
import { configWith } from "../training/_configs.ts";
import { assertNoStore, comparing, rowsOf, withFolder } from "./_compare.ts";

const cases: [widths: number[], batch: number, noise: number, data: string][] =
  [
    [[200, 900, 50], 10_000, 0, "independent"],
    [[200, 30, 50], 10_000, 0.5, "independent"],
    [[20, 300, 10], 10_000, 0, "correlated:2"],
    [[20, 300, 10], 10_000, 0.5, "correlated:2"],
  ];
for (const [widths, batch, noise, name] of cases) {
  Deno.test(`the memory of ${widths}, batches of ${batch}, noise ${noise}, ${name} is counted`, () => {
    const [kind] = name.split(":");
    const features = widths[0];
    const architecture = autoencoder(widths, [...widths].reverse());
    const data = kind === "independent"
      ? independent(features, 0)
      : { ...independent(features, 0), kind, group: 2 };
    const config = configWith({
      architecture,
      data,
      noise,
      schedule: { batch },
    });
    const kernel = createKernel(kernelBytes);
    layOut(kernel, config, kind !== "independent");
    const taken = kernel.memory.buffer.byteLength;
    const problem: Problem = { data, hidden: widths[2], noise };
    const parameters = countParameters(architecture);
    const counted = workerBytes({ architecture, parameters }, problem, {
      batch,
      engine: "compiled",
    });
    const ratio = counted / taken;
    assert(ratio > 0.95 && ratio < 1.6, `${counted} by ${taken}: ${ratio}`);
    const tfjs = workerBytes({ architecture, parameters }, problem, {
      batch,
      engine: "tfjs",
    });
    assert(tfjs >= counted);
  });
}

const refused: [flags: string, message: string][] = [
  [
    "--features 1000 --hidden 500 --noise 1 --batch 1000000 --schemes nonlinear --neurons 6",
    "nonlinear with 6 neurons and 10506 parameters would take 48 GB of memory in every worker for a --batch of 1000000, at most 1 GB will do: choose smaller --features, --neurons or --batch",
  ],
  [
    "--features 1000 --hidden 999 --schemes nonlinear --neurons 10000",
    "nonlinear with 10000 neurons and 20001999 parameters would take 1.3 GB of memory in every worker for a --batch of 64, at most 1 GB will do: choose smaller --features, --neurons or --batch",
  ],
  [
    "--features 1000 --hidden 999 --schemes superposition --seeds 10000",
    "--seeds is 10000, which makes 20000 networks of 160 GB in all, at most 1 GB will do: choose fewer seeds, or fewer or smaller networks",
  ],
];
for (const [flags, err] of refused) {
  Deno.test(`compare refuses ${flags} before it takes the memory`, async () => {
    await withFolder(async (layout) => {
      const outcome = await comparing(flags, layout);
      assertEquals(outcome, { code: 2, out: "", err });
      await assertNoStore(layout);
    });
  });
}

Deno.test("the largest batch is taken where only a block of it is in memory", async () => {
  await withFolder(async (layout) => {
    const flags =
      "--schemes nonlinear --neurons 4 --batch 1000000 --steps 1 --seeds 1 --format json";
    assertEquals(rowsOf(await comparing(flags, layout)).length, 2);
  });
});
