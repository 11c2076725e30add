/**
 * The one source of randomness: xoshiro128++ 1.0 (Blackman & Vigna, 2019,
 * https://prng.di.unimi.it/xoshiro128plusplus.c). The training kernel carries the same generator,
 * one per lane; a test holds both to published vectors.
 *
 * @module
 */
import { sha256Bytes } from "./hash.ts";

/** The generator's 128 bits, as four unsigned 32-bit words, not all zero. */
export type RandomState = [number, number, number, number];

/** A uniform source: whole numbers in [0, 2³²). */
export interface RandomSource {
  /** The next 32 random bits, as an unsigned integer. */
  next(): number;
  /** The next uniform double in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
}

const rotateLeft = (x: number, k: number) => (x << k) | (x >>> (32 - k));

/** xoshiro128++ from a given state; the state is copied. */
export function xoshiro128plusplus(state: Readonly<RandomState>): RandomSource {
  let [s0, s1, s2, s3] = state;
  const next = () => {
    const result = (rotateLeft((s0 + s3) | 0, 7) + s0) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotateLeft(s3, 11);
    return result;
  };
  return { next, uniform: () => next() / 2 ** 32 };
}

/**
 * The state of the stream named by (run key, seed, purpose): the first 128 bits, little-endian, of
 * the SHA-256 of the three joined by `/`. Streams of different names are independent for every
 * practical purpose.
 *
 * @param runKey what is being run, e.g. the hash of a training configuration
 * @param seed any whole number
 * @param purpose what the numbers are for, e.g. `"batches"`
 */
export function streamState(
  runKey: string,
  seed: number,
  purpose: string,
): RandomState {
  const digest = sha256Bytes(`${runKey}/${seed}/${purpose}`);
  const view = new DataView(digest.buffer, digest.byteOffset);
  return [0, 4, 8, 12].map((at) => view.getUint32(at, true)) as RandomState;
}

/** The stream named by (run key, seed, purpose), see {@link streamState}. */
export function randomStream(
  runKey: string,
  seed: number,
  purpose: string,
): RandomSource {
  return xoshiro128plusplus(streamState(runKey, seed, purpose));
}
