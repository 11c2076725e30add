/** `compare` as a process: its store, Ctrl-C, its help, its permissions. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { layoutOf } from "../../tasks/_layout.ts";
import {
  closed,
  comparing,
  entries,
  rowsOf,
  trained,
  withFolder,
  words,
} from "./_compare.ts";
import { withCopy } from "../_copy.ts";
import { interrupt } from "./_process.ts";

Deno.test("a store that cannot be written is one line, before anything is trained", async () => {
  await withFolder(async (layout) => {
    await Deno.writeTextFile(`${layout.root}/.pleat`, "a file");
    // Also where a scheme is left out, which is a remark otherwise.
    const { code, out, err } = await comparing("--features 3", layout);
    assertEquals([code, out, err.split("\n").length], [2, "", 1]);
    assertStringIncludes(err, `cannot write the run store "${layout.store}"`);
    assertEquals(
      rowsOf(await comparing(`${closed} --format json`, layout)).length,
      9,
    );
  });
});

Deno.test("Ctrl-C ends a comparison with exit code 130 and no table", async () => {
  // In a process of its own: a worker that is ended while it trains goes on until the process ends.
  await withCopy(async ({ folder }) => {
    for (const engine of ["compiled", "tfjs"]) {
      const { code, out, err } = await interrupt(
        "compare",
        words(
          `--schemes nonlinear --steps 100000000 --seeds 2 --engine ${engine}`,
        ),
        folder,
      );
      assertEquals([code, out], [130, ""], err);
      assertMatch(err, /\ninterrupted after 0 of \d+ runs: [^\n]*\n$/);
    }
  });
});

Deno.test("--help names every flag with its default, and the schemes", async () => {
  await withFolder(async (layout) => {
    const { code, out, err } = await comparing("--help", layout);
    assertEquals([code, err], [0, ""]);
    assertStringIncludes(out, "deno task compare [flags]\n");
    assertStringIncludes(
      out,
      "linear, nonlinear, piecewise-linear, quantized, superposition, superposition-mlp.",
    );
    const flags = out.split("\n").filter((line) => line.startsWith("  --"));
    assertEquals(flags.length, 20);
    for (const line of flags.slice(0, -1)) {
      assertMatch(line, /^ {2}--[a-z-]+ <[^>]+> +.*\(default: .+\)$/);
    }
  });
});

Deno.test("the task itself trains with both engines under its permissions, with JSON alone on stdout", async () => {
  // A copy, so that there is something to train and the store of the repository is left alone.
  await withCopy(async ({ folder, deno }) => {
    for (const engine of ["compiled", "tfjs"]) {
      const { out, err } = await deno(words(
        `task compare ${trained} --neurons 4 --format json --engine ${engine}`,
      ));
      assertStringIncludes(err, "trained 8 of 8 runs in ");
      assertEquals(rowsOf({ code: 0, out, err }).length, 2);
    }
    assertEquals(entries(layoutOf(folder)), 16);
  });
});
