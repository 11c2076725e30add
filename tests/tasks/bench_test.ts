import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import { z } from "zod";
import { autoencoder } from "../../src/networks/network.ts";
import { measurePeak, multiplyAdds } from "../../tasks/_measure.ts";
import { configWith } from "../training/_configs.ts";
import { root } from "../_sources.ts";
import { startTask } from "./_process.ts";

const report = z.strictObject({
  batch: z.literal(1024),
  shapes: z.array(z.strictObject({
    shape: z.string(),
    multiplyAdds: z.int(),
    results: z.array(z.strictObject({
      name: z.string(),
      variant: z.string(),
      microseconds: z.number().positive(),
      ratio: z.number().positive(),
    })),
    gflops: z.number().positive(),
    shareOfPeak: z.number().positive(),
    peakGflops: z.number().positive(),
  })),
  kernel: z.array(z.strictObject({
    shape: z.string(),
    batch: z.int(),
    microseconds: z.number().positive(),
    gflops: z.number().positive(),
    shareOfPeak: z.number().positive(),
  })),
  targets: z.array(z.strictObject({
    what: z.string(),
    atLeast: z.number(),
    measured: z.number().positive().nullable(),
    met: z.boolean().nullable(),
  })),
  optimisers: z.array(z.strictObject({
    shape: z.string(),
    optimiser: z.string(),
    time: z.number().positive(),
    counted: z.number().positive(),
  })),
});

/** Runs the command with the permissions of its task. */
async function bench(...args: string[]) {
  const { code, stdout, stderr } = await startTask("bench", args).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("bench measures every shape in every engine, and judges by its targets", async () => {
  const { code, out, err } = await bench("--quick", "--format", "json");
  assertEquals(code, 0, err);
  const { shapes, kernel, targets, optimisers } = report.parse(
    JSON.parse(out),
  );
  assertEquals(
    shapes.map(({ shape, multiplyAdds }) => [shape, multiplyAdds]),
    [
      // Three passes over all weights, less the gradients of the inputs.
      ["2-18-1-18-2", 1024 * (3 * 108 - 36)],
      ["20-40-5-40-20", 1024 * (3 * 2000 - 800)],
      ["tied 5-2", 1024 * (3 * 20 - 10)],
      ["tied 80-20", 1024 * (3 * 3200 - 1600)],
    ],
  );
  const torch = !err.includes("PyTorch is left out");
  for (const { results } of shapes) {
    const names = results.map(({ name }) => name);
    assertEquals(names.slice(0, 3), ["compiled", "tfjs cpu", "tfjs wasm"]);
    assertEquals(results.length, torch ? 4 : 3);
    assertEquals(results[0].ratio, 1);
  }
  assertEquals(
    [...Map.groupBy(kernel, ({ shape }) => shape)]
      .map(([shape, speeds]) => [shape, ...speeds.map(({ batch }) => batch)]),
    [
      "2-6-1-6-2",
      "2-18-1-18-2",
      "20-10-5-10-20",
      "20-40-5-40-20",
      "tied 5-2",
      "tied 80-20",
    ].map((shape) => [shape, 64, 128, 256, 1024]),
  );
  assertEquals(targets.length, 10);
  for (const { what, atLeast, measured, met } of targets) {
    assertEquals(met, measured === null ? null : measured >= atLeast, what);
    if (what.includes("PyTorch")) assertEquals(measured !== null, torch);
    if (what.endsWith("share of the SIMD peak")) {
      const shares = kernel.filter(({ shape }) => what.startsWith(`${shape}:`));
      assertEquals(measured, Math.min(...shares.map((s) => s.shareOfPeak)));
    }
  }
  assertEquals(
    [...new Set(optimisers.map(({ shape }) => shape))],
    ["2-18-1-18-2", "20-40-5-40-20", "80-160-20-160-80"],
  );
  for (const { optimiser, time, counted } of optimisers) {
    if (optimiser === "adam") assertEquals([time, counted], [1, 1]);
    else assert(counted > 1, `${optimiser} is counted as ${counted} of Adam`);
  }
  assert(optimisers.some(({ optimiser }) => optimiser === "soap"));
});

Deno.test("bench refuses what it does not know", async () => {
  const refused = await Promise.all([
    bench("--format", "xml"),
    bench("--fast"),
    bench("all"),
  ]);
  const lines = [
    '--format is "xml": give one of table, json',
    "--fast is not a flag of bench",
    '"all" means nothing to bench',
  ];
  refused.forEach(({ code, out, err }, i) => {
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, lines[i]);
  });
});

Deno.test("multiply-adds are counted forward, for the weights, and for all inputs but the first", () => {
  const config = configWith({
    architecture: autoencoder([3, 5, 2], [2, 3]),
    data: { features: 3 },
    schedule: { batch: 10 },
  });
  assertEquals(multiplyAdds(config), 10 * (31 + 31 + 16));
  const tied = configWith({
    architecture: superpositionModel(7, 2),
    data: { features: 7 },
    schedule: { batch: 1 },
  });
  assertEquals(multiplyAdds(tied), 28 + 28 + 14);
});

Deno.test("the peak is that of a machine", () => {
  const peak = measurePeak(0.02);
  assert(peak > 0.5 && peak < 500, `${peak} GFLOP/s`);
});

Deno.test("PyTorch's process ends with the benchmark, whatever it computes", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // A torch that never gets done.
    await Deno.mkdir(`${folder}/torch`);
    await Deno.writeTextFile(
      `${folder}/torch/__init__.py`,
      'print("busy", flush=True)\nwhile True: pass\n',
    );
    const process = new Deno.Command("python3", {
      args: [new URL("tasks/bench_torch.py", root).pathname],
      env: { PYTHONPATH: folder },
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const late = setTimeout(() => process.kill("SIGKILL"), 20_000);
    const output = process.stdout.getReader();
    const { value } = await output.read();
    assertEquals(new TextDecoder().decode(value).trim(), "busy");
    await process.stdin.close();
    assertEquals((await process.status).code, 0);
    clearTimeout(late);
    await output.cancel();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
