/** What the tests of `compare` share. */
import { assertEquals } from "@std/assert";
import { comparison, type ComparisonRow } from "../../tasks/_comparison.ts";
import { type Layout, layoutOf } from "../../tasks/_layout.ts";
import { compare } from "../../tasks/compare.ts";
import { type Outcome, run } from "./_trial.ts";

/** Runs a test on an empty folder for the store. */
export async function withFolder(
  test: (layout: Layout) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await test(layoutOf(root));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

export const words = (text: string) =>
  text.split(" ").filter((word) => word !== "");

/** Runs `compare` on words between spaces. */
export const comparing = (
  flags: string,
  layout: Layout,
  signal?: AbortSignal,
) => run(compare, words(flags), layout, signal);

/** The rows of a JSON output, by the exported schema. */
export function rowsOf({ code, out, err }: Outcome): ComparisonRow[] {
  assertEquals(code, 0, err);
  return comparison.decode(JSON.parse(out)).rows;
}

export async function assertNoStore(layout: Layout): Promise<void> {
  const there = await Deno.stat(`${layout.root}/.pleat`).catch(() => null);
  assertEquals(there, null);
}

/** Comparisons that many tests begin with. */
export const closed = "--schemes drop,average,linear,quantized";
export const trained = "--schemes nonlinear --steps 50 --seeds 2";

/** Runs in the store. */
export function entries({ store }: Layout): number {
  return [...Deno.readDirSync(store)].filter(({ name }) => name !== "tmp")
    .flatMap(({ name }) => [...Deno.readDirSync(`${store}/${name}`)]).length;
}
