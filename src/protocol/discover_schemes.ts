/**
 * Finds the schemes: every file of `src/schemes/` but `mod.ts` that does not begin with an underscore.
 *
 * @module
 */
import { z } from "zod";
import type { Scheme } from "../schemes/mod.ts";

const schemeModule = z.object({
  default: z.object({
    id: z.string().min(1),
    summary: z.string().min(1),
    candidates: z.custom<Scheme["candidates"]>(
      (value) => typeof value === "function",
      "must be a function",
    ),
  }),
});

/**
 * Loads every scheme of a folder, sorted by id.
 *
 * @param folder file URL of the folder, with a trailing slash; `src/schemes/` unless told otherwise
 * @throws {Error} naming the file whose default export is missing or malformed, or whose id is not its name or is taken
 */
export async function discoverSchemes(
  folder: URL = new URL("../schemes/", import.meta.url),
): Promise<Scheme[]> {
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (
      isFile && name.endsWith(".ts") && !name.startsWith("_") &&
      name !== "mod.ts"
    ) {
      files.push(name);
    }
  }
  const owners = new Map<string, string>();
  const schemes: Scheme[] = [];
  for (const file of files.sort()) {
    const parsed = schemeModule.safeParse(
      await import(new URL(encodeURIComponent(file), folder).href),
    );
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0];
      throw new Error(
        `${file}: ${
          path.join(".")
        }: ${message}; a scheme's default export needs id, summary and candidates`,
      );
    }
    const scheme = parsed.data.default;
    const owner = owners.get(scheme.id);
    if (owner !== undefined) {
      throw new Error(
        `${file}: the id "${scheme.id}" is taken by ${owner}; give it the file's own name`,
      );
    }
    owners.set(scheme.id, file);
    schemes.push(scheme);
  }
  for (const [id, file] of owners) {
    if (`${id}.ts` !== file) {
      throw new Error(
        `${file}: its id is "${id}"; the id of a scheme is the name of its file`,
      );
    }
  }
  // The files' order is not the ids': `a-b.ts` stands before `a.ts`.
  return schemes.sort((a, b) => a.id < b.id ? -1 : 1);
}
