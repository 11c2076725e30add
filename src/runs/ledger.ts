/**
 * A ledger: the runs behind a figure whose training is too long to be repeated at every check, each with what rows may
 * use of it. Rows follow from a ledger in seconds, and any of its runs can be trained anew and compared.
 *
 * @module
 */
import { z } from "zod";
import type { TrainingConfig } from "../training/config.ts";
import { configKey } from "../training/config_key.ts";
import { describeTraining, lossValue, type TrainResult } from "../jobs/job.ts";
import { forgivable, type Runs } from "./runner.ts";

/** Lists of a line with one entry per seed. */
const columns = ["mse", "fvu", "standardError", "deadUnits"] as const;

const line = z.strictObject({
  /** The configuration in a few words. */
  what: z.string().min(1),
  /** `configKey` of the configuration. */
  run: z.string().regex(/^[0-9a-f]{64}$/, "is no run key"),
  /** In rising order; the lists below have one entry per seed. */
  seeds: z.array(z.int()).min(1),
  /** Infinity, in the file null, where training diverged. */
  mse: z.array(lossValue),
  fvu: z.array(lossValue),
  /** Standard error of `mse`. */
  standardError: z.array(z.number().nullable()),
  deadUnits: z.array(z.number().min(0).max(1).nullable()),
}).refine(
  ({ seeds }) => seeds.every((seed, i) => i === 0 || seeds[i - 1] < seed),
  { path: ["seeds"], message: "must rise" },
).refine(
  ({ seeds, ...lists }) =>
    columns.every((name) => lists[name].length === seeds.length),
  { message: "has lists of different lengths" },
);

const ledger = z.strictObject({
  id: z.string().min(1),
  configurations: z.array(line).min(1).refine(
    (lines) => new Set(lines.map(({ run }) => run)).size === lines.length,
    "has a run key twice",
  ),
});

/** The runs of one configuration. */
export type LedgerLine = z.infer<typeof line>;
/** The runs behind one figure, `id`; lines are ordered by `what`, then `run`. */
export type Ledger = z.infer<typeof ledger>;

/** The text of a ledger file, one line for each configuration. */
export function encodeLedger(value: Ledger): string {
  const { id, configurations } = ledger.encode(value);
  const lines = configurations.map((item) => `\n    ${JSON.stringify(item)}`);
  return `{\n  "id": ${JSON.stringify(id)},\n  "configurations": [${
    lines.join(",")
  }\n  ]\n}\n`;
}

/**
 * Reads the text of a ledger file.
 *
 * @param name how to call the file in errors
 * @throws {RangeError} naming the file, the field and what is wrong with it
 */
export function decodeLedger(text: string, name: string): Ledger {
  let value: z.input<typeof ledger>;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`${name} is not JSON: ${(error as Error).message}`);
  }
  const result = ledger.safeDecode(value);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new RangeError(`${name}: ${path.join(".") || "it"}: ${message}`);
}

/** What was asked for under one run key, by seed. */
interface Asked {
  readonly config: TrainingConfig;
  readonly results: Map<number, TrainResult>;
}

/** Runs that give a figure no more than a ledger holds, and note what it has been given. */
export interface LedgerRuns extends Runs {
  /** Every configuration that has been answered, once, with its seeds in rising order. */
  asked(): { config: TrainingConfig; seeds: number[] }[];
  /** What has been answered, as the ledger of a figure. */
  ledger(id: string): Ledger;
}

/** Notes all runs that another source answers. */
export function recordRuns(source: Pick<Runs, "train">): LedgerRuns {
  const noted = new Map<string, Asked>();
  const sorted = ({ results }: Asked) =>
    [...results.values()].sort((a, b) => a.seed - b.seed);
  return {
    train: (config, seeds) =>
      forgivable((async () => {
        const results = await source.train(config, seeds);
        const run = configKey(config);
        const asked = noted.get(run) ?? { config, results: new Map() };
        noted.set(run, asked);
        for (const result of results) asked.results.set(result.seed, result);
        return results.map(lossesOnly);
      })()),
    polyline: () =>
      forgivable(Promise.reject(
        new Error(
          "a ledger holds no polylines: make them in the profile paper",
        ),
      )),
    asked: () =>
      [...noted.values()].map((asked) => ({
        config: asked.config,
        seeds: sorted(asked).map(({ seed }) => seed),
      })),
    ledger: (id) => ({
      id,
      configurations: [...noted].map(([run, asked]) =>
        ledgerLine(asked.config, run, sorted(asked))
      ).sort((a, b) => order(a.what, b.what) || order(a.run, b.run)),
    }),
  };
}

/** The line of a configuration from results in the order of their seeds. */
function ledgerLine(
  config: TrainingConfig,
  run: string,
  results: readonly TrainResult[],
): LedgerLine {
  return {
    what: describeTraining(config),
    run,
    seeds: results.map(({ seed }) => seed),
    mse: results.map(({ loss }) => loss.mse),
    fvu: results.map(({ loss }) => loss.fvu),
    standardError: results.map(({ standardError }) => standardError),
    deadUnits: results.map(({ deadUnits }) => deadUnits),
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
): Pick<Runs, "train"> {
  const lines = new Map(configurations.map((line) => [line.run, line]));
  const find = (config: TrainingConfig, run: string, seed: number) => {
    const line = lines.get(run);
    const at = line?.seeds.indexOf(seed) ?? -1;
    if (line === undefined || at < 0) {
      const what = `${describeTraining(config)}, seed ${seed}`;
      throw new Error(`${name} lacks ${what} (run ${run.slice(0, 8)})`);
    }
    return lossesOnly({
      seed,
      loss: { mse: line.mse[at], fvu: line.fvu[at] },
      standardError: line.standardError[at],
      deadUnits: line.deadUnits[at],
    });
  };
  return {
    train: (config, seeds) => {
      const run = configKey(config);
      return Promise.try(() => seeds.map((seed) => find(config, run, seed)));
    },
  };
}

/** A result whose network and curve are out of reach: no ledger could give them back. */
function lossesOnly(
  { seed, loss, standardError, deadUnits }: Omit<
    TrainResult,
    "parameters" | "curve"
  >,
): TrainResult {
  const refuse = (what: string): never => {
    throw new Error(
      `the full profile keeps no ${what}: rows may use losses and deadUnits alone`,
    );
  };
  return {
    seed,
    loss,
    standardError,
    deadUnits,
    get parameters() {
      return refuse("parameters");
    },
    get curve() {
      return refuse("learning curves");
    },
  };
}
