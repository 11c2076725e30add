/**
 * Names of values: canonical JSON, and its SHA-256 (FIPS 180-4). Computed here and not by the host,
 * which in browsers only does it asynchronously.
 *
 * @module
 */
import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

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

const encoder = new TextEncoder();

/** SHA-256 of bytes, or of a text in UTF-8: 32 bytes. */
export function sha256Bytes(text: string | Uint8Array): Uint8Array {
  return digest(typeof text === "string" ? encoder.encode(text) : text);
}

/** The same, in lower-case hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return bytesToHex(sha256Bytes(text));
}
