/**
 * Names for training configurations that do not depend on how they were written down.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { TrainingConfig } from "./config.ts";

/**
 * JSON with sorted keys and no spaces: equal data gives equal text. Numbers keep all their digits.
 *
 * @throws {TypeError} on what JSON cannot hold: NaN, infinities, undefined, functions
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${entries.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`cannot name ${value}: it is not a finite number`);
  }
  const text = JSON.stringify(value);
  if (text === undefined) {
    throw new TypeError(`cannot name a value of type ${typeof value}`);
  }
  return text;
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function trajectory(config: TrainingConfig): unknown {
  const { architecture, data, initial, schedule } = config;
  return {
    architecture,
    data,
    initial: initial.kind === "grown"
      ? { ...initial, from: trajectory(initial.from) }
      : initial,
    schedule,
  };
}

/**
 * The run key: the hash of everything in a configuration that moves a parameter. Streams of random numbers are derived
 * from (run key, seed, purpose). `curvePoints` only watches, and the kernel's bytes are no part of it, so neither a
 * denser curve nor a faster kernel changes which samples a seed sees.
 */
export function configKey(config: TrainingConfig): string {
  return sha256(canonicalJson(trajectory(config)));
}
