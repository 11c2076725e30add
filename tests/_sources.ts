/** The project's own modules, for the tests that read them. */

/** The folder that holds deno.json. */
export const root: URL = new URL("../", import.meta.url);

/**
 * Paths of the modules below a folder, relative to the root, sorted; AssemblyScript, which is no
 * TypeScript, is left out.
 */
export async function modules(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(new URL(`${folder}/`, root))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && path !== "src/training/kernel") {
      found.push(...await modules(path));
    } else if (entry.isFile && path.endsWith(".ts")) found.push(path);
  }
  return found.sort();
}

/** The text of a module without its comments. */
export async function code(path: string): Promise<string> {
  const text = await Deno.readTextFile(new URL(path, root));
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
