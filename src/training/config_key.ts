/**
 * The name of a configuration: what its random streams are derived from.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { TrainingConfig } from "./config.ts";

/** JSON with the keys of every object sorted, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
        : inner,
  );
}

/** SHA-256 of a text, in lower-case hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The configuration without its learning curve, and without noise where that is 0; likewise the runs that it grows from. */
function essentials({ noise, ...config }: TrainingConfig): object {
  const { initial } = config;
  return {
    ...config,
    initial: initial.kind === "grown"
      ? { ...initial, from: essentials(initial.from) }
      : initial,
    curvePoints: 0,
    ...(noise > 0 && { noise }),
  };
}

/**
 * The run key of a configuration. How many points of the learning curve are kept changes no number, so it is left out; so is the
 * kernel, so that a faster one sees the same batches. Without noise a run is what it was before there was any.
 */
export function configKey(config: TrainingConfig): string {
  return sha256(canonicalJson(essentials(config)));
}
