/**
 * `deno task figures`: trains what is not yet in the run store, and writes the snapshots, the
 * pictures and the README's computed parts.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { loadCatalogue } from "../src/runs/catalogue.ts";
import { discoverFigures } from "../src/protocol/discover_figures.ts";
import {
  type Draw,
  drawFigure,
  makeSnapshot,
  rendererName,
} from "../src/protocol/draw.ts";
import type { Figure, ProfileName } from "../src/protocol/figure.ts";
import { drawingJob } from "../src/jobs/drawing.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import { encodeSnapshot } from "../src/rendering/snapshot.ts";
import { encodeLedger, recordRuns } from "../src/runs/ledger.ts";
import { createProgress } from "../src/runs/progress.ts";
import {
  compiledWorkers,
  createRunner,
  Interrupted,
} from "../src/runs/runner.ts";
import type { Runs } from "../src/runs/runs.ts";
import type { Shard } from "../src/runs/shard.ts";
import { createShardRuns } from "../src/runs/shard_runs.ts";
import { readText } from "../src/runs/files.ts";
import { openStore } from "../src/runs/store.ts";
import { dryRun } from "./_dry_run.ts";
import { type Command, jobsFlag, parseFlags, toggle } from "./_flags.ts";
import {
  chooseFigures,
  filesOf,
  type Layout,
  ledgerOf,
  readSnapshots,
  repository,
  requireWritable,
  shownPath,
  writeFiles,
} from "./_layout.ts";
import { openLedger } from "./_ledgers.ts";
import { updateReadme } from "./_readme.ts";
import { fillStore, shardFlag, shardSummary } from "./_shard.ts";
import { runProcess, type Terminal } from "./_task.ts";
import { oneOf } from "./_values.ts";

interface Flags extends Record<string, unknown> {
  profile: ProfileName;
  jobs: number;
  shard: Shard | null;
  dryRun: boolean;
  fromLedger: boolean;
}

/** What the command takes. */
export const command: Command<Flags> = {
  name: "figures",
  summary: "Trains what is missing, then writes numbers, pictures and claims.",
  words: { value: "id…", help: "which figures (default: all)" },
  flags: {
    profile: {
      value: "paper|smoke|full",
      help:
        "how much to train; smoke takes seconds and writes to .pleat/smoke, full takes hours",
      default: "paper",
      schema: oneOf(["paper", "smoke", "full"]).default("paper"),
    },
    jobs: jobsFlag,
    shard: shardFlag,
    dryRun: toggle("only says what would train, why, and what it costs"),
    fromLedger: toggle("makes full profiles anew from their committed runs"),
  },
};

/** Runs the command on a repository; returns the exit code. */
export async function figures(
  args: readonly string[],
  terminal: Terminal,
  layout: Layout = repository,
): Promise<number> {
  const parsed = parseFlags(command, args);
  if (parsed.help !== null) {
    terminal.print(parsed.help);
    return 0;
  }
  const { profile, jobs, shard, fromLedger } = parsed.flags;
  if (
    fromLedger && (profile !== "full" || shard !== null || parsed.flags.dryRun)
  ) {
    throw new UsageError(
      "--from-ledger trains nothing: give it with --profile full, without --shard and --dry-run",
    );
  }
  await loadCatalogue();
  const all = await discoverFigures(pathToFileURL(`${layout.figures}/`));
  const chosen = chooseFigures(all, parsed.words, profile);
  if (parsed.flags.dryRun) {
    await dryRun(chosen, parsed.flags, terminal, layout);
    return 0;
  }
  const committed = profile !== "smoke";
  if (shard === null) {
    // What cannot be written is better noticed before the training than after it.
    const paths = chosen.flatMap(({ id }) => written(layout, id, profile));
    if (committed) {
      updateReadme(readReadme(layout), readSnapshots(layout, all, paths));
    }
    requireWritable(layout, committed ? [...paths, layout.readme] : paths);
  }

  const store = openStore(layout.store, "write");
  const runner = createRunner({
    store,
    progress: createProgress({
      ...terminal.progress,
      now: () => performance.now(),
    }),
    warn: terminal.remark,
    signal: terminal.signal,
    executors: compiledWorkers(jobs),
  });
  // Apart from the runs: nobody counts, shares or merges pictures.
  const pictures = createRunner({
    store: openStore(layout.drawings, "write"),
    warn: terminal.remark,
    signal: terminal.signal,
    executors: compiledWorkers(1),
  });
  try {
    if (shard !== null) {
      const runs = createShardRuns({ runs: runner, store, shard });
      const filled = await Promise.allSettled(
        chosen.map((figure) => fillStore(figure, profile, runs)),
      );
      return report(filled, terminal, () => {
        const { trained } = runner.stats();
        terminal.print(shardSummary(shard, trained, runs.left()));
      });
    }
    const renderer = await rendererName();
    const draw: Draw = (text) => pictures.get(drawingJob(text, renderer));
    const made = await Promise.allSettled(
      chosen.map(async (figure) => {
        const runs = fromLedger ? openLedger(figure, layout).runs : runner;
        return await make(figure, profile, runs, draw, layout);
      }),
    );
    return report(made, terminal, () => {
      if (committed) refreshReadme(layout, all, terminal);
    });
  } finally {
    runner.close();
    pictures.close();
  }
}

