/**
 * A part of all runs, so that several machines can share the training: which part a run belongs to
 * follows from its keys alone. Jobs that must follow or should accompany each other stay together:
 * a network that grows and the one that it grows from, and the seeds that the engine trains in the
 * time of one.
 *
 * @module
 */
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import { groupOf, type Job, neededBy } from "../jobs/mod.ts";

/** One of several disjoint parts of all runs. */
export interface Shard {
  /** Which part, from 1. */
  readonly part: number;
  /** How many parts there are. */
  readonly parts: number;
}

/**
 * Whether a shard has the runs under a key: the first 32 bits of the key, modulo the number of
 * parts, decide.
 */
export function owns({ part, parts }: Shard, key: string): boolean {
  return parseInt(key.slice(0, 8), 16) % parts === part - 1;
}

/**
 * The key that decides where a job belongs, in hexadecimal: that of the job at the root of its
 * chain (the first of those that it needs, the first that this needs, and so on), and of the
 * consecutive seeds that can be done with it.
 */
export function shardKey(job: Job): string {
  let root = job;
  for (let [next] = neededBy(root); next; [next] = neededBy(root)) root = next;
  const { family, seed, lanes } = groupOf(root);
  if (seed === null) return family;
  const group = Math.floor(seed / lanes);
  return sha256(canonicalJson({ root: family, group }));
}

/** Whether a shard has a job. */
export function ownsJob(shard: Shard, job: Job): boolean {
  return owns(shard, shardKey(job));
}
