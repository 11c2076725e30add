/**
 * `deno task bench`: engine against engine, in one run and one thread, as ratios.
 *
 * @module
 */
import { compiledWorkers, createRunner } from "../src/runs/runner.ts";
import { memoryStore } from "../src/runs/store.ts";
import { median } from "../src/statistics/quantile.ts";
import { loadCatalogue } from "../src/runs/catalogue.ts";
import { LANES } from "../src/training/compiled/memory.ts";
import { measureKernel, printKernel, shareTargets } from "./_bench_kernel.ts";
import { measureOptimisers, printOptimisers } from "./_bench_optimisers.ts";
import { DEEP, SHAPES, SMALL, trainingOf, WIDE } from "./_bench_shapes.ts";
import { compiled, type Contestant, pytorch, tfjs } from "./_contestants.ts";
import { type Command, parseFlags, toggle } from "./_flags.ts";
import {
  type Effort,
  measureShape,
  multiplyAdds,
  type ShapeResult,
} from "./_measure.ts";
import { runProcess, type Terminal } from "./_task.ts";
import { oneOf } from "./_values.ts";

interface Flags extends Record<string, unknown> {
  format: "table" | "json";
  quick: boolean;
}

/** What the command takes. */
export const command: Command<Flags> = {
  name: "bench",
  summary:
    "Measures engine against engine, per seed and step of 1,024 samples.",
  flags: {
    format: {
      value: "table|json",
      help: "how to print the result",
      default: "table",
      schema: oneOf(["table", "json"]).default("table"),
    },
    quick: toggle("one short round, too short to judge by"),
  },
};

/** Samples of a step, where engines are measured against each other. */
const BATCH = 1024;

/** Where they are. */
const contested = [SMALL, DEEP, "tied 5-2", WIDE] as const;

/** How much faster two workers are than one, on the same jobs; null on a machine with one core. */
async function measureWorkers(
  { rounds, turn }: Effort,
  microseconds: number,
): Promise<number | null> {
  if (navigator.hardwareConcurrency < 2) return null;
  const jobs = 8;
  const steps = Math.ceil(turn * 1e6 / (LANES * microseconds));
  const config = trainingOf(SHAPES[SMALL], BATCH, steps);
  const runners = [1, 2].map((count) =>
    createRunner({
      store: memoryStore(),
      executors: compiledWorkers(count),
      warn: () => {},
    })
  );
  try {
    const ratios: number[] = [];
    // The first round starts the workers and does not count.
    for (let round = 0; round <= rounds; round++) {
      const seeds = Array.from(
        { length: jobs * LANES },
        (_, i) => round * jobs * LANES + i,
      );
      const times: number[] = [];
      for (const runner of runners) {
        const start = performance.now();
        await runner.train(config, seeds);
        times.push(performance.now() - start);
      }
      if (round > 0) ratios.push(times[0] / times[1]);
    }
    return median(ratios);
  } finally {
    for (const runner of runners) runner.close();
  }
}

/** What was aimed at, and what came out; null where it could not be measured. */
interface Target {
  readonly what: string;
  readonly atLeast: number;
  readonly measured: number | null;
  readonly met: boolean | null;
}

function judge(
  shapes: Readonly<Record<string, ShapeResult>>,
  shares: readonly [what: string, atLeast: number, measured: number][],
  workers: number | null,
): Target[] {
  const against = (shape: string, name: string): number | null =>
    shapes[shape].results.find((r) => r.name.startsWith(name))?.ratio ?? null;
  const targets: [what: string, atLeast: number, measured: number | null][] = [
    [`${SMALL}: times tfjs cpu`, 100, against(SMALL, "tfjs cpu")],
    [`${SMALL}: times tfjs wasm`, 20, against(SMALL, "tfjs wasm")],
    [`${SMALL}: times PyTorch`, 8, against(SMALL, "PyTorch")],
    [`${DEEP}: times PyTorch`, 2.5, against(DEEP, "PyTorch")],
    [`${WIDE}: times PyTorch`, 2.5, against(WIDE, "PyTorch")],
    ...shares,
    ["two workers: times one", 1.8, workers],
  ];
  return targets.map(([what, atLeast, measured]) => ({
    what,
    atLeast,
    measured,
    met: measured === null ? null : measured >= atLeast,
  }));
}

function printTable(
  shapes: Readonly<Record<string, ShapeResult>>,
  print: (line: string) => void,
): void {
  print(`per seed and step of ${BATCH} samples, medians`);
  for (const [shape, { results, ...speed }] of Object.entries(shapes)) {
    print("");
    print(
      `${shape}: ${speed.gflops.toFixed(1)} GFLOP/s, ` +
        `${(100 * speed.shareOfPeak).toFixed(0)} % of the SIMD peak of ` +
        speed.peakGflops.toFixed(1),
    );
    for (const { name, variant, microseconds, ratio } of results) {
      print(
        `  ${name.padEnd(18)} ${microseconds.toFixed(1).padStart(9)} µs ${
          ratio.toFixed(1).padStart(7)
        } ×  ${variant}`,
      );
    }
  }
}

function printTargets(
  targets: readonly Target[],
  print: (line: string) => void,
): void {
  for (const { what, atLeast, measured, met } of targets) {
    const verdict = met === null ? "not measured" : met ? "met" : "not met";
    print(
      `${what.padEnd(38)} ${(measured?.toFixed(2) ?? "–").padStart(7)}  ` +
        `at least ${String(atLeast).padEnd(4)} ${verdict}`,
    );
  }
}

/** Runs the command; returns the exit code. */
export async function bench(
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const parsed = parseFlags(command, args);
  if (parsed.help !== null) {
    terminal.print(parsed.help);
    return 0;
  }
  await loadCatalogue();
  const { format, quick } = parsed.flags;
  const effort = quick ? { rounds: 1, turn: 0.005 } : { rounds: 9, turn: 0.15 };
  const contestants: Contestant[] = [
    compiled,
    await tfjs("cpu"),
    await tfjs("wasm"),
  ];
  const torch = await pytorch();
  if (torch !== null) contestants.push(torch);
  else terminal.remark("PyTorch is left out: no python3 can import torch");

  const shapes: Record<string, ShapeResult> = {};
  try {
    for (const shape of contested) {
      terminal.remark(`measuring ${shape}`);
      const config = trainingOf(SHAPES[shape], BATCH);
      shapes[shape] = await measureShape(config, contestants, effort);
    }
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
  terminal.remark("measuring the kernel on batches of all sizes");
  const kernel = measureKernel(effort);
  terminal.remark("measuring two workers against one");
  const { microseconds } = shapes[SMALL].results[0];
  const workers = await measureWorkers(effort, microseconds);
  const targets = judge(shapes, shareTargets(kernel), workers);
  terminal.remark("measuring optimisers");
  const optimisers = measureOptimisers(effort);

  if (format === "json") {
    const listed = contested.map((shape) => ({
      shape,
      multiplyAdds: multiplyAdds(trainingOf(SHAPES[shape], BATCH)),
      ...shapes[shape],
    }));
    terminal.print(
      JSON.stringify(
        { batch: BATCH, shapes: listed, kernel, targets, optimisers },
        null,
        2,
      ),
    );
  } else {
    printTable(shapes, terminal.print);
    terminal.print("");
    printKernel(kernel, terminal.print);
    terminal.print("");
    printTargets(targets, terminal.print);
    terminal.print("");
    printOptimisers(optimisers, terminal.print);
  }
  return 0;
}

if (import.meta.main) await runProcess(bench);