/** The files that making a figure writes. */
function written(layout: Layout, id: string, profile: ProfileName): string[] {
  const files = Object.values(filesOf(layout, id, profile));
  return profile === "full" ? [...files, ledgerOf(layout, id)] : files;
}

/** Makes one figure and writes its files; returns the line that says so. */
async function make(
  figure: Figure,
  profile: ProfileName,
  runs: Runs,
  draw: Draw,
  layout: Layout,
): Promise<string> {
  const noted = profile === "full" ? recordRuns(runs) : null;
  const { get, train } = noted ?? runs;
  const rows = await figure.rows({ profile, get, train });
  const snapshot = makeSnapshot(figure, profile, rows);
  const drawing = await drawFigure(figure, snapshot, draw);
  const files = filesOf(layout, figure.id, profile);
  const texts = new Map([
    [files.snapshot, encodeSnapshot(snapshot)],
    [files.svg, drawing.svg],
    [files.spec, drawing.spec],
  ]);
  if (noted !== null) {
    const ledger = noted.ledger(figure.id);
    texts.set(ledgerOf(layout, figure.id), encodeLedger(ledger));
  }
  writeFiles(layout, texts);
  const shown = [...texts.keys()].map((path) => shownPath(layout, path));
  return `${figure.id}: ${rows.length} rows, wrote ${shown.join(", ")}`;
}

/** Prints what became of the figures; one that failed does not hold back the others. */
function report(
  made: readonly PromiseSettledResult<string>[],
  terminal: Terminal,
  conclude: () => void,
): number {
  const errors: unknown[] = [];
  for (const result of made) {
    if (result.status === "fulfilled") terminal.print(result.value);
    else errors.push(result.reason);
  }
  if (errors.length < made.length) conclude();
  for (const error of new Set(errors)) {
    if (error instanceof UsageError || error instanceof Interrupted) {
      throw error;
    }
    terminal.remark(String((error as Error).stack));
  }
  return errors.length > 0 ? 1 : 0;
}

function readReadme(layout: Layout): string {
  const text = readText(layout.readme);
  if (text !== null) return text;
  throw new UsageError(
    `"${layout.readme}" is missing: put it back, it holds the claims and the gallery`,
  );
}

function refreshReadme(
  layout: Layout,
  all: readonly Figure[],
  terminal: Terminal,
): void {
  const before = readReadme(layout);
  const after = updateReadme(before, readSnapshots(layout, all));
  if (after === before) return;
  writeFiles(layout, new Map([[layout.readme, after]]));
  terminal.print("README.md: brought claims and gallery in step");
}

if (import.meta.main) await runProcess(figures);
