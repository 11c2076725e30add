/**
 * The two ways in which `verify` holds a full profile: its rows are made again from its ledger, all
 * of them; and a sample of the ledger's runs is trained from nothing.
 *
 * @module
 */
import type { Figure } from "../src/protocol/figure.ts";
import { isThere, readText } from "../src/runs/files.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import {
  decodeLedger,
  encodeLedger,
  isIntact,
  type Ledger,
  type LedgerRuns,
  recordRuns,
  replayLedger,
} from "../src/runs/ledger.ts";
import type { Runs } from "../src/runs/runs.ts";
import { firstDifferences, firstLineDifference } from "./_differences.ts";
import { filesOf, type Layout, ledgerOf, shownPath } from "./_layout.ts";
import { missing, reproduce } from "./_reproduce.ts";
import type { Sample } from "./_sample.ts";

/** What a figure's rows have asked of its ledger, and what came of it. */
export interface Replayed {
  /** In lines; none where rows, pictures and ledger belong together. */
  readonly problems: string[];
  /** Null where there is none that can be read. */
  readonly ledger: Ledger | null;
  readonly asked: ReturnType<LedgerRuns["asked"]>;
}

/** Whether anything of a figure's full profile is committed. */
export function hasFull({ id, full }: Figure, layout: Layout): boolean {
  const paths = [filesOf(layout, id, "full").snapshot, ledgerOf(layout, id)];
  return full === true && paths.some(isThere);
}

/** A committed ledger, opened for one making of rows. */
interface Opened {
  /** How it is called. */
  readonly name: string;
  readonly text: string;
  readonly ledger: Ledger;
  /** Answers from it alone. */
  readonly runs: LedgerRuns;
}

/**
 * Opens a figure's committed ledger for new files to be made of it.
 *
 * @throws {UsageError} where it is missing, malformed or not what was written
 */
export function openLedger(figure: Figure, layout: Layout): Opened {
  const opened = readLedger(figure, layout);
  if (!isIntact(opened.text)) throw new UsageError(changed(opened));
  return opened;
}

/** What to say of a ledger that is not intact, and to do about it. */
function changed({ name, ledger }: Pick<Opened, "name" | "ledger">): string {
  return `${name} does not match its sha256, so it was changed after it was written: put the committed file back, or run the task figures with --profile full ${ledger.id}`;
}

function readLedger({ id }: Figure, layout: Layout): Opened {
  const path = ledgerOf(layout, id);
  const name = shownPath(layout, path);
  const text = readText(path);
  if (text === null) throw new UsageError(missing(name, "full"));
  try {
    const ledger = decodeLedger(text, name);
    return { name, text, ledger, runs: recordRuns(replayLedger(ledger, name)) };
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** Makes a figure's rows from its ledger alone, and holds both against what is committed. */
export async function replay(
  figure: Figure,
  layout: Layout,
): Promise<Replayed> {
  let opened: Opened;
  try {
    opened = readLedger(figure, layout);
  } catch (error) {
    return { problems: [(error as Error).message], ledger: null, asked: [] };
  }
  const { ledger, runs } = opened;
  const problems = await reproduce(figure, "full", runs, layout);
  // A figure that has stopped has not asked for everything.
  if (problems.length === 0) {
    problems.push(...unlike(opened, runs.ledger(figure.id)));
  }
  if (!isIntact(opened.text)) problems.push(changed(opened));
  return { problems, ledger, asked: runs.asked() };
}

/** Where a ledger is not what the figure asks for, in the form in which it is written. */
function unlike({ name, text, ledger }: Opened, used: Ledger): string[] {
  const names = byName(used);
  const [surplus, ...more] = Object.keys(byName(ledger))
    .filter((run) => !(run in names));
  if (surplus !== undefined) {
    const others = more.length > 0 ? `, and ${more.length} more` : "";
    return [
      `${name} has a run that the figure does not ask for: ${surplus}${others}`,
    ];
  }
  // Whether the hash fits is a question of its own.
  const [, hash] = text.split("\n");
  const wanted = encodeLedger(used).split("\n").with(1, hash ?? "").join("\n");
  const difference = firstLineDifference(text, wanted);
  return difference === null ? [] : [`${name} ${difference}`];
}

/** Trains a sample and holds every number of it against the ledger; what differs, in lines. */
export async function retrain(
  { runs }: Sample,
  ledger: Ledger,
  source: Pick<Runs, "get">,
): Promise<string[]> {
  const noted = recordRuns(source);
  await Promise.all(runs.map((job) => noted.get(job)));
  const made = byName(noted.ledger(ledger.id));
  const committed = byName(ledger);
  return firstDifferences(
    Object.fromEntries(Object.keys(made).map((run) => [run, committed[run]])),
    made,
  );
}

/** The numbers of each run, by a name that is its own. */
function byName({ configurations }: Ledger): Record<string, unknown> {
  return Object.fromEntries(
    configurations.flatMap(({ kind: _, what, run, seeds, ...lists }) =>
      seeds.map((seed, i) => [
        `${what}, seed ${seed} (run ${run.slice(0, 8)})`,
        Object.fromEntries(
          Object.entries(lists).map((
            [name, list],
          ) => [name, (list as unknown[])[i]]),
        ),
      ])
    ),
  );
}
