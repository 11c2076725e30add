/**
 * What the samples of a batch count: all the same, or, where batches are stratified, sample 0 as
 * much as the probability that no feature is active, and the others evenly the rest.
 */
import { BLOCK } from "./block";
import { Run } from "./records";

/** Samples of the batch's block number `index`: BLOCK, or what is left of the batch. */
export function countOf(run: Run, index: i32): i32 {
  const left = run.batch - index * BLOCK;
  return left < BLOCK ? left : BLOCK;
}

/** How many times as much as each of its samples a batch counts, but for the first. */
export function worth(run: Run): f64 {
  return run.stratified ? <f64> (run.batch - 1) / (1.0 - run.nothing) : <f64> run.batch;
}

/** How many times as much as others the first sample of the batch's block number `index` counts. */
export function firstOf(run: Run, index: i32): f32 {
  return run.stratified && index == 0 ? <f32> (run.nothing * worth(run)) : 1;
}
