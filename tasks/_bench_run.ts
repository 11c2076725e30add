/**
 * Training in the kernel, as the benchmark starts it.
 *
 * @module
 */
import { streamState } from "../src/numerics/random.ts";
import { loadKernel } from "../src/runs/kernel.ts";
import { LANES } from "../src/training/compiled/memory.ts";
import { KernelRun } from "../src/training/compiled/run.ts";
import type { TrainingConfig } from "../src/training/config.ts";
import { initialParameters } from "../src/training/initial.ts";

/** Four seeds in the kernel's four lanes. The kernel has one run at a time. */
export function startTraining(config: TrainingConfig): KernelRun {
  const lanes = Array.from({ length: LANES }, (_, lane) => lane);
  return new KernelRun(
    loadKernel(),
    config,
    lanes.map((lane) => initialParameters(config, lane, null)),
    lanes.map((lane) => streamState("bench", lane, "batches")),
  );
}
