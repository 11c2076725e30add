/**
 * Finds the figures: every file of this folder that does not begin with an underscore is one.
 *
 * @module
 */
import { z } from "zod";
import type { Figure } from "./_figure.ts";

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
 * @param folder where to look; default this folder
 * @throws {Error} naming the file whose default export is missing or malformed, or whose id or order is not its own
 */
export async function discoverFigures(
  folder: URL = new URL("./", import.meta.url),
): Promise<Figure[]> {
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".ts") && !name.startsWith("_")) {
      files.push(name);
    }
  }
  const figures: Figure[] = [];
  const orders = new Map<number, string>();
  for (const file of files.sort()) {
    const module: Record<string, unknown> = await import(
      new URL(file, folder).href
    );
    const figure = check(file, module.default);
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

function check(file: string, value: unknown): Figure {
  if (value === undefined) {
    throw new Error(
      `figures/${file} has no default export: export a Figure, or begin the file's name with an underscore`,
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
  const id = file.slice(0, -".ts".length);
  if (result.data.id !== id) {
    throw new Error(
      `figures/${file}: its id is "${result.data.id}": make it "${id}", the file's name`,
    );
  }
  return value as Figure;
}
