/**
 * Finds the figures: every folder of `figures/` is one, its file `figure.ts` has it as its default
 * export.
 *
 * @module
 */
import { z } from "zod";
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
 * @throws {Error} naming the file whose default export is missing or malformed, or whose id or
 * order is not its own
 */
export async function discoverFigures(
  folder: URL = new URL("../../figures/", import.meta.url),
): Promise<Figure[]> {
  const ids: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) ids.push(name);
  }
  const figures: Figure[] = [];
  const orders = new Map<number, string>();
  for (const id of ids.sort()) {
    const file = `${id}/figure.ts`;
    const module: Record<string, unknown> = await import(
      new URL(file, folder).href
    );
    const figure = check(id, file, module.default);
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
