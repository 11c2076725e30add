import { assertEquals } from "@std/assert";
import { sha256 } from "../../src/numerics/hash.ts";
import { compileKernel, KERNELS } from "../../tasks/kernel.ts";

Deno.test("the committed kernels are what their sources compile to", async () => {
  for (const name of KERNELS) {
    const committed = await Deno.readFile(
      new URL(`../../src/training/kernel/${name}.wasm`, import.meta.url),
    );
    assertEquals(
      sha256(await compileKernel(name)),
      sha256(committed),
      `${name}.wasm is out of date: run the task kernel`,
    );
  }
});
