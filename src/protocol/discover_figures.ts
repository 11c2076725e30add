/**
 * Finds the figures: every folder of `figures/` is one, its file `figure.ts` has it as its default
 * export.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { isDraft } from "../runs/drafts.ts";
import { readText } from "../runs/files.ts";
import { UsageError } from "../runs/usage_error.ts";
import type { Figure } from "./figure.ts";

const fn = z.custom<(...parameters: never[]) => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

/** What can be checked of a figure before it does anything. */
const shape = z.strictObject({
  id: z.string(),
  title: z.string().min(1),
  order: z.int().min(1),
  full: z.literal(true).optional(),
  row: z.custom((value) => value instanceof z.ZodType, "must be a zod schema"),
  rows: fn,
  caption: fn,
  spec: fn,
  claims: fn,
});

/**
 * All figures, in their order.
 *
 * @param folder where to look; default `figures/`
 * @throws {UsageError} naming what is no figure's folder, or no file in one
 * @throws {Error} naming the file whose default export is missing or malformed, or whose id or
 * order is not its own
 */
export async function discoverFigures(
  folder: URL = new URL("../../figures/", import.meta.url),
): Promise<Figure[]> {
  const ids: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const { name, isDirectory, isFile } = entry;
    if (isDirectory && !isDraft(name)) ids.push(name);
    // Left out in silence, its figure would be missing from the README too.
    if (!isDirectory && !isFile) {
      throw new UsageError(
        `"${pathIn(folder, name)}" is neither a folder nor a file: ` +
          "put the figure's folder itself there, or delete it",
      );
    }
  }
  const figures: Figure[] = [];
  const orders = new Map<number, string>();
  for (const id of ids.sort()) {
    const file = `${id}/figure.ts`;
    const figure = check(id, file, (await load(id, folder)).default);
    const other = orders.get(figure.order);
    if (other !== undefined) {
      throw new Error(
        `figures/${file}: order ${figure.order} is taken by figures/${other}: give it another`,
      );
    }
    orders.set(figure.order, file);
    figures.push(figure);
  }
  return figures.sort((a, b) => a.order - b.order);
}

const pathIn = (folder: URL, name: string): string =>
  fileURLToPath(folder) + name;

/**
 * Imports a figure. Its files are read before: the loader would wait for what writes into a pipe,
 * take other encodings for UTF-8's, and say with a stack what it cannot read.
 */
async function load(id: string, folder: URL): Promise<Record<string, unknown>> {
  const sources: string[] = [];
  for (const { name } of Deno.readDirSync(pathIn(folder, id))) {
    if (!name.endsWith(".ts")) continue;
    const path = pathIn(folder, `${id}/${name}`);
    readText(path);
    sources.push(path);
  }
  const path = pathIn(folder, `${id}/figure.ts`);
  if (!sources.includes(path)) {
    throw new UsageError(
      `"${path}" is missing: add the figure, or delete its folder`,
    );
  }
  return await import(new URL(`${id}/figure.ts`, folder).href);
}

function check(id: string, file: string, value: unknown): Figure {
  if (value === undefined) {
    throw new Error(
      `figures/${file} has no default export: export a Figure`,
    );
  }
  const result = shape.safeParse(value);
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new Error(
      `figures/${file}: the default export is not a Figure: ${
        path.join(".") || "it"
      }: ${message}`,
    );
  }
  if (result.data.id !== id) {
    throw new Error(
      `figures/${file}: its id is "${result.data.id}": make it "${id}", the folder's name`,
    );
  }
  return value as Figure;
}
