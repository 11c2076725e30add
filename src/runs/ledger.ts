/**
 * A ledger: the runs behind a figure whose training is too long to be repeated at every check, each
 * with what rows may use of it. Rows follow from a ledger in seconds, and any of its runs can be
 * made anew and compared. It carries its own hash, as an entry of the store does: a number that no
 * row shows and no relation holds would else change unseen.
 *
 * @module
 */
import { z } from "zod";
import {
  describeJob,
  groupOf,
  type Job,
  jobKinds,
  type Keeping,
} from "../jobs/mod.ts";
import { sha256 } from "../numerics/hash.ts";
import { forgivable, type Runs, runsFrom } from "./runs.ts";

/** The kind of a line that names none: when the first ledgers were written there was no other. */
const first = "training";

/** Fields of a line beside the columns of its kind. */
const fields = {
  /** The kind of its jobs, where that is not {@link first}. */
  kind: z.string().optional(),
  /** The jobs in a few words. */
  what: z.string().min(1),
  /** The family of the jobs, e.g. `configKey` of a configuration. */
  run: z.string().regex(/^[0-9a-f]{64}$/, "is no run key"),
  /** In rising order; every column has one entry per seed. */
  seeds: z.array(z.int()).min(1).refine(
    (seeds) => seeds.every((seed, i) => i === 0 || seeds[i - 1] < seed),
    "must rise",
  ),
};

/** The jobs of one family, with the columns that their kind keeps. */
export interface LedgerLine {
  readonly kind?: string;
  readonly what: string;
  readonly run: string;
  readonly seeds: readonly number[];
  readonly [column: string]: unknown;
}

/** The runs behind one figure, `id`; lines are ordered by `what`, then `run`. */
export interface Ledger {
  readonly id: string;
  readonly configurations: readonly LedgerLine[];
}

/** What a ledger keeps of a kind. */
function keepingOf(kind: string): Keeping {
  const { keeping } = jobKinds.get(kind);
  if (keeping !== undefined) return keeping;
  throw new Error(
    `a ledger holds no results of the kind "${kind}": ask for them in the profile paper alone`,
  );
}

/** The form of a line of a kind. */
function lineOf(kind: string): z.ZodType<LedgerLine> {
  const { columns } = keepingOf(kind);
  const names = Object.keys(columns);
  return z.strictObject({
    ...fields,
    ...Object.fromEntries(
      names.map((name) => [name, z.array(columns[name])]),
    ),
  }).refine(
    (line: Record<string, unknown>) =>
      names.every((name) =>
        (line[name] as unknown[]).length === (line.seeds as unknown[]).length
      ),
    "has lists of different lengths",
  );
}

