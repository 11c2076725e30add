import { assertEquals, assertStringIncludes } from "@std/assert";
import { sha256 } from "../../src/numerics/hash.ts";
import { runMain } from "../../tasks/_task.ts";
import {
  compileKernel,
  kernel,
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

Deno.test("kernel takes nothing, and compiles nothing where it is given something", async () => {
  for (const arg of ["--fast", "peak"]) {
    const said: string[] = [];
    const terminal = {
      print: (line: string) => said.push(line),
      remark: (line: string) => said.push(line),
      progress: { write: () => {}, terminal: false },
      signal: new AbortController().signal,
    };
    assertEquals(await runMain(kernel, [arg], terminal), 2);
    assertEquals(said.length, 1);
    assertStringIncludes(said[0], arg);
  }
});
