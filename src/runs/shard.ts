/**
 * A part of all runs, so that several machines can share the training: which part a run belongs to follows from its
 * keys alone. Runs that must follow or should accompany each other stay together: a network that grows and the one
 * that it grows from, and the seeds that the engine trains in the time of one.
 *
 * @module
 */
import type { PolylineOptions } from "../bounds/polyline/search.ts";
import { LANES } from "../training/compiled/memory.ts";
import type { TrainingConfig } from "../training/config.ts";
import { configKey } from "../training/config_key.ts";
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import { polylineKey } from "../jobs/job.ts";

/** One of several disjoint parts of all runs. */
export interface Shard {
  /** Which part, from 1. */
  readonly part: number;
  /** How many parts there are. */
  readonly parts: number;
}

/** Whether a shard has the runs under a key: the first 32 bits of the key, modulo the number of parts, decide. */
export function owns({ part, parts }: Shard, key: string): boolean {
  return parseInt(key.slice(0, 8), 16) % parts === part - 1;
}

/**
 * The key that decides where one trained run belongs, in hexadecimal: the run key of the configuration at the root of
 * its chain, and the group of consecutive seeds that can share a job.
 */
export function shardKey(config: TrainingConfig, seed: number): string {
  let root = config;
  while (root.initial.kind === "grown") root = root.initial.from;
  const group = Math.floor(seed / LANES);
  return sha256(canonicalJson({ root: configKey(root), group }));
}

/** Whether a shard has the run of a seed. */
export function ownsTraining(
  shard: Shard,
  config: TrainingConfig,
  seed: number,
): boolean {
  return owns(shard, shardKey(config, seed));
}

/** Whether a shard has the search for a polyline. */
export function ownsPolyline(shard: Shard, options: PolylineOptions): boolean {
  return owns(shard, polylineKey(options));
}
