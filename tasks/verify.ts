/**
 * `deno task verify`: trains from nothing and holds every committed number and picture against it;
 * of a full profile a sample, and the rest against its ledger.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { loadCatalogue } from "../src/runs/catalogue.ts";
import { discoverFigures } from "../src/protocol/discover_figures.ts";
import type { Figure } from "../src/protocol/figure.ts";
import { createProgress } from "../src/runs/progress.ts";
import { compiledWorkers, createRunner } from "../src/runs/runner.ts";
import { memoryStore } from "../src/runs/store.ts";
import { checkReadme, strays } from "./_committed.ts";
import { type Command, type Flag, jobsFlag, parseFlags } from "./_flags.ts";
import { chooseFigures, fileStem, type Layout, repository } from "./_layout.ts";
import { hasFull, replay, retrain } from "./_ledgers.ts";
import { reproduce } from "./_reproduce.ts";
import { drawFlag, drawSample, shareFlag } from "./_sample.ts";
import { runProcess, type Terminal } from "./_task.ts";
import { oneOf } from "./_values.ts";

interface Flags extends Record<string, unknown> {
  jobs: number;
  profile: "paper" | "full" | null;
  share: number;
  draw: string;
}

const profileFlag: Flag<Flags["profile"]> = {
  value: "paper|full",
  help: "what to verify; full by its ledger and a sample",
  default: "both",
  schema: oneOf(["paper", "full"]).optional().transform((name) => name ?? null),
};

/** What the command takes. */
export const command: Command<Flags> = {
  name: "verify",
  summary: "Trains from nothing and compares with what is committed.",
  words: { value: "id…", help: "which figures (default: all)" },
  flags: {
    jobs: jobsFlag,
    profile: profileFlag,
    share: shareFlag,
    draw: drawFlag,
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
  await loadCatalogue();
  const all = await discoverFigures(pathToFileURL(`${layout.figures}/`));
  const { jobs, profile, share, draw } = parsed.flags;
  const chosen = chooseFigures(all, parsed.words, profile ?? "paper");
  let failures = 0;
  const report = (name: string, good: string, problems: string[]) => {
    if (problems.length > 0) failures++;
    terminal.print(`${name}: ${problems.length > 0 ? "differs" : good}`);
    for (const problem of problems) terminal.print(`  ${problem}`);
  };
  const runner = createRunner({
    store: memoryStore(),
    progress: createProgress({
      ...terminal.progress,
      now: () => performance.now(),
    }),
    warn: terminal.remark,
    signal: terminal.signal,
    executors: compiledWorkers(jobs),
  });
  /** Holds a full profile against its ledger; returns what is left to train of it. */
  const full = async (figure: Figure): Promise<Checked[]> => {
    if (profile === "paper" || !figure.full) return [];
    const name = fileStem(figure.id, "full");
    if (profile === null && !hasFull(figure, layout)) {
      terminal.print(`${name}: is not committed yet`);
      return [];
    }
    const { problems, ledger, asked } = await replay(figure, layout);
    report(name, "follows from its ledger", problems);
    // Runs that belong to other rows need no training to be wrong.
    if (problems.length > 0 || ledger === null) return [];
    const sample = drawSample(asked, share, draw);
    const percent = Number((100 * sample.share).toPrecision(2));
    return [{
      name:
        `${name}, ${sample.count} of ${sample.of} runs trained anew (${percent} % of the cost, --draw ${draw})`,
      problems: () => retrain(sample, ledger, runner),
    }];
  };
  try {
    const checks: Checked[] = [];
    // The ledgers first: they take seconds.
    for (const figure of chosen) checks.push(...await full(figure));
    if (profile !== "full") {
      checks.unshift(...chosen.map((figure) => ({
        name: figure.id,
        problems: () => reproduce(figure, "paper", runner, layout),
      })));
    }
    // All at once, so that the workers have the longest jobs to choose from.
    const results = await Promise.all(checks.map((check) => check.problems()));
    checks.forEach(({ name }, i) => report(name, "reproduced", results[i]));
  } finally {
    runner.close();
  }
  if (parsed.words.length === 0) {
    report("files", "each belongs to a figure", strays(all, layout));
  }
  report("README.md", "in step", checkReadme(all, layout));
  return failures > 0 ? 1 : 0;
}

/** A check that trains. */
interface Checked {
  readonly name: string;
  problems(): Promise<string[]>;
}

if (import.meta.main) await runProcess(verify);
