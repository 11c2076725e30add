/**
 * The identity of the compiled kernel. Apart from the engine, so that workers, which never ask, need not read files.
 *
 * @module
 */
import { sha256 } from "../numerics/hash.ts";

/** SHA-256 of the bytes of `kernel/kernel.wasm`, in lower-case hexadecimal. */
export const kernelHash: string = sha256(
  Deno.readFileSync(new URL("./kernel/kernel.wasm", import.meta.url)),
);
