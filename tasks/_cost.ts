/**
 * What a profile costs, in runs, work and time on this machine.
 *
 * @module
 */
import type { Estimate } from "../src/runs/estimate.ts";
import { jobKinds } from "../src/jobs/mod.ts";
import { loadEngine } from "../src/runs/kernel.ts";
import { duration } from "../src/runs/progress.ts";

/**
 * The cost in one line; `name` says of what. Trains for a moment to learn this machine's speed.
 *
 * @param now a clock, in milliseconds from any origin
 */
export async function costLine(
  name: string,
  { runs, found, work, typical }: Estimate,
  jobs: number,
  now: () => number,
): Promise<string> {
  if (runs === 0) return `${name}: trains nothing`;
  if (found === runs) return `${name}: all of ${runs} runs are in the store`;
  const known = `${name}: ${found} of ${runs} runs are in the store, the ` +
    `others take ${scientific(work)} multiply-adds of forward passes`;
  // What is not trained is over in seconds.
  if (typical.length === 0) return known;
  const workers = Math.min(jobs, navigator.hardwareConcurrency);
  let time = 0;
  for (const { kind, spec } of typical) {
    const pace = await jobKinds.get(kind).pace!(spec, loadEngine(), now);
    time += work / typical.length * pace / workers;
  }
  const plural = jobs === 1 ? "worker" : "workers";
  return `${known}, about ${duration(time)} here with ${jobs} ${plural}`;
}

const scientific = (value: number): string =>
  value.toExponential(1).replace("e+", "e");
