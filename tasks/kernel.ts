/**
 * `deno task kernel`: compiles the AssemblyScript kernels to the `.wasm` files that are committed beside them.
 *
 * @module
 */
import asc from "assemblyscript/asc";

const FOLDER = new URL("../src/training/kernel/", import.meta.url);
/** The modules that are compiled, by name. */
export const KERNELS = ["kernel", "peak"];

/** Compiles one module; the result depends on the source and the compiler's pinned version alone. */
export async function compileKernel(name: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([
    ...[`${name}.ts`, "--outFile", `${name}.wasm`],
    ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge"],
    ...["--noAssert", "--runtime", "stub", "--enable", "simd"],
  ], {
    readFile: (file) => {
      try {
        return Deno.readTextFileSync(new URL(file, FOLDER));
      } catch {
        return null;
      }
    },
    writeFile: (_file, contents) => {
      if (contents instanceof Uint8Array) binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary) {
    throw new Error(`cannot compile ${name}.ts: ${stderr.toString()}`);
  }
  return binary;
}

if (import.meta.main) {
  for (const name of KERNELS) {
    const binary = await compileKernel(name);
    await Deno.writeFile(new URL(`${name}.wasm`, FOLDER), binary);
    console.log(`${name}.wasm: ${binary.length} bytes`);
  }
}
