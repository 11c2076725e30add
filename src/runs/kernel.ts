/**
 * Where the host has the kernel from: the file beside its source.
 *
 * @module
 */
import { sha256 } from "../numerics/hash.ts";
import { compiledEngine } from "../training/compiled.ts";
import { createKernel, type Kernel } from "../training/compiled/kernel.ts";
import type { Engine } from "../training/engine.ts";

/** The bytes of `kernel.wasm`. */
export const kernelBytes: Uint8Array<ArrayBuffer> = Deno.readFileSync(
  new URL("../training/kernel/kernel.wasm", import.meta.url),
);

/** Their SHA-256, in lower-case hexadecimal: the kernel's identity in the store. */
export const kernelHash: string = sha256(kernelBytes);

let kernel: Kernel | null = null;

/** The kernel of this thread, made at the first call. */
export function loadKernel(): Kernel {
  return kernel ??= createKernel(kernelBytes);
}

/** The engine on that kernel. */
export function loadEngine(): Engine {
  return compiledEngine(loadKernel());
}
