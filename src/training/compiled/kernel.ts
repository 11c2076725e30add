/**
 * An instance of the compiled kernel. Everything that it knows lies in its memory, so several may
 * work side by side.
 *
 * @module
 */
import type { Activation } from "../../networks/activations/mod.ts";
import { ACTIVATIONS } from "./layout.ts";

/** What `kernel/kernel.ts` exports. Runs are given by the address of their record. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  memoryStart(): number;
  gradient(run: number): void;
  step(run: number): void;
  stepped(run: number): void;
  train(run: number, steps: number): void;
}

/** A kernel with a memory of its own. One run lives in it at a time. */
export interface Kernel extends Exports {
  /**
   * The number by which the kernel knows an activation: its own, or one for the host's, which it
   * then calls.
   */
  activationCode(activation: Activation): number;
}

/**
 * Makes a kernel.
 *
 * @param bytes those of `src/training/kernel/kernel.wasm`
 */
export function createKernel(bytes: BufferSource): Kernel {
  const hosted: Activation[] = [];
  const activationCode = (activation: Activation): number => {
    const { id, kernel } = activation;
    if (kernel !== undefined) {
      if (kernel < ACTIVATIONS) return kernel;
      throw new RangeError(
        `activation "${id}" says that it is number ${kernel} in the kernel, which has ${ACTIVATIONS}: leave kernel out`,
      );
    }
    if (!hosted.includes(activation)) hosted.push(activation);
    return ACTIVATIONS + hosted.indexOf(activation);
  };
  const floats = (at: number, count: number) =>
    new Float32Array(exports.memory.buffer, at, count);
  const { exports: made } = new WebAssembly.Instance(
    new WebAssembly.Module(bytes),
    {
      host: {
        activate(code: number, before: number, output: number, count: number) {
          const activation = hosted[code - ACTIVATIONS];
          const x = floats(before, count), y = floats(output, count);
          // What is stored is rounded to float32.
          for (let i = 0; i < count; i++) y[i] = activation.apply(x[i]);
        },
        differentiate(
          code: number,
          before: number,
          delta: number,
          count: number,
        ) {
          const activation = hosted[code - ACTIVATIONS];
          const x = floats(before, count), d = floats(delta, count);
          for (let i = 0; i < count; i++) {
            // Behind the end of a batch nothing depends on anything, however steep the activation
            // is there.
            if (d[i] !== 0) {
              d[i] *= Math.fround(activation.derivative(x[i]));
            }
          }
        },
      },
    },
  );
  const exports = made as unknown as Exports;
  return { ...exports, activationCode };
}
