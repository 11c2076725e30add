/**
 * Measures contestants against each other on a machine that others use too: they take turns, what
 * counts is the processor's time, and of that the median of the ratios within a round.
 *
 * @module
 */
import process from "node:process";
import { median } from "../src/statistics/quantile.ts";
import type { Contestant, Loop } from "./_contestants.ts";
import type { TrainingConfig } from "../src/training/config.ts";
import { multiplyAdd } from "../src/training/kernel/peak.wasm";

/** How long to measure. */
export interface Effort {
  /** Turns that every contestant takes. */
  readonly rounds: number;
  /** Seconds that one turn of one contestant lasts. */
  readonly turn: number;
}

/** How a contestant did. */
export interface Result {
  readonly name: string;
  readonly variant: string;
  /** Median time of one step of one seed, in µs. */
  readonly microseconds: number;
  /** Median over rounds of its time by the first contestant's. */
  readonly ratio: number;
}

/** How all contestants did on a shape. */
export interface ShapeResult {
  readonly results: readonly Result[];
  /** The first contestant's speed, in 10⁹ floating-point operations a second. */
  readonly gflops: number;
  /** Its share of the machine's WASM SIMD multiply-add peak, and that peak. */
  readonly shareOfPeak: number;
  readonly peakGflops: number;
}

/**
 * Multiply-adds of one step of one seed: forward, gradients of the weights, and gradients of the
 * inputs of every layer but the first.
 */
export function multiplyAdds(config: TrainingConfig): number {
  const sizes = config.architecture.layers.map((layer) =>
    layer.inputs * layer.outputs
  );
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return config.schedule.batch * (3 * all - sizes[0]);
}

/** Seconds that the processor has worked for this process. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Peak of one core, in 10⁹ operations a second, measured for about `seconds`. */
export function measurePeak(seconds: number): number {
  const ROUNDS = 200_000, PER_ROUND = 12 * 4 * 2;
  const start = processorTime();
  let done = 0, elapsed = 0;
  do {
    multiplyAdd(ROUNDS, 0.5, 1);
    done += ROUNDS * PER_ROUND;
    elapsed = processorTime() - start;
  } while (elapsed < seconds);
  return done / elapsed / 1e9;
}

/** A loop that is warm, with the number of steps that fills a turn. */
interface Warm {
  readonly loop: Loop;
  readonly steps: number;
  readonly seconds: number;
}

async function warmUp(loop: Loop, turn: number): Promise<Warm> {
  // Seconds are per seed: what a turn lasts is seen from outside.
  let steps = 1;
  for (;;) {
    const start = performance.now();
    const seconds = await loop.time(steps);
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed >= turn / 2) {
      return {
        loop,
        seconds,
        steps: Math.max(1, Math.round(steps * turn / elapsed)),
      };
    }
    steps *= 2;
  }
}

/** Lets the contestants take turns at a shape. */
export async function measureShape(
  config: TrainingConfig,
  contestants: readonly Contestant[],
  { rounds, turn }: Effort,
): Promise<ShapeResult> {
  const chosen: Warm[] = [];
  for (const contestant of contestants) {
    const warm: Warm[] = [];
    for (const loop of contestant.loops(config)) {
      warm.push(await warmUp(loop, turn));
    }
    chosen.push(warm.reduce((a, b) => b.seconds < a.seconds ? b : a));
  }
  const peaks: number[] = [];
  const times: number[][] = chosen.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { loop, steps }] of chosen.entries()) {
      times[i].push(await loop.time(steps));
    }
    peaks.push(measurePeak(turn / 3));
  }
  const speeds = times[0].map((t) => 2 * multiplyAdds(config) / t / 1e9);
  return {
    results: chosen.map(({ loop }, i) => ({
      name: contestants[i].name,
      variant: loop.variant,
      microseconds: 1e6 * median(times[i]),
      ratio: median(times[i].map((t, round) => t / times[0][round])),
    })),
    gflops: median(speeds),
    shareOfPeak: median(speeds.map((speed, round) => speed / peaks[round])),
    peakGflops: median(peaks),
  };
}
