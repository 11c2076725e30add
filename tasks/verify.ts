/**
 * `deno task verify`: trains everything from nothing and holds every committed number and picture against it.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { discoverFigures } from "../figures/_discover.ts";
import { makeSnapshot } from "../figures/_draw.ts";
import type { Figure } from "../figures/_figure.ts";
import { decodeSnapshot, encodeSnapshot } from "../src/rendering/snapshot.ts";
import { createProgress } from "../src/runs/progress.ts";
import {
  compiledWorkers,
  createRunner,
  Interrupted,
  type Runs,
} from "../src/runs/runner.ts";
import { memoryStore } from "../src/runs/store.ts";
import { checkPictures, checkReadme, strays } from "./_committed.ts";
import { firstDifferences } from "./_differences.ts";
import { type Command, jobsFlag, parseFlags } from "./_flags.ts";
import {
  chooseFigures,
  filesOf,
  type Layout,
  readIfThere,
  repository,
} from "./_layout.ts";
import { runProcess, type Terminal } from "./_task.ts";

interface Flags extends Record<string, unknown> {
  jobs: number;
}

const command: Command<Flags> = {
  name: "verify",
  summary: "Trains from nothing and compares with what is committed.",
  words: { value: "id…", help: "which figures (default: all)" },
  flags: {
    jobs: jobsFlag,
  },
};

/** Runs the command on a repository; returns the exit code, 1 where anything differs. */
export async function verify(
  args: readonly string[],
  terminal: Terminal,
  layout: Layout = repository,
): Promise<number> {
  const parsed = parseFlags(command, args);
  if (parsed.help !== null) {
    terminal.print(parsed.help);
    return 0;
  }
  const all = await discoverFigures(pathToFileURL(`${layout.figures}/`));
  const chosen = chooseFigures(all, parsed.words);
  const runner = createRunner({
    store: memoryStore(),
    progress: createProgress({
      ...terminal.progress,
      now: () => performance.now(),
    }),
    warn: terminal.remark,
    signal: terminal.signal,
    executors: compiledWorkers(parsed.flags.jobs),
  });
  let failures = 0;
  const report = (name: string, good: string, problems: string[]) => {
    if (problems.length > 0) failures++;
    terminal.print(`${name}: ${problems.length > 0 ? "differs" : good}`);
    for (const problem of problems) terminal.print(`  ${problem}`);
  };
  try {
    const results = await Promise.all(
      chosen.map((figure) => check(figure, runner, layout)),
    );
    chosen.forEach(({ id }, i) => report(id, "reproduced", results[i]));
  } finally {
    runner.close();
  }
  if (parsed.words.length === 0) {
    report("files", "each belongs to a figure", await strays(all, layout));
  }
  report("README.md", "in step", await checkReadme(all, layout));
  return failures > 0 ? 1 : 0;
}

/** What is wrong with a figure, in lines; none where it is reproduced. */
async function check(
  figure: Figure,
  runs: Runs,
  layout: Layout,
): Promise<string[]> {
  const files = filesOf(layout, figure.id, "paper");
  const text = await readIfThere(files.snapshot);
  if (text === null) {
    return [`snapshots/${figure.id}.json is missing: run the task figures`];
  }
  try {
    const committed = decodeSnapshot(text, `snapshots/${figure.id}.json`);
    const problems = await checkPictures(figure, committed, layout);
    if (encodeSnapshot(committed) !== text) {
      problems.push(
        `snapshots/${figure.id}.json is not in the form that the task figures writes`,
      );
    }
    const { train, polyline } = runs;
    const rows = await figure.rows({ profile: "paper", train, polyline });
    const made = encodeSnapshot(makeSnapshot(figure, "paper", rows));
    return [
      ...firstDifferences(committed, decodeSnapshot(made, "the new numbers")),
      ...problems,
    ];
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return [(error as Error).message];
  }
}

if (import.meta.main) await runProcess(verify);
