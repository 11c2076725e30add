/**
 * The two ways in which `verify` holds a full profile: its rows are made again from its ledger, all of them; and a sample
 * of the ledger's runs is trained from nothing.
 *
 * @module
 */
import type { Figure } from "../figures/_figure.ts";
import {
  decodeLedger,
  encodeLedger,
  type Ledger,
  type LedgerRuns,
  recordRuns,
  replayLedger,
} from "../src/runs/ledger.ts";
import type { Runs } from "../src/runs/runner.ts";
import { firstDifferences, firstLineDifference } from "./_differences.ts";
import {
  filesOf,
  type Layout,
  ledgerOf,
  readIfThere,
  shownPath,
} from "./_layout.ts";
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
export async function hasFull(
  { id, full }: Figure,
  layout: Layout,
): Promise<boolean> {
  const paths = [filesOf(layout, id, "full").snapshot, ledgerOf(layout, id)];
  const texts = await Promise.all(paths.map(readIfThere));
  return full === true && texts.some((text) => text !== null);
}

/** Makes a figure's rows from its ledger alone, and holds both against what is committed. */
export async function replay(
  figure: Figure,
  layout: Layout,
): Promise<Replayed> {
  const path = ledgerOf(layout, figure.id);
  const name = shownPath(layout, path);
  const text = await readIfThere(path);
  let ledger: Ledger;
  try {
    if (text === null) throw new RangeError(missing(name, "full"));
    ledger = decodeLedger(text, name);
  } catch (error) {
    return { problems: [(error as Error).message], ledger: null, asked: [] };
  }
  const noted = recordRuns(replayLedger(ledger, name));
  const problems = await reproduce(figure, "full", noted, layout);
  // A figure that has stopped has not asked for everything.
  if (problems.length === 0) {
    problems.push(...unlike(text, ledger, noted.ledger(figure.id), name));
  }
  return { problems, ledger, asked: noted.asked() };
}

/** Where a ledger is not what the figure asks for, in the form in which it is written. */
function unlike(
  text: string,
  committed: Ledger,
  used: Ledger,
  name: string,
): string[] {
  const names = byName(used);
  const [surplus, ...more] = Object.keys(byName(committed))
    .filter((run) => !(run in names));
  if (surplus !== undefined) {
    const others = more.length > 0 ? `, and ${more.length} more` : "";
    return [
      `${name} has a run that the figure does not ask for: ${surplus}${others}`,
    ];
  }
  const difference = firstLineDifference(text, encodeLedger(used));
  return difference === null ? [] : [`${name} ${difference}`];
}

/** Trains a sample and holds every number of it against the ledger; what differs, in lines. */
export async function retrain(
  { runs }: Sample,
  ledger: Ledger,
  source: Pick<Runs, "train">,
): Promise<string[]> {
  const noted = recordRuns(source);
  await Promise.all(
    runs.map(({ config, seeds }) => noted.train(config, seeds)),
  );
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
    configurations.flatMap(({ what, run, seeds, ...lists }) =>
      seeds.map((seed, i) => [
        `${what}, seed ${seed} (run ${run.slice(0, 8)})`,
        Object.fromEntries(
          Object.entries(lists).map(([name, list]) => [name, list[i]]),
        ),
      ])
    ),
  );
}
