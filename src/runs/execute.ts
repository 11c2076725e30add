/**
 * Does jobs: the same code in a worker and in the calling thread.
 *
 * @module
 */
import { jobKinds } from "../jobs/mod.ts";
import type { Engine } from "../training/engine.ts";

/** Something that does some jobs of one kind at a time. */
export interface Executor {
  /**
   * Does jobs of one group.
   *
   * @param kind the id of their kind
   * @param needs per spec, the results of what it needs
   * @returns the results in the order of the specs
   */
  run(
    kind: string,
    specs: readonly unknown[],
    needs: readonly (readonly unknown[])[],
  ): Promise<unknown[]>;
  /** Gives up what is running, which then never settles. */
  close(): void;
}

/** Does jobs in this thread, with the given engine. */
export function localExecutor(engine: Engine): Executor {
  return {
    async run(kind, specs, needs) {
      const known = jobKinds.get(kind);
      for (const spec of specs) {
        const { error } = known.spec.safeParse(spec);
        if (error === undefined) continue;
        const [{ path, message }] = error.issues;
        throw new RangeError(
          `${kind}: ${path.map(String).join(".") || "it"}: ${message}`,
        );
      }
      return await known.run(specs, needs, engine);
    },
    close() {},
  };
}
