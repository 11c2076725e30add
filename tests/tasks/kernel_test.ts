import { assertEquals } from "@std/assert";
import { sha256 } from "../../src/numerics/hash.ts";
import {
  compileKernel,
  kernelLayout,
  KERNELS,
  LAYOUT,
} from "../../tasks/kernel.ts";

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

Deno.test("the committed layout is what the kernel's records compile to", async () => {
  assertEquals(
    await kernelLayout(),
    await Deno.readTextFile(LAYOUT),
    "layout.ts is out of date: run the task kernel",
  );
});
