/**
 * The kernel alone, on batches of the sizes that figures train on: what share of the machine's peak
 * it reaches.
 *
 * @module
 */
import { median } from "../src/statistics/quantile.ts";
import { LANES } from "../src/training/compiled/memory.ts";
import type { TrainingConfig } from "../src/training/config.ts";
import { startTraining } from "./_bench_run.ts";
import { SHAPES, trainingOf } from "./_bench_shapes.ts";
import {
  type Effort,
  measurePeak,
  multiplyAdds,
  processorTime,
} from "./_measure.ts";

/** How the kernel did on a shape, with one size of batch. */
export interface KernelSpeed {
  readonly shape: string;
  readonly batch: number;
  /** Median time of one step of one seed, in µs. */
  readonly microseconds: number;
  readonly gflops: number;
  /** Share of the machine's WASM SIMD multiply-add peak. */
  readonly shareOfPeak: number;
}

const batches = [64, 128, 256, 1024];

/** What share was aimed at, whatever the batch. */
const aims: readonly [shape: keyof typeof SHAPES, atLeast: number][] = [
  ["2-6-1-6-2", 0.5],
  ["2-18-1-18-2", 0.5],
  ["20-10-5-10-20", 0.65],
  ["20-40-5-40-20", 0.65],
];

/** Lets kernel and peak take turns, each a third as long as those of engines. */
function measure(
  config: TrainingConfig,
  { rounds, turn }: Effort,
): Omit<KernelSpeed, "shape" | "batch"> {
  const run = startTraining(config);
  const time = (steps: number): number => {
    const start = processorTime();
    run.train(steps);
    return (processorTime() - start) / (steps * LANES);
  };
  let steps = 1;
  while (time(steps) * steps * LANES < turn / 6) steps *= 2;
  const times: number[] = [], peaks: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(time(2 * steps));
    peaks.push(measurePeak(turn / 9));
  }
  const speeds = times.map((t) => 2 * multiplyAdds(config) / t / 1e9);
  return {
    microseconds: 1e6 * median(times),
    gflops: median(speeds),
    shareOfPeak: median(speeds.map((speed, round) => speed / peaks[round])),
  };
}

/** Measures every shape with every size of batch. */
export function measureKernel(effort: Effort): KernelSpeed[] {
  return Object.entries(SHAPES).flatMap(([shape, architecture]) =>
    batches.map((batch) => ({
      shape,
      batch,
      ...measure(trainingOf(architecture, batch), effort),
    }))
  );
}

/** What was aimed at, and the smallest share of all sizes of batch. */
export function shareTargets(
  speeds: readonly KernelSpeed[],
): [what: string, atLeast: number, measured: number][] {
  return aims.map(([name, atLeast]) => [
    `${name}: share of the SIMD peak`,
    atLeast,
    Math.min(
      ...speeds.filter(({ shape }) => shape === name)
        .map(({ shareOfPeak }) => shareOfPeak),
    ),
  ]);
}

/** Prints a line per shape. */
export function printKernel(
  speeds: readonly KernelSpeed[],
  print: (line: string) => void,
): void {
  print(
    `share of the SIMD peak with batches of ${
      batches.map((batch) => batch.toLocaleString("en")).join(", ")
    } samples`,
  );
  for (const name of Object.keys(SHAPES)) {
    const shares = speeds.filter(({ shape }) => shape === name)
      .map(({ shareOfPeak }) => `${(100 * shareOfPeak).toFixed(0)} %`);
    print(`  ${name.padEnd(18)}${shares.map((x) => x.padStart(8)).join("")}`);
  }
}
