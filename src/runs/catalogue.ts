/**
 * Fills the tables of the core from the folders of the house: every file that is neither `mod.ts`
 * nor begins with an underscore is one thing. There is no list to extend.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { bounds } from "../bounds/mod.ts";
import { distributions } from "../features/mod.ts";
import type { Named, Table } from "../numerics/table.ts";
import { jobKinds } from "../jobs/mod.ts";
import { terms } from "../losses/terms/mod.ts";
import { activations } from "../networks/activations/mod.ts";
import { schemes } from "../schemes/mod.ts";
import { optimisers } from "../training/optimisers/mod.ts";
import { requireFile } from "./files.ts";

/** Every table, in the order of the house. */
export const tables: readonly Pick<Table<Named>, "what" | "folder" | "add">[] =
  [distributions, activations, terms, schemes, bounds, optimisers, jobKinds];

/**
 * The names of the files that a table is filled from, sorted.
 *
 * @throws {UsageError} naming one that is no file
 */
export async function filesOfTable(folder: URL): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const { name } = entry;
    if (
      !name.endsWith(".ts") || name.startsWith("_") || name === "mod.ts"
    ) continue;
    // The loader would wait for what writes into a pipe; a link would be left out in silence.
    requireFile(
      fileURLToPath(new URL(encodeURIComponent(name), folder)),
      entry,
    );
    files.push(name);
  }
  return files.sort();
}

let loaded: Promise<void> | null = null;

/**
 * Fills all tables, once in a process.
 *
 * @throws {Error} naming the file that is wrong, see {@link Table.add}
 */
export function loadCatalogue(): Promise<void> {
  return loaded ??= load(new URL("../../", import.meta.url));
}

async function load(root: URL): Promise<void> {
  for (const table of tables) {
    const folder = new URL(`${table.folder}/`, root);
    for (const file of await filesOfTable(folder)) {
      table.add(
        file,
        await import(new URL(encodeURIComponent(file), folder).href),
      );
    }
  }
}