const outline = z.strictObject({
  /** Of every character after its own line. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256"),
  id: z.string().min(1),
  configurations: z.array(
    z.looseObject({ kind: fields.kind, run: fields.run }),
  ).min(1).refine(
    (lines) => new Set(lines.map(({ run }) => run)).size === lines.length,
    "has a run key twice",
  ),
});

/** What a ledger file begins with, up to what is hashed. */
const head = (hash: string) => `{\n  "sha256": "${hash}",\n`;

/** The text of a ledger file, one line for each family. */
export function encodeLedger({ id, configurations }: Ledger): string {
  const lines = configurations.map((line) =>
    `\n    ${JSON.stringify(lineOf(line.kind ?? first).encode(line))}`
  );
  const body = `  "id": ${JSON.stringify(id)},\n  "configurations": [${
    lines.join(",")
  }\n  ]\n}\n`;
  return head(sha256(body)) + body;
}

/** Whether the text of a ledger file is still what its hash says. */
export function isIntact(text: string): boolean {
  const body = text.slice(head("0".repeat(64)).length);
  return text === head(sha256(body)) + body;
}

/**
 * Reads the text of a ledger file, also one that is not intact: what is wrong in which line says
 * more than that something is.
 *
 * @param name how to call the file in errors
 * @throws {RangeError} naming the file, the field and what is wrong with it
 */
export function decodeLedger(text: string, name: string): Ledger {
  const refuse = (path: readonly PropertyKey[], message: string): never => {
    throw new RangeError(`${name}: ${path.join(".") || "it"}: ${message}`);
  };
  const parse = <T>(shape: z.ZodType<T>, value: unknown, at: string[]): T => {
    const { data, error } = shape.safeDecode(value as z.input<typeof shape>);
    if (error === undefined) return data;
    const [{ path, message }] = error.issues;
    return refuse([...at, ...path], message);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`${name} is not JSON: ${(error as Error).message}`);
  }
  const { id, configurations } = parse(outline, value, []);
  const lines = configurations.map((line, i) => {
    const at = ["configurations", String(i)];
    try {
      return [lineOf(line.kind ?? first), line, at] as const;
    } catch (error) {
      return refuse([...at, "kind"], (error as Error).message);
    }
  });
  return { id, configurations: lines.map((parts) => parse(...parts)) };
}

/** What was asked for of one family, by seed. */
interface Asked {
  readonly line: Pick<LedgerLine, "kind" | "what" | "run">;
  readonly kept: Map<number, { job: Job; values: Record<string, unknown> }>;
}

/** Runs that give a figure no more than a ledger holds, and note what it has been given. */
export interface LedgerRuns extends Runs {
  /** Every job that has been answered, once. */
  asked(): Job[];
  /** What has been answered, as the ledger of a figure. */
  ledger(id: string): Ledger;
}

/** Notes all runs that another source answers. */
export function recordRuns(source: Pick<Runs, "get">): LedgerRuns {
  const noted = new Map<string, Asked>();
  const get = async (job: Job): Promise<unknown> => {
    const { kind } = job;
    const keeping = keepingOf(kind);
    const values = keeping.keep(await source.get(job));
    const { family, seed } = groupOf(job);
    const asked = noted.get(family) ?? {
      line: {
        ...(kind !== first && { kind }),
        what: describeJob(job),
        run: family,
      },
      kept: new Map(),
    };
    noted.set(family, asked);
    asked.kept.set(seed ?? 0, { job, values });
    return keeping.restore(job.spec, values);
  };
  return {
    ...runsFrom(get),
    asked: () =>
      [...noted.values()].flatMap(({ kept }) =>
        [...kept.values()].map(({ job }) => job)
      ),
    ledger: (id) => ({
      id,
      configurations: [...noted.values()].map(ledgerLine)
        .sort((a, b) => order(a.what, b.what) || order(a.run, b.run)),
    }),
  };
}

function ledgerLine({ line, kept }: Asked): LedgerLine {
  const sorted = [...kept].sort(([a], [b]) => a - b);
  const { columns } = keepingOf(line.kind ?? first);
  return {
    ...line,
    seeds: sorted.map(([seed]) => seed),
    ...Object.fromEntries(
      Object.keys(columns).map((name) => [
        name,
        sorted.map(([, { values }]) => values[name]),
      ]),
    ),
  };
}

const order = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

/**
 * Answers from a ledger alone; what that does not hold is an error which says so.
 *
 * @param name how to call the ledger in errors
 */
export function replayLedger(
  { configurations }: Ledger,
  name: string,
): Pick<Runs, "get"> {
  const lines = new Map(configurations.map((line) => [line.run, line]));
  const find = (job: Job): unknown => {
    const { columns, restore } = keepingOf(job.kind);
    const { family, seed } = groupOf(job);
    const line = lines.get(family);
    const at = line?.seeds.indexOf(seed ?? 0) ?? -1;
    const which = `${describeJob(job)}${
      seed === null ? "" : `, seed ${seed}`
    } (run ${family.slice(0, 8)})`;
    if (line === undefined || at < 0) throw new Error(`${name} lacks ${which}`);
    const kept = Object.keys(columns).map((column) => [
      column,
      (line[column] as unknown[])[at],
    ]);
    try {
      return restore(job.spec, Object.fromEntries(kept));
    } catch (error) {
      throw new Error(`${name}: ${which} ${(error as Error).message}`);
    }
  };
  return {
    get: <Result>(job: Job<Result>) =>
      forgivable(Promise.try(find, job) as Promise<Result>),
  };
}
