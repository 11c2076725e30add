/**
 * Work whose result is kept: one file in this folder is one kind of it, from its name to how it is
 * done.
 *
 * A job is plain data, `{kind, spec}`: it can be compared, sent to a worker and written down.
 * `src/runs` finds, does, plans, shares out and records jobs of any kind, and knows none of them by
 * name; so a further kind is a further file.
 *
 * @module
 */
import { z } from "zod";
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import { createTable, type Named, type Table } from "../numerics/table.ts";
import type { Engine } from "../training/engine.ts";

declare const answer: unique symbol;

/**
 * One piece of work. Its kind's file has a function that makes one, which knows the type of the
 * result.
 */
export interface Job<Result = unknown> {
  /** The id of its {@link JobKind}. */
  readonly kind: string;
  /** Everything else that determines the result. */
  readonly spec: unknown;
  /** Never there: what `get` promises for this job. */
  readonly [answer]?: Result;
}

/** Which jobs go together. */
export interface Group {
  /** Jobs of one name may be done in one go. */
  readonly name: string;
  /** How many of them take the time of one. */
  readonly lanes: number;
  /**
   * Jobs of one family are the same but for the seed, and for how much of the result is kept: a
   * line of a ledger.
   */
  readonly family: string;
  /**
   * What tells jobs of a group apart, a whole number of at least 0; null where a job stands alone.
   */
  readonly seed: number | null;
}

/** What a ledger keeps of results, see `src/runs/ledger.ts`. */
export interface Keeping<Spec = unknown, Result = unknown> {
  /** What is kept, by its name: the form in which a file has one entry. */
  readonly columns: Readonly<Record<string, z.ZodType>>;
  /** One value per column. */
  keep(result: Result): Record<string, unknown>;
  /**
   * A result that has what is kept, and refuses to give anything else.
   *
   * @throws {RangeError} where what is kept cannot be that of the spec, see {@link JobKind.misfit}
   */
  restore(spec: Spec, kept: Readonly<Record<string, unknown>>): Result;
}

/** A kind of work. Methods get a spec that has this kind's form. */
export interface JobKind<Spec = unknown, Result = unknown> extends Named {
  /** What doing it is called before a description, e.g. `training`. */
  readonly verb: string;
  /** The form of a spec. */
  readonly spec: z.ZodType;
  /** The stored form of a result, which gives back the same bits. */
  readonly result: z.ZodType<Result>;
  /**
   * What shows that a result which somebody else has kept is not that of a spec, to be read after
   * the word `result`; null where nothing does. It is asked of every stored result, so it must not
   * take long: relations that hold by construction, no repetition of the work. None means that a
   * result of the right form is believed.
   */
  misfit?(spec: Spec, result: Result): string | null;
  /**
   * The name of the result in the store, made of everything that determines it, see {@link keyOf}.
   *
   * @param engine what trains, e.g. the hash of the kernel's bytes
   */
  key(spec: Spec, engine: string): string;
  /** The work in a few words, for errors and listings; without the seed of a {@link Group}. */
  describe(spec: Spec): string;
  /** Expected work, in multiply-adds of a forward pass: what decides which job is long. */
  cost(spec: Spec): number;
  /** Jobs whose results it starts from; whatever is waited for longest is done first. */
  readonly needs?: {
    /** What they are called, e.g. `the run that it grows from`. */
    readonly name: string;
    of(spec: Spec): readonly Job[];
  };
  /** Which jobs it is done with; none means alone. */
  group?(spec: Spec): Group;
  /**
   * Does some jobs of one group. What comes of one must not depend on the others.
   *
   * @param needs per spec, the results of what it needs
   * @returns the results in the order of the specs
   */
  run(
    specs: readonly Spec[],
    needs: readonly (readonly unknown[])[],
    engine: Engine,
  ): Promise<Result[]>;
  /** A result of the right form that took no time, for estimates. */
  madeUp(spec: Spec, needs: readonly unknown[]): Result;
  /**
   * Milliseconds of one lane per unit of cost on this machine, from a job that is cut short; only
   * where the cost of a figure hangs on this kind.
   *
   * @param now a clock, in milliseconds
   */
  pace?(spec: Spec, engine: Engine, now: () => number): Promise<number>;
  /** What a ledger keeps; a kind without it has no place there. */
  readonly keeping?: Keeping<Spec, Result>;
}

const method = z.custom<unknown>(
  (value) => typeof value === "function",
  "must be a function",
);
const schema = z.custom<unknown>(
  (value) => value instanceof z.ZodType,
  "must be a zod schema",
);

/** The kinds of work that there are. */
export const jobKinds: Table<JobKind> = createTable<JobKind>({
  what: "kind of job",
  folder: "src/jobs",
  shape: z.strictObject({
    id: z.string().min(1),
    verb: z.string().min(1),
    spec: schema,
    result: schema,
    misfit: method.optional(),
    key: method,
    describe: method,
    cost: method,
    needs: z.strictObject({ name: z.string().min(1), of: method }).optional(),
    group: method.optional(),
    run: method,
    madeUp: method,
    pace: method.optional(),
    keeping: z.strictObject({
      columns: z.record(z.string(), schema),
      keep: method,
      restore: method,
    }).optional(),
  }),
});

/**
 * The key of a result that follows from its spec alone.
 *
 * @param format raise it when the code changes what the result is: the store cannot see that
 */
export function keyOf(kind: string, format: number, spec: unknown): string {
  return sha256(canonicalJson({ kind, format, spec }));
}

/** The key of a job's result. */
export function jobKey({ kind, spec }: Job, engine: string): string {
  return jobKinds.get(kind).key(spec, engine);
}

/** A job in a few words, without its seed. */
export function describeJob({ kind, spec }: Job): string {
  return jobKinds.get(kind).describe(spec);
}

/** What shows that a result is not that of a job, see {@link JobKind.misfit}. */
export function misfitOf({ kind, spec }: Job, result: unknown): string | null {
  return jobKinds.get(kind).misfit?.(spec, result) ?? null;
}

/** Expected work, see {@link JobKind.cost}. */
export function jobCost({ kind, spec }: Job): number {
  return jobKinds.get(kind).cost(spec);
}

/** The jobs that a job needs first. */
export function neededBy({ kind, spec }: Job): readonly Job[] {
  return jobKinds.get(kind).needs?.of(spec) ?? [];
}

/** Which jobs a job goes with. Names of different kinds differ. */
export function groupOf({ kind, spec }: Job): Group {
  const known = jobKinds.get(kind);
  const group = known.group?.(spec);
  if (group !== undefined) return { ...group, name: `${kind} ${group.name}` };
  // Without an engine: which jobs there are does not hang on it.
  const key = known.key(spec, "");
  return { name: key, lanes: 1, family: key, seed: null };
}
