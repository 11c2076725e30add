/**
 * Named things of one kind, one file each: distributions, activations, optimisers, terms, schemes,
 * bounds, kinds of job.
 *
 * A table starts empty. Who runs the core fills it: on Deno `src/runs/catalogue.ts`, from what lies
 * in the folder. So adding a thing is adding its file, and what a file lacks is said with the
 * file's name.
 *
 * @module
 */
import type { z } from "zod";

/** What every thing in a table has. */
export interface Named {
  /** The file's name without `.ts`. */
  readonly id: string;
}

/** Things by their ids. */
export interface Table<T extends Named> {
  /** What they are, in the singular, e.g. `distribution`. */
  readonly what: string;
  /** Where their files lie, from the root, e.g. `src/features`. */
  readonly folder: string;
  /**
   * Takes what a file exports by default; the same file again changes nothing.
   *
   * @param file the file's name, e.g. `zipf.ts`
   * @throws {Error} naming the file, where the export is missing, malformed, not named like its
   * file, or taken
   */
  add(file: string, module: Readonly<Record<string, unknown>>): void;
  /** @throws {RangeError} naming an id that nothing has, and those that there are */
  get(id: string): T;
  /** All of them, sorted by id. */
  all(): readonly T[];
}

/**
 * An empty table.
 *
 * @param shape what can be checked of a thing before it does anything
 */
export function createTable<T extends Named>(
  { what, folder, shape }: {
    readonly what: string;
    readonly folder: string;
    readonly shape: z.ZodType;
  },
): Table<T> {
  const things = new Map<string, T>();
  const ids = () => [...things.keys()].sort();
  return {
    what,
    folder,
    add(file, module) {
      const path = `${folder}/${file}`;
      const value = module.default;
      if (value === undefined) {
        throw new Error(
          `${path} has no default export: export a ${what}, or begin the file's name with an underscore`,
        );
      }
      const parsed = shape.safeParse(value);
      if (!parsed.success) {
        const [{ path: at, message }] = parsed.error.issues;
        throw new Error(
          `${path}: the default export is no ${what}: ${
            at.join(".") || "it"
          }: ${message}`,
        );
      }
      const thing = value as T;
      const id = file.replace(/\.ts$/, "");
      if (thing.id !== id) {
        const taken = things.has(thing.id) ? ", which is taken" : "";
        throw new Error(
          `${path}: its id is "${thing.id}"${taken}: make it "${id}", the file's name`,
        );
      }
      things.set(id, thing);
    },
    get(id) {
      const thing = things.get(id);
      if (thing !== undefined) return thing;
      throw new RangeError(
        things.size === 0
          ? `no ${what} is loaded: call loadCatalogue of src/runs/catalogue.ts first`
          : `${what} "${id}" is unknown: use one of ${
            ids().join(", ")
          }, or add ${folder}/${id}.ts`,
      );
    },
    all: () => ids().map((id) => things.get(id)!),
  };
}
